package io.weft.net.stack.tcp;

/// Slow start and congestion avoidance (RFC 5681 §3.1), with the initial window of RFC 6928 and byte counting of RFC 3465.
final class Reno implements CongestionControl {

    private static final int INITIAL_SEGMENTS = 10;
    /// More than any window that is advertised: 2³⁰ (RFC 7323 §2.3).
    private static final int MAX_WINDOW = 1 << 30;

    private int mss = 536;
    private int cwnd;
    private int ssthresh = MAX_WINDOW;
    private int acknowledgedBytes;

    @Override
    public void start(int newMss) {
        mss = newMss;
        if (cwnd == 0) {
            cwnd = initialWindow();
        }
    }

    /// RFC 6928 §2.
    private int initialWindow() {
        return Math.min(INITIAL_SEGMENTS * mss, Math.max(2 * mss, 14_600));
    }

    @Override
    public int windowBytes() {
        return cwnd;
    }

    @Override
    public void acknowledged(int bytes, int inFlightBytes) {
        if (2L * inFlightBytes < cwnd) {
            // RFC 7661: a window that is not used tells nothing of what the network bears
            return;
        }
        if (cwnd < ssthresh) {
            cwnd = Math.min(MAX_WINDOW, cwnd + Math.min(bytes, 2 * mss));
            return;
        }
        acknowledgedBytes += bytes;
        if (acknowledgedBytes >= cwnd) {
            acknowledgedBytes -= cwnd;
            cwnd = Math.min(MAX_WINDOW, cwnd + mss);
        }
    }

    @Override
    public void lost(int inFlightBytes) {
        ssthresh = Math.max(inFlightBytes / 2, 2 * mss);
        cwnd = ssthresh;
        acknowledgedBytes = 0;
    }

    @Override
    public void timedOut(int inFlightBytes) {
        ssthresh = Math.max(inFlightBytes / 2, 2 * mss);
        cwnd = mss;
        acknowledgedBytes = 0;
    }

    /// RFC 6582 §3.2 step 3: no burst, even when little is under way.
    @Override
    public void recovered(int inFlightBytes) {
        cwnd = Math.min(ssthresh, Math.max(inFlightBytes, mss) + mss);
    }

    /// RFC 5681 §4.1.
    @Override
    public void idled() {
        cwnd = Math.min(cwnd, initialWindow());
    }
}
