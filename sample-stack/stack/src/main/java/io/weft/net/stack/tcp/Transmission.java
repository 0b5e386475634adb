package io.weft.net.stack.tcp;

import io.weft.net.packet.TcpHeader;

/// The sending half of a connection that stands: what leaves when, what an acknowledgment tells of it, and what is done when none comes.
/// The kernel's tcp_ack, tcp_write_xmit and tcp_retransmit_timer.
final class Transmission {

    /// Where segments go.
    @FunctionalInterface
    interface Exit {

        /// @param newData whether it bears data for the first time
        void send(int sequence, int flags, int length, boolean newData, long nowNs);
    }

    /// What happens when the timer expires.
    private enum Waiting { TIME_OUT, TAIL_PROBE, REORDERING }

    private final TcpSwitches switches;
    private final TcpSender sender;
    private final Timestamps timestamps;
    private final TcpTimers timers;
    private final CongestionMarks marks;
    private final Exit exit;
    private final RttEstimator rtt = new RttEstimator();
    private final RetransmitQueue retransmits = new RetransmitQueue();
    private final Delivery delivery = new Delivery();
    private final Rack rack = new Rack();
    private final TailLossProbe tailProbe = new TailLossProbe();
    private final DuplicateAcks duplicates = new DuplicateAcks();
    private final NeedlessRepeats repeats = new NeedlessRepeats();
    private final CongestionControl congestion;
    private final LossRecovery recovery;
    private boolean sacks;
    private boolean synUnderWay;
    private Waiting waiting = Waiting.TIME_OUT;
    private long timeOutNs;
    private boolean probing;
    private long lastSentNs;

    Transmission(TcpSwitches switches, TcpSender sender, Timestamps timestamps, TcpTimers timers, CongestionMarks marks, Exit exit) {
        this.switches = switches;
        this.sender = sender;
        this.timestamps = timestamps;
        this.timers = timers;
        this.marks = marks;
        this.exit = exit;
        congestion = CongestionControl.of(switches.congestionControl());
        recovery = new LossRecovery(congestion);
    }

    RttEstimator rtt() {
        return rtt;
    }

    int congestionWindow() {
        return congestion.windowBytes();
    }

    // ---- the SYN

    void start(int iss, long nowNs) {
        synUnderWay = true;
        sender.start(iss);
        recovery.start(iss);
        retransmits.start(iss);
        retransmits.sent(sender.sndNxt(), false, nowNs);
    }

    void synSent(long nowNs) {
        awaitTimeOut(nowNs);
    }

    void synSentAgain(long nowNs) {
        retransmits.firstWasSentAgain(nowNs);
    }

    /// @param agreed whether the peer tells by SACK what has arrived
    void established(boolean synWasRepeated, boolean agreed) {
        sacks = agreed;
        congestion.start(sender.mss());
        if (synWasRepeated) {
            rtt.synWasLost();
            congestion.synWasLost();
        }
    }

    // ---- an acknowledgment came

    /// Takes the acknowledgment of a segment (RFC 9293 §3.10.7.4, fifth step), which is possible.
    ///
    /// @return whether something new was acknowledged
    boolean acknowledged(TcpSegment segment, long nowNs) {
        boolean advances = sender.isNew(segment.acknowledgment());
        boolean duplicate = sender.isDuplicate(segment);
        int flight = sender.inFlight();
        delivery.begin();
        if (advances) {
            retransmits.acknowledge(segment.acknowledgment(), delivery);
            sender.acknowledge(segment.acknowledgment());
        }
        int delivered = sacks ? deliveredBySacks(segment) : deliveredByDuplicates(advances, duplicate);
        long rttNs = advances ? measure(segment, nowNs) : CongestionControl.NO_RTT;
        synUnderWay = synUnderWay && !advances;
        undoWhatWasNeedless(segment, advances);
        int lostBefore = retransmits.lostBytes();
        long remaining = findLosses(advances, duplicate, nowNs);
        react(segment, delivered, flight);
        if (tailProbe.repaired(segment.acknowledgment(), delivery.isDoubled(), duplicate && delivery.sackedBytes() == 0)) {
            recovery.probeRepaired(flight);
            marks.reduced();
        }
        recovery.delivered(delivered, inFlight(), advances && retransmits.lostBytes() <= lostBefore, sender.mss());
        if (recovery.grows() && advances) {
            congestion.acknowledged(flight - sender.inFlight(), flight, rttNs, rtt.srttNs(), nowNs);
        }
        setTimer(advances, remaining, nowNs);
        return advances;
    }

