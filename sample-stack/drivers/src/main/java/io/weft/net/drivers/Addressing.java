package io.weft.net.drivers;

import io.weft.net.address.MacAddress;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;

/// To whom a frame is addressed, as a card with one address of its own sees it.
public final class Addressing {

    private Addressing() { }

    /// Sets the packet's link type by its destination address; a frame without one keeps what it has.
    ///
    /// @param frame with head at the destination address
    /// @param ownMac of the card
    public static void classify(Packet frame, long ownMac) {
        if (frame.length() >= EthernetHeader.LENGTH) {
            frame.linkType(of((long) frame.u16(0) << 32 | frame.i32(2) & 0xFFFF_FFFFL, ownMac));
        }
    }

    private static LinkType of(long destination, long ownMac) {
        if (destination == ownMac) {
            return LinkType.HOST;
        }
        if (!MacAddress.isGroup(destination)) {
            return LinkType.OTHER_HOST;
        }
        return destination == MacAddress.BROADCAST.value() ? LinkType.BROADCAST : LinkType.MULTICAST;
    }
}
