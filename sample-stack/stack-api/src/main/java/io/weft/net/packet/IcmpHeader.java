package io.weft.net.packet;

/// A view of an ICMP message (RFC 792).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +---------------+---------------+-------------------------------+
///     |      type     |      code     |           checksum            |
///     +---------------+---------------+-------------------------------+
///     |   rest: identifier and sequence number, gateway, MTU, or 0    |
///     +---------------------------------------------------------------+
///     |        data; in an error, the packet that it is about         |
///     +---------------------------------------------------------------+
public final class IcmpHeader {

    public static final int LENGTH = 8;

    public static final int ECHO_REPLY = 0;
    public static final int DESTINATION_UNREACHABLE = 3;
    public static final int SOURCE_QUENCH = 4;
    public static final int REDIRECT = 5;
    public static final int ECHO_REQUEST = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;
    public static final int TIMESTAMP_REQUEST = 13;
    public static final int TIMESTAMP_REPLY = 14;

    public static final int INFORMATION_REQUEST = 15;
    public static final int INFORMATION_REPLY = 16;
    public static final int ADDRESS_MASK_REQUEST = 17;
    public static final int ADDRESS_MASK_REPLY = 18;

    /// Bytes of a timestamp request or reply, header and three times (RFC 792).
    public static final int TIMESTAMP_LENGTH = LENGTH + 12;

    /// Codes of DESTINATION_UNREACHABLE (RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1).
    public static final int NET_UNREACHABLE = 0;
    public static final int HOST_UNREACHABLE = 1;
    public static final int PROTOCOL_UNREACHABLE = 2;
    public static final int PORT_UNREACHABLE = 3;
    public static final int FRAGMENTATION_NEEDED = 4;
    public static final int SOURCE_ROUTE_FAILED = 5;
    public static final int NET_PROHIBITED = 9;
    public static final int HOST_PROHIBITED = 10;
    public static final int ADMIN_PROHIBITED = 13;

    /// A code of REDIRECT.
    public static final int REDIRECT_HOST = 1;

    /// Codes of TIME_EXCEEDED.
    public static final int TTL_EXCEEDED = 0;
    public static final int REASSEMBLY_TIME_EXCEEDED = 1;

    private final Packet packet;
    private int at;

    IcmpHeader(Packet packet) {
        this.packet = packet;
    }

    IcmpHeader at(int offset) {
        at = offset;
        return this;
    }

    /// True for the types that report an error about another packet (RFC 1122 §3.2.2).
    public static boolean isError(int type) {
        return switch (type) {
            case DESTINATION_UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
            default -> false;
        };
    }

    public int type() {
        return packet.loadU8(at);
    }

    public void type(int type) {
        packet.storeU8(at, type);
    }

    public int code() {
        return packet.loadU8(at + 1);
    }

    public void code(int code) {
        packet.storeU8(at + 1, code);
    }

    public int checksum() {
        return packet.loadU16(at + 2);
    }

    public void checksum(int checksum) {
        packet.storeU16(at + 2, checksum);
    }

    /// The second word as a whole.
    public int rest() {
        return packet.loadI32(at + 4);
    }

    public void rest(int rest) {
        packet.storeI32(at + 4, rest);
    }

    public int identifier() {
        return packet.loadU16(at + 4);
    }

    public void identifier(int identifier) {
        packet.storeU16(at + 4, identifier);
    }

    public int sequence() {
        return packet.loadU16(at + 6);
    }

    public void sequence(int sequence) {
        packet.storeU16(at + 6, sequence);
    }

    /// One of the three times in a timestamp message: 0 originate, 1 receive, 2 transmit; milliseconds since midnight UT.
    public int timestamp(int which) {
        return packet.loadI32(at + LENGTH + which * 4);
    }

    public void timestamp(int which, int millis) {
        packet.storeI32(at + LENGTH + which * 4, millis);
    }

    /// The checksum over the message, which reaches to the packet's end, comes to zero.
    public boolean checksumIsRight() {
        return Checksum.sumAt(packet, at, packet.tailAt() - at, 0) == 0xFFFF;
    }

    public void computeChecksum() {
        checksum(0);
        checksum(Checksum.finish(Checksum.sumAt(packet, at, packet.tailAt() - at, 0)));
    }
}
