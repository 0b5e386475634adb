package io.weft.net.packet;

/// A view of an Ethernet II header (IEEE 802.3 §3.2.6, without FCS).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-------------------------------+-------------------------------+
///     |                     destination (48 bits)                     |
///     +                               +-------------------------------+
///     |                               |                               |
///     +-------------------------------+    source (48 bits)           +
///     |                                                               |
///     +-------------------------------+-------------------------------+
///     |           ethertype           |
///     +-------------------------------+
public final class EthernetHeader {

    public static final int LENGTH = 14;
    public static final int TYPE_IPV4 = 0x0800;
    public static final int TYPE_ARP = 0x0806;

    private final Packet packet;
    private int at;

    EthernetHeader(Packet packet) {
        this.packet = packet;
    }

    EthernetHeader at(int offset) {
        at = offset;
        return this;
    }

    public long destination() {
        return Mac.load(packet, at);
    }

    public void destination(long mac) {
        Mac.store(packet, at, mac);
    }

    public long source() {
        return Mac.load(packet, at + 6);
    }

    public void source(long mac) {
        Mac.store(packet, at + 6, mac);
    }

    public int type() {
        return packet.loadU16(at + 12);
    }

    public void type(int type) {
        packet.storeU16(at + 12, type);
    }
}
