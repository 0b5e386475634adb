package io.weft.net.stack.tcp;

/// The timestamps of a connection (RFC 7323 §3 and §5).
final class Timestamps {

    private static final long TICK_NS = 1_000_000L;
    /// §5.5: after this long a number that looks old may be new.
    private static final long OUTDATED_NS = 24 * 86_400_000_000_000L;

    private boolean on;
    private int origin;
    private int recent;
    private long recentNs;

    void start(int timestampOrigin) {
        origin = timestampOrigin;
    }

    boolean isOn() {
        return on;
    }

    /// Both ends want them.
    void turnOn(int peersValue, long nowNs) {
        on = true;
        recent = peersValue;
        recentNs = nowNs;
    }

    /// The clock behind all of them.
    static int ticks(long nowNs) {
        return (int) (nowNs / TICK_NS);
    }

    /// TSval.
    int value(long nowNs) {
        return ticks(nowNs) + origin;
    }

    /// TSecr.
    int echo() {
        return on ? recent : 0;
    }

    /// Whether a segment is a duplicate from another time (PAWS, §5.3).
    boolean isOld(TcpSegment segment, long nowNs) {
        return on && segment.hasTimestamp() && segment.timestampValue() - recent < 0 && nowNs - recentNs < OUTDATED_NS;
    }

    /// §4.3 (2): what is echoed is from the segment that made the next acknowledgment due.
    void note(TcpSegment segment, int lastAckSent, long nowNs) {
        if (on && segment.hasTimestamp() && segment.timestampValue() - recent >= 0 && !SeqNum.isAfter(segment.sequence(), lastAckSent)) {
            recent = segment.timestampValue();
            recentNs = nowNs;
        }
    }
}
