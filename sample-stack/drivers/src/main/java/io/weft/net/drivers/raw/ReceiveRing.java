package io.weft.net.drivers.raw;

import io.weft.net.address.MacAddress;
import io.weft.net.drivers.Addressing;
import io.weft.net.drivers.Tally;
import io.weft.net.drivers.linux.Libc;
import io.weft.net.drivers.linux.VirtioNetHeader;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketAddress;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import org.jspecify.annotations.Nullable;

/// Takes frames from a packet socket, a batch a system call, straight into packets of the pool.
///
/// It keeps up to {@link MessageVector#MESSAGES} empty packets ready between two calls; {@link #release} gives them back.
final class ReceiveRing {

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

    private final MessageVector vector;
    private final int headerLength;
    private final @Nullable MacAddress ownMac;
    private final Tally tally;
    private final @Nullable Packet[] ready = new Packet[MessageVector.MESSAGES];

    /// @param ownMac when the stack's address is not the card's
    ReceiveRing(MessageVector vector, boolean vnetHeader, @Nullable MacAddress ownMac, Tally tally) {
        this.vector = vector;
        this.headerLength = vnetHeader ? VirtioNetHeader.LENGTH : 0;
        this.ownMac = ownMac;
        this.tally = tally;
    }

    /// One system call.
    ///
    /// @return how many frames came, in the batch or not, or a negated error number
    int receive(Libc libc, int fd, PacketBatch batch, PacketPool pool) {
        int wanted = prepare(Math.min(batch.room(), MessageVector.MESSAGES), pool);
        if (wanted == 0) {
            return 0;
        }
        int got = libc.recvmmsg(fd, vector.message(0), wanted, Libc.MSG_DONTWAIT);
        int before = batch.size();
        long bytes = 0;
        for (int i = 0; i < got; i++) {
            bytes += accept(i, batch);
        }
        tally.received(batch.size() - before, bytes);
        return got;
    }

    /// Makes the first messages point to empty packets; as many as the pool has.
    private int prepare(int wanted, PacketPool pool) {
        for (int i = 0; i < wanted; i++) {
            if (ready[i] == null) {
                Packet packet = pool.take();
                if (packet == null) {
                    return i;
                }
                ready[i] = packet;
                vector.bytes(i, PacketAddress.ofData(packet) - headerLength, headerLength + PacketPool.MAX_FRAME);
            }
            vector.expectNameAndControl(i);
        }
        return wanted;
    }

    /// Adds the frame that came as a message to the batch, and answers its length, or ends it and answers 0.
    private int accept(int i, PacketBatch batch) {
        Packet packet = ready[i];
        ready[i] = null;
        if (packet == null) {
            throw new IllegalStateException("a message without a packet");
        }
        int type = vector.packetType(i);
        int length = vector.length(i) - headerLength;
        boolean broken = length < 0 || (vector.flags(i) & Libc.MSG_TRUNC) != 0;
        if (!broken && type != PACKET_OUTGOING) {
            packet.put(length);
            broken = headerLength > 0 && !VirtioNetHeader.read(PacketAddress.ofData(packet) - headerLength, packet);
        }
        if (broken || type == PACKET_OUTGOING) {
            tally.receiveErrors(broken ? 1 : 0);
            packet.release();
            return 0;
        }
        address(packet, type);
        restoreVlanTag(i, packet);
        batch.add(packet);
        return packet.length();
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
    private void restoreVlanTag(int i, Packet packet) {
        int status = vector.auxStatus(i);
        if ((status & TP_STATUS_VLAN_VALID) == 0 || packet.length() < MAC_ADDRESSES) {
            return;
        }
        packet.push(VLAN_TAG);
        packet.i32(0, packet.i32(VLAN_TAG));
        packet.i32(4, packet.i32(VLAN_TAG + 4));
        packet.i32(8, packet.i32(VLAN_TAG + 8));
        packet.u16(MAC_ADDRESSES, (status & TP_STATUS_VLAN_TPID_VALID) != 0 ? vector.vlanTpid(i) : TPID_VLAN);
        packet.u16(MAC_ADDRESSES + 2, vector.vlanTci(i));
        packet.markLinkHeader();
    }

    void release() {
        for (int i = 0; i < ready.length; i++) {
            Packet packet = ready[i];
            if (packet != null) {
                packet.release();
                ready[i] = null;
            }
        }
    }
}
