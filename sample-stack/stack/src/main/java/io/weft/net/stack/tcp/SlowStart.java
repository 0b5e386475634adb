package io.weft.net.stack.tcp;

/// What all congestion controls have alike: the window and its threshold, their bounds, slow start with the initial window of RFC 6928
/// and byte counting of RFC 3465, restart after idle time.
final class SlowStart {

    private static final int INITIAL_SEGMENTS = 10;
    /// More than any window that is advertised: 2³⁰ (RFC 7323 §2.3).
    private static final int MAX_WINDOW = 1 << 30;

    private int mss = TcpSender.DEFAULT_MSS;
    private int window;
    private int threshold = MAX_WINDOW;
    private int windowBefore;
    private int thresholdBefore;

    void start(int newMss) {
        mss = newMss;
        if (window == 0) {
            window = initialWindow();
        }
    }

    /// RFC 6928 §2.
    private int initialWindow() {
        return Math.min(INITIAL_SEGMENTS * mss, Math.max(2 * mss, 14_600));
    }

    int mss() {
        return mss;
    }

    int window() {
        return window;
    }

    int threshold() {
        return threshold;
    }

    boolean isOn() {
        return window < threshold;
    }

    /// Nothing has ended it yet.
    boolean isFirst() {
        return threshold == MAX_WINDOW;
    }

    /// RFC 7661: a window that is not used tells nothing of what the network bears.
    boolean isUsed(int inFlightBytes) {
        return 2L * inFlightBytes >= window;
    }

    void grow(int bytes) {
        window = Math.min(MAX_WINDOW, window + bytes);
    }

    /// Slow start is over.
    void end() {
        threshold = window;
    }

    /// To a share of what is under way, as far as the window allowed that; `windowBytes` may be less.
    void reduce(int inFlightBytes, double share, boolean toOneSegment) {
        windowBefore = window;
        thresholdBefore = threshold;
        // RFC 5681 §3.1 and RFC 3042: what limited transmit sent beyond the window does not count
        threshold = Math.max((int) (Math.min(inFlightBytes, window) * share), 2 * mss);
        window = toOneSegment ? mss : Math.min(window, threshold);
    }

    void recovered() {
        window = threshold;
    }

    void undo() {
        window = Math.max(window, windowBefore);
        threshold = Math.max(threshold, thresholdBefore);
    }

    /// RFC 2861 §3: the window decays by half a time-out, not below the initial one, and the threshold remembers.
    void idled(int timeOuts) {
        threshold = Math.max(threshold, window / 4 * 3);
        int least = Math.min(window, initialWindow());
        for (int i = 0; i < timeOuts && window > least; i++) {
            window = Math.max(least, window / 2);
        }
    }
}
