package io.weft.net.stack.tcp;

/// CUBIC (RFC 9438): after a loss the window comes back to where it was along a cubic of time, flat there, then steeper; never slower than
/// Reno would. Its slow start ends by HyStart++ (RFC 9406).
final class Cubic implements CongestionControl {

    /// §5: how steep, in segments a cubic second.
    private static final double C = 0.4;
    /// §4.6.
    private static final double BETA = 0.7;
    /// §4.3: what makes Reno's growth with this beta's share as fast as with one half.
    private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);
    private static final double SECOND_NS = 1e9;

    private final SlowStart slowStart = new SlowStart();
    private final HyStart hyStart = new HyStart();
    /// W_max, where the window was before it was reduced, in segments as all here but what says bytes.
    private double before;
    private double beforeUndone;
    /// cwnd_prior, from where on Reno's pace is Reno's own.
    private double prior;
    private boolean inEpoch;
    private long epochBeganNs;
    /// How long after its begin the epoch is back at {@link #before} (K).
    private double backAfterSeconds;
    /// W_est: what Reno would have.
    private double renoWindow;
    /// What growth has not yet made a byte.
    private double fraction;
    private long latestNs;

    @Override
    public void start(int mss) {
        slowStart.start(mss);
    }

    @Override
    public int windowBytes() {
        return slowStart.window();
    }

    @Override
    public int thresholdBytes() {
        return slowStart.threshold();
    }

    @Override
    public void acknowledged(int bytes, int inFlightBytes, long rttNs, long srttNs, long nowNs) {
        boolean used = slowStart.isUsed(inFlightBytes);
        if (!used) {
            // §5.8: time in which the program sent little is no time for the cubic
            epochBeganNs += nowNs - latestNs;
        } else if (slowStart.isOn()) {
            startSlowly(bytes, inFlightBytes, rttNs);
        } else {
            avoid(bytes, srttNs, nowNs);
        }
        latestNs = nowNs;
    }

    private void startSlowly(int bytes, int inFlightBytes, long rttNs) {
        if (slowStart.isFirst()) {
            slowStart.grow(hyStart.growth(bytes, slowStart.mss(), rttNs, inFlightBytes));
            if (hyStart.isOver()) {
                slowStart.end();
            }
        } else {
            slowStart.grow(Math.min(bytes, HyStart.MOST_SEGMENTS * slowStart.mss()));
        }
    }

    /// Congestion avoidance (§4.2 to §4.5).
    private void avoid(int bytes, long srttNs, long nowNs) {
        double window = (double) slowStart.window() / slowStart.mss();
        if (!inEpoch) {
            beginEpoch(window, nowNs);
        }
        double acknowledged = (double) bytes / slowStart.mss();
        double seconds = (nowNs - epochBeganNs) / SECOND_NS;
        renoWindow += (renoWindow < prior ? ALPHA : 1) * acknowledged / window;
        double grown;
        if (cubic(seconds) < renoWindow) {
            grown = Math.max(0, renoWindow - window);
        } else {
            double target = Math.clamp(cubic(seconds + srttNs / SECOND_NS), window, 1.5 * window);
            grown = (target - window) / window * acknowledged;
        }
        fraction += grown * slowStart.mss();
        int whole = (int) fraction;
        fraction -= whole;
        slowStart.grow(whole);
    }

    private void beginEpoch(double window, long nowNs) {
        inEpoch = true;
        epochBeganNs = nowNs;
        renoWindow = window;
        fraction = 0;
        if (window >= before) {
            // §4.8: after a time-out, or beyond where it was
            before = window;
            backAfterSeconds = 0;
        } else {
            backAfterSeconds = Math.cbrt((before - window) / C);
        }
    }

    /// W_cubic (§4.2, figure 1).
    private double cubic(double seconds) {
        double away = seconds - backAfterSeconds;
        return C * away * away * away + before;
    }

    @Override
    public void reduced(int inFlightBytes) {
        remember();
        slowStart.reduce(inFlightBytes, BETA, false);
    }

    @Override
    public void timedOut(int inFlightBytes) {
        remember();
        slowStart.reduce(inFlightBytes, BETA, true);
    }

    private void remember() {
        double window = (double) slowStart.window() / slowStart.mss();
        beforeUndone = before;
        prior = window;
        // §4.7, fast convergence: others need room when it did not come to where it was
        before = window < before ? window * (1 + BETA) / 2 : window;
        inEpoch = false;
    }

    @Override
    public void recovered() {
        slowStart.recovered();
    }

    /// §4.9.
    @Override
    public void undo() {
        slowStart.undo();
        before = beforeUndone;
        inEpoch = false;
    }

    @Override
    public void idled(int timeOuts) {
        slowStart.idled(timeOuts);
        inEpoch = false;
    }
}
