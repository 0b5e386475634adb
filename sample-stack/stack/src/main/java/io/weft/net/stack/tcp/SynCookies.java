package io.weft.net.stack.tcp;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Initial sequence numbers that remember a SYN, so that this end need not (RFC 4987 §3.6).
///
///     |parity| MSS |            28 bits that only this stack can compute            |
///     31    30    27                                                               0
///
/// Under a secret for each minute, of which the present and the last are kept; the parity says which. What else the SYN offered stands in
/// the low bits of the timestamp that the SYN+ACK bears, where the peer echoes it: without timestamps it is forgotten.
///
///     |            timestamp            |ECN|SACK|  window scale  |
///                                       5   4   3                0
final class SynCookies {

    /// What the peer offered with its SYN.
    ///
    /// @param scale or {@link TcpSegment#ABSENT}
    record Remembered(int mss, int scale, boolean sack, boolean ecn) { }

    /// After a listener's queue was full, cookies are believed for this long.
    private static final long MINUTE_NS = 60_000_000_000L;
    /// What is rounded down to: those that peers name most often, and where the way is narrow.
    private static final int[] MSS = {216, 536, 1_024, 1_220, 1_300, 1_400, 1_440, 1_460};
    private static final int MSS_SHIFT = 28;
    private static final int HASH_MASK = (1 << MSS_SHIFT) - 1;
    private static final int OPTION_BITS = 6;
    private static final int OPTION_MASK = (1 << OPTION_BITS) - 1;
    private static final int NO_SCALE = 15;
    /// For {@link #readOptions}, where no timestamp came back.
    static final int NO_OPTIONS = NO_SCALE;
    private static final int SACK = 16;
    private static final int ECN = 32;
    private static final long NEVER = -1;

    private final RandomGenerator random;
    private final @Nullable SipHash[] secrets = new SipHash[2];
    /// The minute of the newest secret.
    private long minute = NEVER;

    SynCookies(RandomGenerator random) {
        this.random = random;
    }

    /// The initial sequence number to answer a SYN with.
    int make(FourTuple tuple, int peersSequence, int peersMss, long nowNs) {
        long now = nowNs / MINUTE_NS;
        if (now != minute) {
            secrets[(int) (now & 1)] = new SipHash(random);
            if (now != minute + 1) {
                secrets[(int) (now + 1 & 1)] = null;
            }
            minute = now;
        }
        int parity = (int) (now & 1);
        long hash = hash(secrets[parity], tuple, peersSequence);
        return parity << 31 | (index(peersMss) ^ (int) (hash >>> MSS_SHIFT) & 7) << MSS_SHIFT | (int) hash & HASH_MASK;
    }

    /// What a cookie that came back remembers.
    ///
    /// @return an MSS, or {@link TcpSegment#ABSENT} when this stack did not make it, or too long ago
    int mss(FourTuple tuple, int peersSequence, int cookie, long nowNs) {
        int parity = cookie >>> 31;
        long now = nowNs / MINUTE_NS;
        long made = (now & 1) == parity ? now : now - 1;
        SipHash secret = made <= minute && made > minute - 2 ? secrets[parity] : null;
        if (secret == null) {
            return TcpSegment.ABSENT;
        }
        long hash = hash(secret, tuple, peersSequence);
        return ((int) hash & HASH_MASK) == (cookie & HASH_MASK)
                ? MSS[(cookie >>> MSS_SHIFT ^ (int) (hash >>> MSS_SHIFT)) & 7]
                : TcpSegment.ABSENT;
    }

    /// Whether any cookie can come back that is worth a look.
    boolean mayComeBack(long nowNs) {
        return minute != NEVER && nowNs / MINUTE_NS - minute <= 1;
    }

    /// The timestamp that remembers the options, not later than `timestamp`.
    static int writeOptions(int timestamp, int scale, boolean sack, boolean ecn) {
        int options = (scale == TcpSegment.ABSENT ? NO_SCALE : Math.min(scale, TcpHandshake.MAX_SCALE)) | (sack ? SACK : 0) | (ecn ? ECN : 0);
        int stamped = timestamp & ~OPTION_MASK | options;
        return stamped - timestamp > 0 ? stamped - OPTION_MASK - 1 : stamped;
    }

    static Remembered readOptions(int mss, int echo) {
        int scale = echo & NO_SCALE;
        return new Remembered(mss, scale == NO_SCALE ? TcpSegment.ABSENT : scale, (echo & SACK) != 0, (echo & ECN) != 0);
    }

    /// The largest that is not more than the peer's.
    private static int index(int peersMss) {
        int at = MSS.length - 1;
        while (at > 0 && MSS[at] > peersMss) {
            at--;
        }
        return at;
    }

    private static long hash(@Nullable SipHash secret, FourTuple tuple, int peersSequence) {
        if (secret == null) {
            throw new IllegalStateException("no secret for this minute");
        }
        return secret.of((long) tuple.localAddress() << 32 | tuple.remoteAddress() & 0xFFFF_FFFFL,
                (long) tuple.localPort() << 48 | (long) tuple.remotePort() << 32 | peersSequence & 0xFFFF_FFFFL);
    }
}
