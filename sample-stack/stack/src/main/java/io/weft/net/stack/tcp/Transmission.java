package io.weft.net.stack.tcp;

import io.weft.net.packet.TcpHeader;

/// The sending half of a connection that stands: what leaves when, what an acknowledgment tells of it, and what is done when none comes.
/// The kernel's tcp_ack, tcp_write_xmit and tcp_retransmit_timer.
final class Transmission {

    /// Where segments go.
    @FunctionalInterface
    interface Exit {

        void send(int sequence, int flags, int length, long nowNs);
    }

    private final TcpSender sender;
    private final Timestamps timestamps;
    private final TcpTimers timers;
    private final Exit exit;
    private final RttEstimator rtt = new RttEstimator();
    private final RetransmitQueue retransmits = new RetransmitQueue();
    private final CongestionControl congestion = new Reno();
    private final FastRecovery recovery = new FastRecovery();
    private boolean probing;
    private long lastSentNs;

    Transmission(TcpSender sender, Timestamps timestamps, TcpTimers timers, Exit exit) {
        this.sender = sender;
        this.timestamps = timestamps;
        this.timers = timers;
        this.exit = exit;
    }

    // ---- the SYN

    void start(int iss, long nowNs) {
        sender.start(iss);
        recovery.start(iss);
        retransmits.sent(sender.sndNxt(), nowNs);
    }

    void synSent() {
        timers.retransmitIn(rtt.rtoNs());
    }

    void synSentAgain() {
        retransmits.sentAgain();
    }

    void established(boolean synWasRepeated) {
        if (synWasRepeated) {
            rtt.synWasLost();
        }
        congestion.start(sender.mss());
    }

    // ---- an acknowledgment came

    /// Takes the acknowledgment of a segment (RFC 9293 §3.10.7.4, fifth step), which is possible.
    ///
    /// @return whether something new was acknowledged
    boolean acknowledged(TcpSegment segment, long nowNs) {
        boolean isNew = sender.isNew(segment.acknowledgment());
        if (isNew) {
            advance(segment, nowNs);
        } else if (sender.isDuplicate(segment) && recovery.duplicate(sender.sndUna(), sender.sndMax(), sender.mss())) {
            congestion.lost(sender.inFlight());
            sendOldestAgain(nowNs);
        }
        return isNew;
    }

    private void advance(TcpSegment segment, long nowNs) {
        int acknowledgment = segment.acknowledgment();
        int inFlight = sender.inFlight();
        measure(segment, retransmits.acknowledged(acknowledgment), nowNs);
        int bytes = sender.acknowledge(acknowledgment);
        boolean recovering = recovery.isRecovering();
        if (recovery.advanced(acknowledgment, bytes, sender.mss())) {
            sendOldestAgain(nowNs);
        } else if (recovering) {
            congestion.recovered(sender.inFlight());
        } else {
            congestion.acknowledged(bytes, inFlight);
        }
        // RFC 6298 §5.2 and §5.3
        if (sender.inFlight() == 0) {
            timers.cancelRetransmit();
        } else {
            timers.retransmitIn(rtt.rtoNs());
        }
    }

    private void measure(TcpSegment segment, long sentNs, long nowNs) {
        if (sentNs != RetransmitQueue.NO_SAMPLE) {
            rtt.sample(nowNs - sentNs);
        } else if (timestamps.isOn() && segment.hasTimestamp() && segment.timestampEcho() != 0) {
            // RFC 7323 §4.1: even what was sent twice can be measured
            rtt.sample(Math.max(0, timestamps.value(nowNs) - segment.timestampEcho()) * 1_000_000L);
        } else {
            rtt.forgetBackOff();
        }
    }

    // ---- sending

    /// Sends what may be sent.
    void transmit(long nowNs) {
        if (sender.inFlight() == 0 && nowNs - lastSentNs > rtt.rtoNs()) {
            congestion.idled();
        }
        int window = congestion.windowBytes() + recovery.extraBytes();
        for (int length = sender.nextLength(window); length != TcpSender.NOTHING; length = sender.nextLength(window)) {
            boolean again = sender.sndNxt() != sender.sndMax();
            int taken = sendData(sender.sndNxt(), length, nowNs);
            sender.sent(taken);
            if (!again) {
                retransmits.sent(sender.sndNxt(), nowNs);
            }
            if (probing) {
                // the window has opened: from here on the timer is about what is under way
                probing = false;
                rtt.forgetBackOff();
                timers.cancelRetransmit();
            }
        }
        if (!timers.isRetransmitSet() && (sender.inFlight() > 0 || sender.isHeldByWindow())) {
            timers.retransmitIn(rtt.rtoNs());
        }
    }

    private void sendOldestAgain(long nowNs) {
        retransmits.sentAgain();
        sendData(sender.sndUna(), sender.oldestLength(), nowNs);
    }

    /// @return how many sequence numbers it took
    private int sendData(int sequence, int length, long nowNs) {
        boolean fin = sender.endsWithFin(sequence, length);
        boolean push = length > 0 && sender.endsData(sequence, length);
        exit.send(sequence, TcpHeader.ACK | (push ? TcpHeader.PSH : 0) | (fin ? TcpHeader.FIN : 0), length, nowNs);
        lastSentNs = nowNs;
        return length + (fin ? 1 : 0);
    }

    // ---- nothing came back

    void backOff() {
        rtt.backOff();
    }

    /// Looks at the peer's closed window (RFC 9293 §3.8.6.1).
    void probeWindow(long nowNs) {
        probing = true;
        sender.probed(sendData(sender.sndNxt(), sender.probeLength(), nowNs));
        timers.retransmitIn(rtt.rtoNs());
    }

    /// Has everything under way sent again (RFC 6298 §5.4).
    ///
    /// @param first whether it is the first time for the same segment
    void timedOut(boolean first) {
        if (first) {
            // RFC 5681 §3.1: only then
            congestion.timedOut(sender.inFlight());
        }
        recovery.timedOut(sender.sndMax());
        retransmits.sentAgain();
        sender.startOver();
    }

    /// A link on the way takes only smaller segments (RFC 1191): what is under way is cut anew.
    ///
    /// @return whether that was news
    boolean shrinkMss(int mss) {
        if (!sender.shrinkMss(mss - (timestamps.isOn() ? TcpOption.TIMESTAMP_SPACE : 0))) {
            return false;
        }
        congestion.start(sender.mss());
        retransmits.sentAgain();
        sender.startOver();
        return true;
    }
}
