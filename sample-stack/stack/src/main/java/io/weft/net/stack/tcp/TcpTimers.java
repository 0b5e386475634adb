package io.weft.net.stack.tcp;

import io.weft.net.stack.time.Timer;
import io.weft.net.stack.time.Timers;

/// The three timers of a connection, and the only place where it meets the stack's time.
final class TcpTimers {

    private final Timers timers;
    private final Timer retransmit;
    private final Timer acknowledge;
    private final Timer life;

    TcpTimers(Timers timers, TcpConnection connection) {
        this.timers = timers;
        retransmit = new Timer(() -> connection.retransmissionDue(timers.nowNs()));
        acknowledge = new Timer(() -> connection.acknowledgmentDue(timers.nowNs()));
        life = new Timer(() -> connection.lifeOver(timers.nowNs()));
    }

    /// Sets anew when something under way is sent again, or the peer's window looked at.
    void retransmitIn(long delayNs) {
        timers.set(retransmit, delayNs);
    }

    boolean isRetransmitSet() {
        return retransmit.isSet();
    }

    void cancelRetransmit() {
        timers.cancel(retransmit);
    }

    void acknowledgeIn(long delayNs) {
        if (!acknowledge.isSet()) {
            timers.set(acknowledge, delayNs);
        }
    }

    void cancelAcknowledge() {
        timers.cancel(acknowledge);
    }

    /// Ends the connection later: TIME_WAIT, or a FIN_WAIT_2 that nobody holds.
    void endIn(long delayNs) {
        timers.set(life, delayNs);
    }

    void cancel() {
        timers.cancel(retransmit);
        timers.cancel(acknowledge);
        timers.cancel(life);
    }
}
