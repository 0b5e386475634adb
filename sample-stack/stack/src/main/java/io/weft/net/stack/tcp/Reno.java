package io.weft.net.stack.tcp;

/// Slow start and congestion avoidance of RFC 5681 §3.1: a segment more each round trip, half after a loss.
final class Reno implements CongestionControl {

    private final SlowStart slowStart = new SlowStart();
    private int acknowledgedBytes;

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
        if (!slowStart.isUsed(inFlightBytes)) {
            return;
        }
        if (slowStart.isOn()) {
            // RFC 3465 §2.3
            slowStart.grow(Math.min(bytes, 2 * slowStart.mss()));
            return;
        }
        acknowledgedBytes += bytes;
        if (acknowledgedBytes >= slowStart.window()) {
            acknowledgedBytes -= slowStart.window();
            slowStart.grow(slowStart.mss());
        }
    }

    @Override
    public void reduced(int inFlightBytes) {
        slowStart.reduce(inFlightBytes, 0.5, false);
        acknowledgedBytes = 0;
    }

    @Override
    public void recovered() {
        slowStart.recovered();
    }

    @Override
    public void timedOut(int inFlightBytes) {
        slowStart.reduce(inFlightBytes, 0.5, true);
        acknowledgedBytes = 0;
    }

    @Override
    public void undo() {
        slowStart.undo();
    }

    @Override
    public void idled(int timeOuts) {
        slowStart.idled(timeOuts);
    }
}
