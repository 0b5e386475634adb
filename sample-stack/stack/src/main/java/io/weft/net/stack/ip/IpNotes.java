package io.weft.net.stack.ip;

import io.weft.net.packet.Packet;

/// What {@link IpInput} found out about a packet that later rooms need, kept in its control word. The kernel's `inet_skb_parm`.
///
///     63            32 31      24 23     18 17     12 11      6 5       0
///     +---------------+----------+---------+---------+---------+---------+
///     | next hop of a |  flags   |  source |timestamp|  record |         |
///     | source route  |          |  route  |         |  route  |  flags  |
///     +---------------+----------+---------+---------+---------+---------+
///
/// The places of options are offsets behind the fixed header plus one; 0 says that there is no such option.
final class IpNotes {

    /// A packet of this host to a group or to all is not to come back to it; in what is else {@link IpInput}'s, since it never came in.
    static final long NOT_HEARD_HERE = 1L;
    /// The record route option had room for this host's address.
    static final long RECORDED = 1L << 24;
    /// The timestamp option had room for this host's address.
    static final long STAMP_ADDRESS = 1L << 25;
    /// The timestamp option had room for the time.
    static final long STAMP_TIME = 1L << 26;
    static final long STRICT_SOURCE_ROUTE = 1L << 27;
    /// The packet came to this host as a stop of its source route, and goes on.
    static final long SOURCE_ROUTED = 1L << 28;
    /// Options were written to and the header checksum not yet mended. As in Linux it is only on the way out, so an error about the
    /// packet quotes it as it is.
    static final long CHANGED = 1L << 30;
    /// The sender could have chosen the next hop itself.
    static final long REDIRECT = 1L << 29;
    /// The place after the one that the timestamp option got its time in is prespecified for this host too.
    static final long STAMP_NEXT_TOO = 1L << 31;

    private static final int RECORD_ROUTE_SHIFT = 6;
    private static final int TIMESTAMP_SHIFT = 12;
    private static final int SOURCE_ROUTE_SHIFT = 18;
    private static final int NEXT_HOP_SHIFT = 32;

    private IpNotes() { }

    static boolean has(Packet packet, long flag) {
        return (packet.control() & flag) != 0;
    }

    static void set(Packet packet, long flag) {
        packet.control(packet.control() | flag);
    }

    /// Where the record route option starts, or -1.
    static int recordRoute(Packet packet) {
        return place(packet, RECORD_ROUTE_SHIFT);
    }

    static void recordRoute(Packet packet, int offset) {
        place(packet, RECORD_ROUTE_SHIFT, offset);
    }

    /// Where the timestamp option starts, or -1.
    static int timestamp(Packet packet) {
        return place(packet, TIMESTAMP_SHIFT);
    }

    static void timestamp(Packet packet, int offset) {
        place(packet, TIMESTAMP_SHIFT, offset);
    }

    /// Where the loose or strict source route option starts, or -1.
    static int sourceRoute(Packet packet) {
        return place(packet, SOURCE_ROUTE_SHIFT);
    }

    static void sourceRoute(Packet packet, int offset) {
        place(packet, SOURCE_ROUTE_SHIFT, offset);
    }

    /// With {@link #SOURCE_ROUTED}: the next stop.
    static int nextStop(Packet packet) {
        return (int) (packet.control() >>> NEXT_HOP_SHIFT);
    }

    static void nextStop(Packet packet, int address) {
        packet.control(packet.control() & 0xFFFF_FFFFL | (long) address << NEXT_HOP_SHIFT);
    }

    private static int place(Packet packet, int shift) {
        return (int) (packet.control() >>> shift & 0x3F) - 1;
    }

    private static void place(Packet packet, int shift, int offset) {
        packet.control(packet.control() & ~(0x3FL << shift) | (long) (offset + 1) << shift);
    }
}
