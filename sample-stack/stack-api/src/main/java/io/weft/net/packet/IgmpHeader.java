package io.weft.net.packet;

/// A view of an IGMP message (RFC 2236 §2, RFC 3376 §4).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +---------------+---------------+-------------------------------+
///     |      type     | max. response |           checksum            |
///     +---------------+---------------+-------------------------------+
///     |   group; in a version 3 report: 16 bits 0, number of records  |
///     +-------+-+-----+---------------+-------------------------------+
///     | resv  |S| QRV |     QQIC      |       number of sources       | version 3 query
///     +-------+-+-----+---------------+-------------------------------+
///     |                          source, …                            |
///     +---------------------------------------------------------------+
///
/// and for each record of a version 3 report:
///
///     +---------------+---------------+-------------------------------+
///     |      type     | auxiliary: 0  |       number of sources       |
///     +---------------+---------------+-------------------------------+
///     |                             group                             |
///     +---------------------------------------------------------------+
///     |                          source, …                            |
///     +---------------------------------------------------------------+
public final class IgmpHeader {

    public static final int LENGTH = 8;
    public static final int V3_QUERY_LENGTH = 12;
    /// A record without its sources.
    public static final int RECORD_LENGTH = 8;

    public static final int QUERY = 0x11;
    public static final int V1_REPORT = 0x12;
    public static final int V2_REPORT = 0x16;
    public static final int V2_LEAVE = 0x17;
    public static final int V3_REPORT = 0x22;

    private final Packet packet;
    private int at;

    IgmpHeader(Packet packet) {
        this.packet = packet;
    }

    IgmpHeader at(int offset) {
        at = offset;
        return this;
    }

    public int type() {
        return packet.loadU8(at);
    }

    public void type(int type) {
        packet.storeU8(at, type);
    }

    /// The field as it is: tenths of a second in version 2, 0 in version 1.
    public int maxResponse() {
        return packet.loadU8(at + 1);
    }

    public void maxResponse(int value) {
        packet.storeU8(at + 1, value);
    }

    /// The field in version 3's notation, in tenths of a second.
    public int maxResponseTenths() {
        return decoded(maxResponse());
    }

    public int checksum() {
        return packet.loadU16(at + 2);
    }

    public void checksum(int checksum) {
        packet.storeU16(at + 2, checksum);
    }

    public int group() {
        return packet.loadI32(at + 4);
    }

    public void group(int group) {
        packet.storeI32(at + 4, group);
    }

    // ---- version 3 queries

    /// The querier's robustness variable, 0 where it is none that three bits hold.
    public int robustness() {
        return packet.loadU8(at + 8) & 7;
    }

    /// The querier's interval in seconds.
    public int intervalSeconds() {
        return decoded(packet.loadU8(at + 9));
    }

    /// The number of sources.
    public int sources() {
        return packet.loadU16(at + 10);
    }

    public int source(int index) {
        return packet.loadI32(at + V3_QUERY_LENGTH + 4 * index);
    }

    /// RFC 3376 §4.1.1: beyond 127 a mantissa of four bits with an exponent of three.
    private static int decoded(int code) {
        return code < 128 ? code : (code & 0xF | 0x10) << (code >> 4 & 7) + 3;
    }

    // ---- version 3 reports

    /// Sets the number of records.
    public void records(int count) {
        packet.storeU16(at + 4, 0);
        packet.storeU16(at + 6, count);
    }

    /// Writes a record.
    ///
    /// @param offset from the header's start; the packet reaches that far
    public void record(int offset, int type, int group, int[] sources) {
        int record = at + offset;
        packet.storeU8(record, type);
        packet.storeU8(record + 1, 0);
        packet.storeU16(record + 2, sources.length);
        packet.storeI32(record + 4, group);
        for (int i = 0; i < sources.length; i++) {
            packet.storeI32(record + RECORD_LENGTH + 4 * i, sources[i]);
        }
    }

    // ---- all

    /// The checksum over the message, which reaches to the packet's end, comes to zero.
    public boolean checksumIsRight() {
        return Checksum.sumAt(packet, at, packet.tailAt() - at, 0) == 0xFFFF;
    }

    public void computeChecksum() {
        checksum(0);
        checksum(Checksum.finish(Checksum.sumAt(packet, at, packet.tailAt() - at, 0)));
    }
}