    /// RFC 6675 §4, Update: takes the blocks into the scoreboard.
    private int deliveredBySacks(TcpSegment segment) {
        if (segment.tellsOfDouble()) {
            delivery.doubled();
        }
        for (int i = segment.tellsOfDouble() ? 1 : 0; i < segment.sackBlocks(); i++) {
            int start = SeqNum.max(segment.sackStart(i), sender.sndUna());
            int end = segment.sackEnd(i);
            if (SeqNum.isBefore(start, end) && !SeqNum.isAfter(end, sender.sndNxt())) {
                retransmits.sack(start, end, sender.mss(), delivery);
            }
        }
        return delivery.bytes();
    }

    private int deliveredByDuplicates(boolean advances, boolean duplicate) {
        if (advances) {
            return duplicates.advanced(delivery.bytes(), sender.mss());
        }
        return duplicate ? duplicates.duplicate(sender.mss(), inFlight(), recovery.isRecovering()) : 0;
    }

    /// @return the round trip, or {@link CongestionControl#NO_RTT}
    private long measure(TcpSegment segment, long nowNs) {
        long sentNs = delivery.acknowledgedSentNs();
        if (sentNs != Delivery.NEVER) {
            rtt.sample(nowNs - sentNs);
            return nowNs - sentNs;
        }
        if (!timestamps.isOn() || !segment.hasTimestamp() || segment.timestampEcho() == 0) {
            rtt.forgetBackOff();
        } else if (echoTellsRoundTrip(segment)) {
            // RFC 7323 §4.1: even what was sent twice can be measured
            rtt.sample(Math.max(0, timestamps.value(nowNs) - segment.timestampEcho()) * 1_000_000L);
        }
        return CongestionControl.NO_RTT;
    }

    /// An echo of the earlier transmission may have been held up by the way, or its first bearer lost, so that only the later transmission
    /// brought it out again: that would take a time-out for a round trip. With SACK the peer says so (RFC 2883); without it, the backed-off
    /// time-out stays (RFC 6298 §3, Karn). So it does for a SYN, whose answer tells of no doubles: Linux keeps to the timestamp of the first.
    private boolean echoTellsRoundTrip(TcpSegment segment) {
        return echoesTheLast(segment) || sacks && !synUnderWay && !delivery.isDoubled();
    }

    /// Its timestamp is not from before the last transmission of what it acknowledges.
    private boolean echoesTheLast(TcpSegment segment) {
        return delivery.againSentNs() == Delivery.NEVER
                || segment.timestampEcho() - timestamps.value(delivery.againSentNs()) >= 0;
    }

    private void undoWhatWasNeedless(TcpSegment segment, boolean advances) {
        boolean needless = recovery.wasNeedless(delivery.isProvenWrong(), advances, delivery.sackedBytes() > 0);
        if (!needless && delivery.isDoubled()) {
            needless = repeats.doubled(segment.sackStart(0), segment.sackEnd(0) - segment.sackStart(0));
        }
        if (!needless && advances && timestamps.isOn() && segment.hasTimestamp()) {
            needless = repeats.acknowledged(segment.timestampEcho());
        }
        if (needless) {
            repeats.end();
            recovery.undo();
            retransmits.markNoneLost();
        }
        // RFC 8985 §6.2, step 2
        if (needless || timestamps.isOn() && segment.hasTimestamp() && !echoesTheLast(segment)) {
            delivery.wereNotTheRepeats();
        }
    }

    /// @return how long until more may be found, 0 when nothing is in question
    private long findLosses(boolean advances, boolean duplicate, long nowNs) {
        if (sacks) {
            rack.arrived(delivery, sender.sndUna(), sender.sndNxt(), nowNs);
            return findLossesByTime(nowNs);
        }
        if (duplicate && duplicates.tellOfLoss() && recovery.believesDuplicates(sender.sndUna())
                || advances && recovery.isPartial(sender.sndUna())) {
            retransmits.markFirstLost(sender.mss());
        }
        return 0;
    }

    private long findLossesByTime(long nowNs) {
        if (!rack.knows()) {
            return 0;
        }
        long waitNs = rack.waitNs(recovery.isRecovering(), retransmits.sackedSegments(), rtt.srttNs());
        return retransmits.markLost(rack.latestNs(), rack.latestEnd(), waitNs, nowNs);
    }

    /// Ends a reduction, and begins one where something was lost or marked.
    ///
    /// @param flight what was under way before the acknowledgment
    private void react(TcpSegment segment, int delivered, int flight) {
        if (recovery.endsAt(sender.sndUna())) {
            rack.recovered();
            duplicates.forget();
        }
        if (retransmits.lostBytes() > 0) {
            reduce(recovery.lost(sender.sndNxt(), flight, arriving(delivered)));
        } else if (marks.tells(segment)) {
            reduce(recovery.marked(sender.sndNxt(), flight, arriving(delivered)));
        }
    }

