package io.weft.net.packet;

/// A view of an ARP packet for IPv4 over Ethernet (RFC 826).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-------------------------------+-------------------------------+
///     |        hardware type (1)      |      protocol type (0x0800)   |
///     +---------------+---------------+-------------------------------+
///     | hw length (6) | pr length (4) |           operation           |
///     +---------------+---------------+-------------------------------+
///     |            sender MAC (48 bits), sender IP (32 bits),         |
///     |            target MAC (48 bits), target IP (32 bits)          |
///     +---------------------------------------------------------------+
public final class ArpHeader {

    public static final int LENGTH = 28;
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private static final int ETHERNET = 1;
    private static final int IEEE_802 = 6;

    private final Packet packet;
    private int at;

    ArpHeader(Packet packet) {
        this.packet = packet;
    }

    ArpHeader at(int offset) {
        at = offset;
        return this;
    }

    /// True when hardware and protocol are Ethernet and IPv4, the only ones that the rest of this view fits. Both numbers of Ethernet's
    /// hardware type are good, 1 and IEEE 802's 6 (RFC 1390, RFC 2625).
    public boolean isIpv4OverEthernet() {
        int hardware = packet.loadU16(at);
        return (hardware == ETHERNET || hardware == IEEE_802) && packet.loadU16(at + 2) == EthernetHeader.TYPE_IPV4
                && packet.loadU16(at + 4) == (6 << 8 | 4);
    }

    /// Writes the hardware and protocol fields for IPv4 over Ethernet.
    public void ipv4OverEthernet() {
        packet.storeU16(at, ETHERNET);
        packet.storeU16(at + 2, EthernetHeader.TYPE_IPV4);
        packet.storeU16(at + 4, 6 << 8 | 4);
    }

    public int operation() {
        return packet.loadU16(at + 6);
    }

    public void operation(int operation) {
        packet.storeU16(at + 6, operation);
    }

    public long senderMac() {
        return Mac.load(packet, at + 8);
    }

    public void senderMac(long mac) {
        Mac.store(packet, at + 8, mac);
    }

    public int senderAddress() {
        return packet.loadI32(at + 14);
    }

    public void senderAddress(int address) {
        packet.storeI32(at + 14, address);
    }

    public long targetMac() {
        return Mac.load(packet, at + 18);
    }

    public void targetMac(long mac) {
        Mac.store(packet, at + 18, mac);
    }

    public int targetAddress() {
        return packet.loadI32(at + 24);
    }

    public void targetAddress(int address) {
        packet.storeI32(at + 24, address);
    }
}
