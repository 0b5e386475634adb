package io.weft.net.stack.tcp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How long a connection bears with its peer: one that says nothing, takes nothing, never finishes, or whom full segments do not reach.
final class Patience {

    private final TcpShared shared;
    private final TcpSender sender;
    private final Transmission transmission;
    private final TcpConnection connection;
    private final BlackHole blackHole;
    /// Where the program asked for it.
    private @Nullable Keepalive keepalive;
    private @Nullable UserTimeout userTimeout;
    private int unanswered;
    /// Time-outs and probes of a closed window, since something new was acknowledged.
    private int inVain;

    Patience(TcpShared shared, TcpSender sender, Transmission transmission, TcpConnection connection) {
        this.shared = shared;
        this.sender = sender;
        this.transmission = transmission;
        this.connection = connection;
        blackHole = new BlackHole(shared.settings().upkeep());
    }

    // ---- what the program wants

    /// Probes the peer where it is silent for `idleNs`; 0 ends that.
    void keepAlive(long idleNs, long intervalNs, int mostProbes) {
        if (keepalive == null) {
            keepalive = new Keepalive(shared.timers(), this::keepaliveDue);
        }
        if (idleNs == 0) {
            keepalive.end();
        } else {
            keepalive.begin(idleNs, intervalNs, mostProbes);
        }
    }

    /// Gives up where nothing is acknowledged for so long; 0 ends that.
    void userTimeout(long ns) {
        if (userTimeout == null) {
            userTimeout = new UserTimeout(shared.timers(), this::giveUp);
        }
        userTimeout.set(ns);
    }

    // ---- the peer says something

    /// Something acceptable came.
    void heard(long nowNs) {
        unanswered = 0;
        if (keepalive != null) {
            keepalive.heard(nowNs);
        }
    }

    /// It acknowledged something new.
    void advanced(long nowNs) {
        inVain = 0;
        if (userTimeout != null) {
            userTimeout.progress();
        }
        int mss = blackHole.advanced(sender.sndUna(), sender.sndMax(), nowNs);
        if (mss != BlackHole.UNCHANGED) {
            shared.counters().count(TcpCounter.MTUP_SUCCESS);
            transmission.growMss(mss);
        }
    }

    /// The way said itself how much it takes.
    void mtuIsKnown() {
        blackHole.told(sender.mss());
    }

    // ---- it does not

    /// Another time-out, or another look at its closed window.
    ///
    /// @param held whether a program has the connection
    /// @return whether that was the last
    boolean ends(TcpState state, boolean held) {
        return ++unanswered > mostUnanswered(state) || ++inVain > shared.settings().upkeep().orphanRetries() && !held;
    }

    private int mostUnanswered(TcpState state) {
        if (userTimeoutNs() > 0) {
            return Integer.MAX_VALUE;
        }
        return switch (state) {
            case SYN_SENT -> shared.settings().synRetries();
            case SYN_RECEIVED -> shared.settings().synAckRetries();
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT, CLOSED -> shared.settings().retries();
        };
    }

    /// Perhaps what is to be sent again is too large for the way.
    void suspectBlackHole(long nowNs) {
        int mss = blackHole.timedOut(unanswered, sender.oldestLength(), sender.mss(), nowNs);
        if (mss != BlackHole.UNCHANGED && transmission.shrinkMss(mss)) {
            shared.counters().count(TcpCounter.MTUP_FAIL);
        }
    }

    /// Whether something waits now to be acknowledged or sent.
    void watch(boolean waits) {
        if (userTimeout != null) {
            userTimeout.watch(waits);
        }
    }

    private void keepaliveDue() {
        switch (Objects.requireNonNull(keepalive).due(sender.waits(), userTimeoutNs(), shared.timers().nowNs())) {
            case NOTHING -> { }
            case PROBE -> {
                shared.counters().count(TcpCounter.KEEP_ALIVE);
                connection.probe(shared.timers().nowNs());
            }
            case GIVE_UP -> giveUp();
        }
    }

    private void giveUp() {
        connection.giveUp(shared.timers().nowNs());
    }

    /// There is nothing to wait for any more.
    void end() {
        if (keepalive != null) {
            keepalive.end();
        }
        watch(false);
    }

    // ---- how it stands

    /// How often in a row nothing came back in time.
    int unanswered() {
        return unanswered;
    }

    boolean keepsAlive() {
        return keepalive != null && keepalive.isOn();
    }

    long userTimeoutNs() {
        return userTimeout == null ? 0 : userTimeout.ns();
    }
}
