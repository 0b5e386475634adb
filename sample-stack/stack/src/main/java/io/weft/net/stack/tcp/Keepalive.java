package io.weft.net.stack.tcp;

import io.weft.net.stack.time.Timer;
import io.weft.net.stack.time.Timers;

/// Asks a silent peer whether it is still there (RFC 9293 §3.8.4). The kernel's tcp_keepalive_timer.
final class Keepalive {

    /// What to do now.
    enum Step { NOTHING, PROBE, GIVE_UP }

    private final Timers timers;
    private final Timer timer;
    private long idleNs;
    private long intervalNs;
    private int mostProbes;
    private long heardNs;
    private int unanswered;

    Keepalive(Timers timers, Runnable due) {
        this.timers = timers;
        timer = new Timer(due);
    }

    /// From now on, or otherwise than before.
    void begin(long idleNs, long intervalNs, int mostProbes) {
        this.idleNs = idleNs;
        this.intervalNs = intervalNs;
        this.mostProbes = mostProbes;
        heard(timers.nowNs());
        timers.set(timer, idleNs);
    }

    void end() {
        timers.cancel(timer);
    }

    boolean isOn() {
        return timer.isSet();
    }

    /// Something acceptable came from the peer.
    void heard(long nowNs) {
        heardNs = nowNs;
        unanswered = 0;
    }

    /// The timer fired, and is set anew.
    ///
    /// @param waits whether something is under way or held back: its own time-outs tell enough then
    /// @param userTimeoutNs how long a program waits for the peer whatever the number of probes, or 0
    Step due(boolean waits, long userTimeoutNs, long nowNs) {
        long silentNs = nowNs - heardNs;
        if (waits || silentNs < idleNs) {
            timers.set(timer, waits ? idleNs : idleNs - silentNs);
            return Step.NOTHING;
        }
        if (userTimeoutNs > 0 ? unanswered > 0 && silentNs >= userTimeoutNs : unanswered >= mostProbes) {
            return Step.GIVE_UP;
        }
        unanswered++;
        timers.set(timer, intervalNs);
        return Step.PROBE;
    }
}
