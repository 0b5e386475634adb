package io.weft.net.drivers.raw;

import io.weft.net.address.MacAddress;
import io.weft.net.drivers.Addressing;
import io.weft.net.drivers.Tally;
import io.weft.net.drivers.linux.VirtioNetHeader;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import org.jspecify.annotations.Nullable;

/// Makes a packet for the stack of a frame and what the kernel says beside it.
final class Intake {

    private static final int PACKET_HOST = 0;
    private static final int PACKET_BROADCAST = 1;
    private static final int PACKET_MULTICAST = 2;
    private static final int PACKET_OTHERHOST = 3;
    private static final int PACKET_OUTGOING = 4;

    private static final int TP_STATUS_VLAN_VALID = 1 << 4;
    private static final int TP_STATUS_VLAN_TPID_VALID = 1 << 6;
    private static final int VLAN_TAG = 4;
    private static final int MAC_ADDRESSES = 12;
    private static final int TPID_VLAN = 0x8100;

    private final int headerLength;
    private final @Nullable MacAddress ownMac;
    private final Tally tally;

    /// @param ownMac when the stack's address is not the card's
    Intake(boolean vnetHeader, @Nullable MacAddress ownMac, Tally tally) {
        this.headerLength = vnetHeader ? VirtioNetHeader.LENGTH : 0;
        this.ownMac = ownMac;
        this.tally = tally;
    }

    /// How many bytes stand in front of each frame.
    int headerLength() {
        return headerLength;
    }

    /// Adds a packet that holds a frame to the batch, and answers its length, or ends it and answers 0.
    ///
    /// @param header the address of the virtio-net header, when there is one
    /// @param type the frame's `sll_pkttype`
    /// @param status the bits of `tp_status`, which say what the two after it are worth
    int accept(Packet packet, long header, int type, int status, int vlanTci, int vlanTpid, PacketBatch batch) {
        if (type == PACKET_OUTGOING) {
            packet.release();
            return 0;
        }
        if (headerLength > 0 && !VirtioNetHeader.read(header, packet)) {
            refuse(packet);
            return 0;
        }
        address(packet, type);
        if ((status & TP_STATUS_VLAN_VALID) != 0 && packet.length() >= MAC_ADDRESSES) {
            restoreVlanTag(packet, vlanTci, (status & TP_STATUS_VLAN_TPID_VALID) != 0 ? vlanTpid : TPID_VLAN);
        }
        batch.add(packet);
        return packet.length();
    }

    /// Ends a packet whose frame is of no use, and counts it.
    void refuse(Packet packet) {
        tally.receiveErrors(1);
        packet.release();
    }

    /// The kernel tells frames by the card's address; with one of our own they are told by ours.
    private void address(Packet packet, int type) {
        if (ownMac != null) {
            Addressing.classify(packet, ownMac.value());
            return;
        }
        packet.linkType(switch (type) {
            case PACKET_BROADCAST -> LinkType.BROADCAST;
            case PACKET_MULTICAST -> LinkType.MULTICAST;
            case PACKET_OTHERHOST -> LinkType.OTHER_HOST;
            case PACKET_HOST -> LinkType.HOST;
            default -> LinkType.OTHER_HOST;
        });
    }

    /// The kernel takes the tag of IEEE 802.1Q out of the frame and tells it beside; without this, a VLAN's frame would pass for one
    /// of the untagged network.
    private static void restoreVlanTag(Packet packet, int tci, int tpid) {
        packet.push(VLAN_TAG);
        packet.i32(0, packet.i32(VLAN_TAG));
        packet.i32(4, packet.i32(VLAN_TAG + 4));
        packet.i32(8, packet.i32(VLAN_TAG + 8));
        packet.u16(MAC_ADDRESSES, tpid);
        packet.u16(MAC_ADDRESSES + 2, tci);
        packet.markLinkHeader();
    }
}
