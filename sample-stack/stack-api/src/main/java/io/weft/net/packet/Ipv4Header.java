package io.weft.net.packet;

/// A view of an IPv4 header (RFC 791 §3.1).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-------+-------+---------------+-------------------------------+
///     |version|  IHL  |type of service|          total length         |
///     +-------+-------+---------------+-----+-------------------------+
///     |         identification        |flags|     fragment offset     |
///     +---------------+---------------+-----+-------------------------+
///     |  time to live |    protocol   |        header checksum        |
///     +---------------+---------------+-------------------------------+
///     |                         source address                        |
///     +---------------------------------------------------------------+
///     |                      destination address                      |
///     +---------------------------------------------------------------+
///     |                    options, padded to 32 bits                 |
///     +---------------------------------------------------------------+
///
/// No setter mends the checksum: {@link #computeChecksum} and {@link #decrementTtl} do.
public final class Ipv4Header {

    public static final int MIN_LENGTH = 20;
    public static final int MAX_LENGTH = 60;
    public static final int PROTOCOL_ICMP = 1;
    public static final int PROTOCOL_IGMP = 2;
    public static final int PROTOCOL_TCP = 6;
    public static final int PROTOCOL_UDP = 17;

    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET_MASK = 0x1FFF;

    private final Packet packet;
    private int at;

    Ipv4Header(Packet packet) {
        this.packet = packet;
    }

    Ipv4Header at(int offset) {
        at = offset;
        return this;
    }

    public int version() {
        return packet.loadU8(at) >>> 4;
    }

    /// Header length in bytes.
    public int headerLength() {
        return (packet.loadU8(at) & 0xF) * 4;
    }

    /// Version 4, and the header length in bytes, a multiple of 4.
    public void versionAndHeaderLength(int headerLength) {
        packet.storeU8(at, 0x40 | headerLength / 4);
    }

    public int tos() {
        return packet.loadU8(at + 1);
    }

    public void tos(int tos) {
        packet.storeU8(at + 1, tos);
    }

    /// Header and payload in bytes.
    public int totalLength() {
        return packet.loadU16(at + 2);
    }

    public void totalLength(int length) {
        packet.storeU16(at + 2, length);
    }

    public int payloadLength() {
        return totalLength() - headerLength();
    }

    public int identification() {
        return packet.loadU16(at + 4);
    }

    public void identification(int identification) {
        packet.storeU16(at + 4, identification);
    }

    public boolean dontFragment() {
        return (packet.loadU16(at + 6) & DONT_FRAGMENT) != 0;
    }

    public boolean moreFragments() {
        return (packet.loadU16(at + 6) & MORE_FRAGMENTS) != 0;
    }

    /// Where in the datagram this fragment's payload belongs, in bytes.
    public int fragmentOffset() {
        return (packet.loadU16(at + 6) & OFFSET_MASK) * 8;
    }

    /// @param offset in bytes, a multiple of 8
    public void fragment(boolean dontFragment, boolean moreFragments, int offset) {
        packet.storeU16(at + 6, (dontFragment ? DONT_FRAGMENT : 0) | (moreFragments ? MORE_FRAGMENTS : 0) | offset / 8);
    }

    /// True for every part of a fragmented datagram, the first included.
    public boolean isFragment() {
        return (packet.loadU16(at + 6) & (MORE_FRAGMENTS | OFFSET_MASK)) != 0;
    }

    /// True for a part that holds no transport header.
    public boolean isLaterFragment() {
        return (packet.loadU16(at + 6) & OFFSET_MASK) != 0;
    }

    public int ttl() {
        return packet.loadU8(at + 8);
    }

    public void ttl(int ttl) {
        packet.storeU8(at + 8, ttl);
    }

    /// One hop less, with the checksum brought along (RFC 1624).
    public void decrementTtl() {
        int before = packet.loadU16(at + 8);
        ttl(ttl() - 1);
        checksum(Checksum.update16(checksum(), before, packet.loadU16(at + 8)));
    }

    public int protocol() {
        return packet.loadU8(at + 9);
    }

    public void protocol(int protocol) {
        packet.storeU8(at + 9, protocol);
    }

    public int checksum() {
        return packet.loadU16(at + 10);
    }

    public void checksum(int checksum) {
        packet.storeU16(at + 10, checksum);
    }

    public int source() {
        return packet.loadI32(at + 12);
    }

    public void source(int address) {
        packet.storeI32(at + 12, address);
    }

    public int destination() {
        return packet.loadI32(at + 16);
    }

    public void destination(int address) {
        packet.storeI32(at + 16, address);
    }

    /// The option byte at `offset` behind the fixed header.
    public int option(int offset) {
        return packet.loadU8(at + MIN_LENGTH + offset);
    }

    public void option(int offset, int value) {
        packet.storeU8(at + MIN_LENGTH + offset, value);
    }

    /// The 32 bits at `offset` behind the fixed header, such as an address in an option.
    public int optionI32(int offset) {
        return packet.loadI32(at + MIN_LENGTH + offset);
    }

    public void optionI32(int offset, int value) {
        packet.storeI32(at + MIN_LENGTH + offset, value);
    }

    public int optionsLength() {
        return headerLength() - MIN_LENGTH;
    }

    /// The checksum of the whole header comes to zero (RFC 791). The header must lie within the packet.
    public boolean checksumIsRight() {
        return Checksum.sumAt(packet, at, headerLength(), 0) == 0xFFFF;
    }

    public void computeChecksum() {
        checksum(0);
        checksum(Checksum.finish(Checksum.sumAt(packet, at, headerLength(), 0)));
    }

    /// The sum of the pseudo header that TCP and UDP put under their checksum.
    public int pseudoHeaderSum() {
        return Checksum.pseudoHeader(source(), destination(), protocol(), payloadLength());
    }
}