    /// RFC 9937 §6: RecoverFS.
    private int arriving(int delivered) {
        return sender.inFlight() - retransmits.sackedBytes() - duplicates.arrivedBytes() + delivered;
    }

    private void reduce(boolean begins) {
        if (begins) {
            marks.reduced();
            repeats.begin(sender.sndUna());
            tailProbe.forget();
        }
    }

    private int inFlight() {
        return retransmits.inFlightBytes() - duplicates.arrivedBytes();
    }

    // ---- sending

    /// Sends what may be sent.
    void transmit(long nowNs) {
        if (recovery.asksForNewData()) {
            recovery.newDataIsOut(sendNewData(nowNs));
        }
        if (!recovery.asksForNewData()) {
            sendLostAgain(nowNs);
            sendNewData(nowNs);
        }
        if (!timers.isRetransmitSet() && (!retransmits.isEmpty() || sender.isHeldByWindow())) {
            timeOutNs = nowNs + rtt.rtoNs();
            awaitTailOrTimeOut(nowNs);
        }
    }

    private void sendLostAgain(long nowNs) {
        int mss = sender.mss();
        while (retransmits.lostBytes() > 0) {
            int allowance = recovery.allowance(inFlight());
            int sequence = retransmits.lostSequence();
            if (allowance < Math.min(mss, retransmits.lostBytes()) || !sender.isWithinWindow(sequence)) {
                return;
            }
            boolean oldest = sequence == sender.sndUna();
            int end = retransmits.sendAgain(Math.max(mss, Math.min(allowance, TcpSender.MOST_AT_ONCE) / mss * mss), nowNs);
            recovery.sent(end - sequence);
            repeats.sentAgain(end - sequence, timestamps.value(nowNs));
            emit(sequence, end, false, nowNs);
            if (oldest) {
                awaitTimeOut(nowNs);
            }
        }
    }

    /// @return whether there was any to send
    private boolean sendNewData(long nowNs) {
        int length = nextLength();
        if (length == TcpSender.NOTHING) {
            return false;
        }
        if (retransmits.isEmpty() && nowNs - lastSentNs > rtt.rtoNs()) {
            congestion.idled((int) Math.min(64, (nowNs - lastSentNs) / rtt.rtoNs()));
            length = nextLength();
        }
        for (; length != TcpSender.NOTHING; length = nextLength()) {
            sendNew(length, nowNs);
        }
        if (!timers.isRetransmitSet()) {
            timeOutNs = nowNs + rtt.rtoNs();
        }
        if (!timers.isRetransmitSet() || waiting == Waiting.TAIL_PROBE) {
            awaitTailOrTimeOut(nowNs);
        }
        return true;
    }

    private int nextLength() {
        int length = retransmits.hasRoom() ? sender.nextLength(recovery.allowance(inFlight())) : TcpSender.NOTHING;
        return isBetterLater(length) ? TcpSender.NOTHING : length;
    }

    /// While so much is under way that acknowledgments are sure to come, rather one large segment soon than a smaller one now: it costs this
    /// end and the peer no more (the kernel's tcp_tso_should_defer).
    private boolean isBetterLater(int length) {
        return length > 0 && length + sender.mss() <= TcpSender.MOST_AT_ONCE && sender.inFlight() >= 2 * TcpSender.MOST_AT_ONCE
                && !sender.endsData(sender.sndNxt(), length)
                && recovery.isOpen() && retransmits.sackedBytes() == 0 && duplicates.arrivedBytes() == 0;
    }

    private void sendNew(int length, long nowNs) {
        int sequence = sender.sndNxt();
        boolean again = sequence != sender.sndMax();
        int end = sequence + length + (sender.finFollows(sequence + length) ? 1 : 0);
        retransmits.sent(end, again, nowNs);
        recovery.sent(end - sequence);
        sender.sent(end - sequence);
        emit(sequence, end, !again, nowNs);
        if (probing) {
            // the window has opened: from here on the timer is about what is under way
            probing = false;
            rtt.forgetBackOff();
            timers.cancelRetransmit();
        }
    }

    private void emit(int sequence, int end, boolean newData, long nowNs) {
        int length = sender.dataLength(sequence, end);
        boolean push = length > 0 && sender.endsData(sequence, length);
        exit.send(sequence, TcpHeader.ACK | (push ? TcpHeader.PSH : 0) | (sender.isBehindFin(end) ? TcpHeader.FIN : 0), length,
                newData && length > 0, nowNs);
        lastSentNs = nowNs;
    }

