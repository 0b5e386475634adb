package io.weft.net.app.operator.dump;

import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;

/// Where things are in a frame; aimed anew at each, on the loop thread, without garbage. Reads no byte beyond the frame, whatever the
/// headers say.
final class FrameView {

    static final int NONE = -1;
    private static final int DESTINATION_OFFSET = 16;

    private final boolean framed;
    private int length;
    private int etherType;
    private int protocol;
    private int source;
    private int destination;
    private int sourcePort;
    private int destinationPort;
    private boolean addressed;
    private boolean toGroup;
    private boolean toAll;

    /// @param framed frames begin with an Ethernet header
    FrameView(boolean framed) {
        this.framed = framed;
    }

    void aim(Packet frame) {
        length = frame.length();
        etherType = NONE;
        protocol = NONE;
        sourcePort = NONE;
        destinationPort = NONE;
        addressed = false;
        toGroup = false;
        toAll = false;
        int at = 0;
        if (framed) {
            if (length < EthernetHeader.LENGTH) {
                return;
            }
            etherType = frame.u16(12);
            toAll = frame.i32(0) == -1 && frame.u16(4) == 0xFFFF;
            toGroup = (frame.u8(0) & 1) != 0;
            at = EthernetHeader.LENGTH;
        } else if (length > 0 && frame.u8(0) >>> 4 == 4) {
            etherType = EthernetHeader.TYPE_IPV4;
        }
        if (etherType == EthernetHeader.TYPE_IPV4) {
            aimAtIp(frame, at);
        } else if (etherType == EthernetHeader.TYPE_ARP && length >= at + 28) {
            addressed = true;
            source = frame.i32(at + 14);
            destination = frame.i32(at + 24);
        }
    }

    private void aimAtIp(Packet frame, int at) {
        if (length < at + Ipv4Header.MIN_LENGTH) {
            return;
        }
        addressed = true;
        protocol = frame.u8(at + 9);
        source = frame.i32(at + 12);
        destination = frame.i32(at + DESTINATION_OFFSET);
        int transport = at + (frame.u8(at) & 15) * 4;
        boolean first = (frame.u16(at + 6) & 0x1FFF) == 0;
        boolean hasPorts = protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP || protocol == 132;
        if (first && hasPorts && transport >= at + Ipv4Header.MIN_LENGTH && length >= transport + 4) {
            sourcePort = frame.u16(transport);
            destinationPort = frame.u16(transport + 2);
        }
    }

    int length() {
        return length;
    }

    int etherType() {
        return etherType;
    }

    /// {@link #NONE} where it is not IPv4.
    int protocol() {
        return protocol;
    }

    /// Whether it has addresses, of IPv4 or ARP.
    boolean isAddressed() {
        return addressed;
    }

    int source() {
        return source;
    }

    int destination() {
        return destination;
    }

    /// {@link #NONE} where there are no ports, as in later fragments.
    int sourcePort() {
        return sourcePort;
    }

    int destinationPort() {
        return destinationPort;
    }

    boolean isBroadcast() {
        return toAll;
    }

    boolean isMulticast() {
        return toGroup;
    }
}
