package io.weft.net.packet;

/// A view of a TCP header (RFC 9293 §3.1).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-------------------------------+-------------------------------+
///     |          source port          |        destination port       |
///     +-------------------------------+-------------------------------+
///     |                        sequence number                        |
///     +---------------------------------------------------------------+
///     |                     acknowledgment number                     |
///     +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
///     | offset| rsrvd |C|E|U|A|P|R|S|F|            window             |
///     +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
///     |            checksum           |         urgent pointer        |
///     +-------------------------------+-------------------------------+
///     |                    options, padded to 32 bits                 |
///     +---------------------------------------------------------------+
public final class TcpHeader {

    public static final int MIN_LENGTH = 20;
    /// From the header's start to the checksum.
    public static final int CHECKSUM_OFFSET = 16;

    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;
    public static final int ECE = 0x40;
    public static final int CWR = 0x80;

    private final Packet packet;
    private int at;

    TcpHeader(Packet packet) {
        this.packet = packet;
    }

    TcpHeader at(int offset) {
        at = offset;
        return this;
    }

    public int sourcePort() {
        return packet.loadU16(at);
    }

    public void sourcePort(int port) {
        packet.storeU16(at, port);
    }

    public int destinationPort() {
        return packet.loadU16(at + 2);
    }

    public void destinationPort(int port) {
        packet.storeU16(at + 2, port);
    }

    public int sequence() {
        return packet.loadI32(at + 4);
    }

    public void sequence(int number) {
        packet.storeI32(at + 4, number);
    }

    public int acknowledgment() {
        return packet.loadI32(at + 8);
    }

    public void acknowledgment(int number) {
        packet.storeI32(at + 8, number);
    }

    /// Header length in bytes, the wire's data offset.
    public int headerLength() {
        return (packet.loadU8(at + 12) >>> 4) * 4;
    }

    /// @param length in bytes, a multiple of 4; the reserved bits become 0
    public void headerLength(int length) {
        packet.storeU8(at + 12, length / 4 << 4);
    }

    /// The eight control bits, {@link #FIN} to {@link #CWR}.
    public int flags() {
        return packet.loadU8(at + 13);
    }

    public void flags(int flags) {
        packet.storeU8(at + 13, flags);
    }

    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    /// As on the wire, unscaled.
    public int window() {
        return packet.loadU16(at + 14);
    }

    public void window(int window) {
        packet.storeU16(at + 14, window);
    }

    public int checksum() {
        return packet.loadU16(at + 16);
    }

    public void checksum(int checksum) {
        packet.storeU16(at + 16, checksum);
    }

    public int urgentPointer() {
        return packet.loadU16(at + 18);
    }

    public void urgentPointer(int pointer) {
        packet.storeU16(at + 18, pointer);
    }

    /// The option byte at `offset` behind the fixed header.
    public int option(int offset) {
        return packet.loadU8(at + MIN_LENGTH + offset);
    }

    public void option(int offset, int octet) {
        packet.storeU8(at + MIN_LENGTH + offset, octet);
    }

    public int optionU16(int offset) {
        return packet.loadU16(at + MIN_LENGTH + offset);
    }

    public void optionU16(int offset, int value) {
        packet.storeU16(at + MIN_LENGTH + offset, value);
    }

    public int optionI32(int offset) {
        return packet.loadI32(at + MIN_LENGTH + offset);
    }

    public void optionI32(int offset, int value) {
        packet.storeI32(at + MIN_LENGTH + offset, value);
    }

    /// The checksum over the segment, which reaches to the end of the IP packet, comes to zero.
    public boolean checksumIsRight() {
        return Checksum.sumAt(packet, at, segmentLength(), packet.ip().pseudoHeaderSum()) == 0xFFFF;
    }

    public void computeChecksum() {
        checksum(0);
        checksum(Checksum.finish(Checksum.sumAt(packet, at, segmentLength(), packet.ip().pseudoHeaderSum())));
    }

    /// Computes the checksum of a segment that reaches to the packet's end and has no IP header yet.
    public void computeChecksum(int source, int destination) {
        int length = packet.tailAt() - at;
        checksum(0);
        int pseudo = Checksum.pseudoHeader(source, destination, Ipv4Header.PROTOCOL_TCP, length);
        checksum(Checksum.finish(Checksum.sumAt(packet, at, length, pseudo)));
    }

    private int segmentLength() {
        return packet.ip().payloadLength();
    }
}