    // ---- the timer

    private void setTimer(boolean advances, long remaining, long nowNs) {
        if (retransmits.isEmpty()) {
            // RFC 6298 §5.2
            if (advances) {
                timers.cancelRetransmit();
            }
            return;
        }
        if (advances) {
            // RFC 6298 §5.3
            timeOutNs = nowNs + rtt.rtoNs();
        }
        if (remaining > 0) {
            waiting = Waiting.REORDERING;
            timers.retransmitIn(remaining);
        } else if (advances || waiting == Waiting.REORDERING) {
            awaitTailOrTimeOut(nowNs);
        }
    }

    private void awaitTimeOut(long nowNs) {
        waiting = Waiting.TIME_OUT;
        timeOutNs = nowNs + rtt.rtoNs();
        timers.retransmitIn(rtt.rtoNs());
    }

    /// RFC 8985 §7.2: no probe while something is known to be missing, nor after a probe.
    private void awaitTailOrTimeOut(long nowNs) {
        boolean probes = sacks && switches.tailLossProbe() && recovery.isOpen() && !retransmits.isEmpty() && retransmits.sackedBytes() == 0
                && !tailProbe.isOutstanding() && rtt.srttNs() > 0;
        long leftNs = Math.max(1, timeOutNs - nowNs);
        waiting = probes ? Waiting.TAIL_PROBE : Waiting.TIME_OUT;
        timers.retransmitIn(probes ? Math.min(leftNs, tailProbe.delayNs(rtt.srttNs(), sender.inFlight() <= sender.mss())) : leftNs);
    }

    /// The timer expired, perhaps before the time-out.
    ///
    /// @return false when it is the time-out itself
    boolean looksForLoss(long nowNs) {
        switch (waiting) {
            case TIME_OUT -> {
                return false;
            }
            case TAIL_PROBE -> sendTailProbe(nowNs);
            case REORDERING -> {
                findLossesByTime(nowNs);
                if (retransmits.lostBytes() > 0) {
                    reduce(recovery.lost(sender.sndNxt(), sender.inFlight(), arriving(0)));
                    recovery.delivered(0, inFlight(), false, sender.mss());
                }
            }
        }
        awaitTimeOut(nowNs);
        return true;
    }

    /// RFC 8985 §7.3: new data where there is some, otherwise the last segment again.
    private void sendTailProbe(long nowNs) {
        if (retransmits.isEmpty() || retransmits.sackedBytes() > 0) {
            return;
        }
        int length = retransmits.hasRoom() ? sender.nextLength(sender.mss()) : TcpSender.NOTHING;
        if (length != TcpSender.NOTHING) {
            sendNew(length, nowNs);
        } else {
            int end = sender.sndNxt();
            emit(retransmits.sendLastAgain(sender.mss(), nowNs), end, false, nowNs);
        }
        tailProbe.sent(sender.sndNxt(), length == TcpSender.NOTHING);
    }

    // ---- nothing came back

    void backOff() {
        rtt.backOff();
    }

    /// Looks at the peer's closed window (RFC 9293 §3.8.6.1).
    void probeWindow(long nowNs) {
        probing = true;
        int sequence = sender.sndNxt();
        int length = sender.probeLength();
        int end = sequence + length + (sender.finFollows(sequence + length) ? 1 : 0);
        sender.probed(end - sequence);
        emit(sequence, end, false, nowNs);
        awaitTimeOut(nowNs);
    }

    /// Has everything under way sent again (RFC 6298 §5.4), the oldest segment first.
    ///
    /// @param first whether it is the first time for the same segment
    void timedOut(boolean first, long nowNs) {
        retransmits.markAllLost();
        duplicates.forget();
        tailProbe.forget();
        recovery.timedOut(first, sender.sndNxt(), sender.inFlight(), sacks && switches.frto());
        marks.reduced();
        if (first) {
            repeats.begin(sender.sndUna());
        }
        awaitTimeOut(nowNs);
    }

    /// A link on the way takes only smaller segments (RFC 1191): what is under way is cut anew.
    ///
    /// @return whether that was news
    boolean shrinkMss(int mss) {
        if (!sender.shrinkMss(mss - (timestamps.isOn() ? TcpOption.TIMESTAMP_SPACE : 0))) {
            return false;
        }
        congestion.start(sender.mss());
        retransmits.markAllLost();
        duplicates.forget();
        recovery.sendAllAgain(sender.sndNxt());
        return true;
    }

    /// Larger segments are to be tried again.
    void growMss(int mss) {
        sender.growMss(mss);
        congestion.start(sender.mss());
    }
}
