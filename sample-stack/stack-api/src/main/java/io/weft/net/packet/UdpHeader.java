package io.weft.net.packet;

/// A view of a UDP header (RFC 768).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +-------------------------------+-------------------------------+
///     |          source port          |        destination port       |
///     +-------------------------------+-------------------------------+
///     |             length            |            checksum           |
///     +-------------------------------+-------------------------------+
public final class UdpHeader {

    public static final int LENGTH = 8;
    /// From the header's start to the checksum.
    public static final int CHECKSUM_OFFSET = 6;

    private final Packet packet;
    private int at;

    UdpHeader(Packet packet) {
        this.packet = packet;
    }

    UdpHeader at(int offset) {
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

    /// Header and data in bytes.
    public int length() {
        return packet.loadU16(at + 4);
    }

    public void length(int length) {
        packet.storeU16(at + 4, length);
    }

    /// 0 means that the sender made none.
    public int checksum() {
        return packet.loadU16(at + 6);
    }

    public void checksum(int checksum) {
        packet.storeU16(at + 6, checksum);
    }

    /// True when there is no checksum, or the right one. `length` must lie within the packet.
    public boolean checksumIsRight() {
        if (checksum() == 0) {
            return true;
        }
        Ipv4Header ip = packet.ip();
        int pseudo = Checksum.pseudoHeader(ip.source(), ip.destination(), Ipv4Header.PROTOCOL_UDP, length());
        return Checksum.sumAt(packet, at, length(), pseudo) == 0xFFFF;
    }

    /// Computes the checksum over `length` bytes; a sum of 0 is written as 0xFFFF (RFC 768).
    public void computeChecksum() {
        computeChecksum(packet.ip().source(), packet.ip().destination());
    }

    /// The same for a datagram that has no IP header yet.
    public void computeChecksum(int source, int destination) {
        checksum(0);
        int pseudo = Checksum.pseudoHeader(source, destination, Ipv4Header.PROTOCOL_UDP, length());
        int sum = Checksum.finish(Checksum.sumAt(packet, at, length(), pseudo));
        checksum(sum == 0 ? 0xFFFF : sum);
    }
}
