package io.weft.net.stack.tcp;

import io.weft.net.packet.TcpHeader;

/// A connection: the control flow of RFC 9293 §3.10, each step a call to the part that knows. The kernel's tcp_rcv_state_process.
///
/// Has no thread and no clock: everything that happens to it comes with the time at which it happens, on the loop thread.
final class TcpConnection {

    private static final int ESTABLISHED_EVENT = 1;
    private static final int READABLE_EVENT = 2;
    private static final int WRITABLE_EVENT = 4;
    private static final int ENDED_EVENT = 8;

    private final FourTuple tuple;
    private final TcpShared shared;
    private final TcpOwner owner;
    private final TcpHandshake handshake;
    private final TcpSender sender;
    private final TcpReceiver receiver;
    private final Timestamps timestamps = new Timestamps();
    private final RttEstimator rtt = new RttEstimator();
    private final RetransmitQueue retransmits = new RetransmitQueue();
    private final CongestionControl congestion = new Reno();
    private final FastRecovery recovery = new FastRecovery();
    private final TcpTimers timers;
    private TcpState state = TcpState.CLOSED;
    private TcpEnd end = TcpEnd.CLOSED;
    private boolean passive;
    private boolean held = true;
    private boolean wantsRoom;
    private boolean ackDue;
    private boolean ackWaits;
    private boolean probing;
    private int unanswered;
    private long lastSentNs;
    private int events;

    /// @param linkMss what the link towards the peer carries
    TcpConnection(FourTuple tuple, TcpShared shared, TcpOwner owner, int linkMss) {
        this.tuple = tuple;
        this.shared = shared;
        this.owner = owner;
        handshake = new TcpHandshake(linkMss);
        sender = new TcpSender(shared.settings().sendBytes());
        receiver = new TcpReceiver(shared.settings().receiveBytes());
        timers = new TcpTimers(shared.timers(), this);
        timestamps.start(shared.initialSequence().timestampOrigin(tuple));
    }

    // ---- opening, RFC 9293 §3.10.1 and §3.10.7.2

    /// Active open.
    void open(long nowNs) {
        start(nowNs);
        state = TcpState.SYN_SENT;
        sendSyn(nowNs);
    }

    /// Passive open, by a SYN that a listener took.
    void accept(TcpSegment syn, long nowNs) {
        passive = true;
        start(nowNs);
        takeSyn(syn, nowNs);
        state = TcpState.SYN_RECEIVED;
        sendSyn(nowNs);
    }

    private void start(long nowNs) {
        int iss = shared.initialSequence().of(tuple, nowNs);
        sender.start(iss);
        recovery.start(iss);
        retransmits.sent(sender.sndNxt(), nowNs);
        shared.table().add(this);
    }

    private void takeSyn(TcpSegment syn, long nowNs) {
        receiver.start(syn.sequence());
        handshake.agree(syn, sender, receiver, timestamps, nowNs);
        sender.takeUnscaledWindow(syn);
    }

    private void sendSyn(long nowNs) {
        shared.output().sendSyn(this, state == TcpState.SYN_SENT ? TcpHeader.SYN : TcpHeader.SYN | TcpHeader.ACK, nowNs);
        timers.retransmitIn(rtt.rtoNs());
    }

    private void establish() {
        state = TcpState.ESTABLISHED;
        if (handshake.wasRepeated()) {
            rtt.synWasLost();
        }
        congestion.start(sender.mss());
        events |= ESTABLISHED_EVENT;
        if (sender.hasFin()) {
            state = TcpClose.afterOwnClose(state);
        }
    }

    // ---- a segment arrives, RFC 9293 §3.10.7.3 and §3.10.7.4

    void receive(TcpSegment segment, long nowNs) {
        boolean goesOn = state == TcpState.SYN_SENT
                ? answersSyn(segment, nowNs)
                : isInOrder(segment, nowNs) && isNoReset(segment, nowNs) && isNoSyn(segment, nowNs) && acknowledges(segment, nowNs);
        if (goesOn) {
            // the urgent pointer is not looked at: RFC 6093 §4 has urgent data be data
            takeData(segment, nowNs);
            takeFin(nowNs);
        }
        segment.end();
        carryOn(nowNs);
    }

    /// In SYN_SENT (§3.10.7.3).
    private boolean answersSyn(TcpSegment segment, long nowNs) {
        boolean acknowledges = segment.has(TcpHeader.ACK);
        if (acknowledges && !sender.isNew(segment.acknowledgment())) {
            return refuseWithReset(segment);
        }
        if (segment.has(TcpHeader.RST)) {
            return acknowledges ? endBy(TcpEnd.REFUSED) : refuse(segment);
        }
        if (!segment.has(TcpHeader.SYN)) {
            return refuse(segment);
        }
        takeSyn(segment, nowNs);
        segment.passSyn();
        if (acknowledges) {
            establish();
            advance(segment, nowNs);
            ackDue = true;
        } else {
            // both ends called at once (§3.5, figure 7)
            state = TcpState.SYN_RECEIVED;
            sendSyn(nowNs);
        }
        return acknowledges;
    }

    /// First: is it in the window, and no old duplicate (RFC 7323 §5.3)?
    private boolean isInOrder(TcpSegment segment, long nowNs) {
        if (isAnswerToOwnSyn(segment)) {
            segment.passSyn();
        }
        boolean reset = segment.has(TcpHeader.RST);
        if (!reset && timestamps.isOn() && !segment.hasTimestamp()) {
            // RFC 7323 §3.2
            return refuse(segment);
        }
        if (!reset && timestamps.isOld(segment, nowNs) || !receiver.isAcceptable(segment.sequence(), segment.length())) {
            if (!reset) {
                answerStray(segment, nowNs);
            }
            return refuse(segment);
        }
        timestamps.note(segment, receiver.lastAckSent(), nowNs);
        return true;
    }

    /// In a simultaneous open the peer's SYN comes twice, the second time with an ACK.
    private boolean isAnswerToOwnSyn(TcpSegment segment) {
        return state == TcpState.SYN_RECEIVED && segment.has(TcpHeader.SYN) && segment.has(TcpHeader.ACK)
                && segment.sequence() == receiver.irs();
    }

    private void answerStray(TcpSegment segment, long nowNs) {
        if (state == TcpState.SYN_RECEIVED && segment.has(TcpHeader.SYN) && segment.sequence() == receiver.irs()) {
            // the peer has not heard the answer to its SYN
            shared.output().sendSyn(this, TcpHeader.SYN | TcpHeader.ACK, nowNs);
            retransmits.sentAgain();
            return;
        }
        if (state == TcpState.TIME_WAIT && segment.has(TcpHeader.FIN)) {
            timers.endIn(shared.settings().timeWaitNs());
        }
        ackDue = true;
    }

    /// Second: a reset counts only where it was expected exactly (RFC 5961 §3.2).
    private boolean isNoReset(TcpSegment segment, long nowNs) {
        if (!segment.has(TcpHeader.RST)) {
            return true;
        }
        if (segment.sequence() != receiver.rcvNxt()) {
            return challenge(segment, nowNs);
        }
        return switch (state) {
            case SYN_RECEIVED -> endBy(passive ? TcpEnd.RESET : TcpEnd.REFUSED);
            case CLOSING, LAST_ACK, TIME_WAIT -> endBy(TcpEnd.CLOSED);
            case SYN_SENT, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSED -> endBy(TcpEnd.RESET);
        };
    }

    /// Fourth: a SYN has no place here (RFC 5961 §4.2).
    private boolean isNoSyn(TcpSegment segment, long nowNs) {
        return !segment.has(TcpHeader.SYN) || challenge(segment, nowNs);
    }

    /// Fifth: what does it acknowledge?
    private boolean acknowledges(TcpSegment segment, long nowNs) {
        if (!segment.has(TcpHeader.ACK)) {
            return refuse(segment);
        }
        int acknowledgment = segment.acknowledgment();
        if (state == TcpState.SYN_RECEIVED) {
            if (!sender.isNew(acknowledgment)) {
                return refuseWithReset(segment);
            }
            establish();
        }
        if (!sender.isAcknowledgmentPossible(acknowledgment)) {
            return challenge(segment, nowNs);
        }
        unanswered = 0;
        if (sender.isNew(acknowledgment)) {
            advance(segment, nowNs);
        } else if (sender.isDuplicate(segment) && recovery.duplicate(sender.sndUna(), sender.sndMax(), sender.mss())) {
            congestion.lost(sender.inFlight());
            sendOldestAgain(nowNs);
        }
        sender.updateWindow(segment);
        if (sender.isFinAcknowledged()) {
            enter(TcpClose.afterAcknowledgedFin(state));
        }
        return state != TcpState.CLOSED;
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
        if (wantsRoom && sender.free() >= shared.settings().sendBytes() / 4) {
            wantsRoom = false;
            events |= WRITABLE_EVENT;
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

    /// Seventh.
    private void takeData(TcpSegment segment, long nowNs) {
        if (segment.length() == 0) {
            return;
        }
        if (!state.takesData()) {
            ackDue |= state.isSynchronized();
            return;
        }
        if (!held && SeqNum.isAfter(segment.finSequence(), receiver.rcvNxt())) {
            // RFC 9293 §3.10.4, RFC 2525 §2.17: nobody will read it
            sendReset(nowNs);
            endBy(TcpEnd.CLOSED);
            return;
        }
        int before = receiver.rcvNxt();
        boolean needed = receiver.take(segment);
        if (receiver.rcvNxt() != before) {
            events |= READABLE_EVENT;
        }
        if (!needed || receiver.owesAck()) {
            ackDue = true;
        } else if (receiver.hasUnacknowledged()) {
            ackWaits = true;
        }
    }

    /// Eighth.
    private void takeFin(long nowNs) {
        if (state.takesData() && receiver.takeFin()) {
            ackDue = true;
            events |= READABLE_EVENT;
            enter(TcpClose.afterPeersFin(state));
        }
    }

    // ---- what becomes of it

    private void enter(TcpState next) {
        if (next == state) {
            return;
        }
        state = next;
        switch (next) {
            case TIME_WAIT -> {
                timers.cancelRetransmit();
                timers.endIn(shared.settings().timeWaitNs());
                sender.clear();
                events |= ENDED_EVENT;
            }
            case FIN_WAIT_2 -> {
                if (!held) {
                    timers.endIn(shared.settings().timeWaitNs());
                }
            }
            case CLOSED -> endBy(TcpEnd.CLOSED);
            case SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, CLOSE_WAIT, CLOSING, LAST_ACK -> { }
        }
    }

    /// @return false, for a step that ends the connection
    private boolean endBy(TcpEnd how) {
        if (state != TcpState.TIME_WAIT) {
            end = how;
            events |= ENDED_EVENT;
        }
        state = TcpState.CLOSED;
        ackDue = false;
        ackWaits = false;
        timers.cancel();
        sender.clear();
        shared.table().remove(this);
        return false;
    }

    private boolean refuse(TcpSegment segment) {
        segment.refuse();
        return false;
    }

    private boolean refuseWithReset(TcpSegment segment) {
        shared.reset().answerClosedPort(segment.packet());
        return refuse(segment);
    }

    /// Has the peer say once more what it means, with the numbers that a stranger cannot know (RFC 5961).
    private boolean challenge(TcpSegment segment, long nowNs) {
        if (shared.challengeAcks().mayGo(nowNs)) {
            ackDue = true;
        }
        return refuse(segment);
    }

    // ---- sending

    /// Sends what may be sent, acknowledges what is due, and tells the owner.
    private void carryOn(long nowNs) {
        transmit(nowNs);
        if (ackDue) {
            send(sender.ackSequence(), TcpHeader.ACK, 0, nowNs);
        } else if (ackWaits) {
            ackWaits = false;
            timers.acknowledgeIn(shared.settings().delayedAckNs());
        }
        tellOwner();
    }

    private void transmit(long nowNs) {
        if (!state.isSynchronized() || state == TcpState.FIN_WAIT_2 || state == TcpState.TIME_WAIT) {
            return;
        }
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
        send(sequence, TcpHeader.ACK | (push ? TcpHeader.PSH : 0) | (fin ? TcpHeader.FIN : 0), length, nowNs);
        lastSentNs = nowNs;
        return length + (fin ? 1 : 0);
    }

    /// Every segment acknowledges.
    private void send(int sequence, int flags, int length, long nowNs) {
        ackDue = false;
        ackWaits = false;
        timers.cancelAcknowledge();
        shared.output().send(this, sequence, flags, length, nowNs);
    }

    private void sendReset(long nowNs) {
        send(sender.sndNxt(), TcpHeader.RST | TcpHeader.ACK, 0, nowNs);
    }

    // ---- timers

    /// Nothing came back in time (RFC 6298 §5.4 to §5.7), or the peer's window is to be probed (RFC 9293 §3.8.6.1).
    void retransmissionDue(long nowNs) {
        if (++unanswered > mostUnanswered()) {
            endBy(TcpEnd.TIMED_OUT);
            tellOwner();
            return;
        }
        rtt.backOff();
        if (state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED) {
            handshake.repeat();
            retransmits.sentAgain();
            sendSyn(nowNs);
        } else if (sender.isHeldByWindow()) {
            probing = true;
            int length = sender.probeLength();
            sender.probed(sendData(sender.sndNxt(), length, nowNs));
            timers.retransmitIn(rtt.rtoNs());
        } else {
            if (unanswered == 1) {
                // RFC 5681 §3.1: only the first time for the same segment
                congestion.timedOut(sender.inFlight());
            }
            recovery.timedOut(sender.sndMax());
            retransmits.sentAgain();
            sender.startOver();
        }
        carryOn(nowNs);
    }

    private int mostUnanswered() {
        return switch (state) {
            case SYN_SENT -> shared.settings().synRetries();
            case SYN_RECEIVED -> shared.settings().synAckRetries();
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT, CLOSED -> shared.settings().retries();
        };
    }

    void acknowledgmentDue(long nowNs) {
        ackDue = true;
        carryOn(nowNs);
    }

    void lifeOver(long nowNs) {
        endBy(TcpEnd.CLOSED);
        tellOwner();
    }

    // ---- what the program does

    int write(byte[] from, int offset, int length, long nowNs) {
        int taken = sender.write(from, offset, length);
        wantsRoom |= taken < length;
        carryOn(nowNs);
        return taken;
    }

    int read(byte[] to, int offset, int length, long nowNs) {
        int taken = receiver.read(to, offset, length);
        if (taken > 0 && state.takesData() && receiver.hasWindowToTell()) {
            ackDue = true;
            carryOn(nowNs);
        }
        return taken;
    }

    void noDelay(boolean value, long nowNs) {
        sender.noDelay(value);
        carryOn(nowNs);
    }

    /// The program has no more to send.
    void closeOutput(long nowNs) {
        if (state == TcpState.SYN_SENT) {
            endBy(TcpEnd.ABORTED);
        } else if (!sender.hasFin() && state != TcpState.CLOSED) {
            sender.queueFin();
            enter(TcpClose.afterOwnClose(state));
        }
        carryOn(nowNs);
    }

    /// The program has nothing to do with it any more.
    void close(long nowNs) {
        held = false;
        if (state.takesData() && receiver.readable() > 0) {
            // RFC 9293 §3.10.4, RFC 2525 §2.17: what came and nobody read is lost, and the peer should know
            abort(nowNs);
            return;
        }
        receiver.clear();
        closeOutput(nowNs);
        if (state == TcpState.FIN_WAIT_2) {
            timers.endIn(shared.settings().timeWaitNs());
        }
    }

    /// Breaks it off (RFC 9293 §3.10.5).
    void abort(long nowNs) {
        if (state != TcpState.SYN_SENT && state != TcpState.CLOSED && state != TcpState.TIME_WAIT) {
            sendReset(nowNs);
        }
        if (state != TcpState.CLOSED) {
            endBy(TcpEnd.ABORTED);
        }
        tellOwner();
    }

    /// The stack ends.
    void forget() {
        endBy(TcpEnd.SHUTDOWN);
        tellOwner();
    }

    // ---- what the way to the peer says, RFC 1122 §4.2.3.9

    /// A segment was larger than a link on the way takes (RFC 1191).
    void tooLarge(int sequence, int mss, long nowNs) {
        int options = timestamps.isOn() ? TcpOption.TIMESTAMP_SPACE : 0;
        if (state.isSynchronized() && isUnderWay(sequence) && sender.shrinkMss(mss - options)) {
            congestion.start(sender.mss());
            retransmits.sentAgain();
            sender.startOver();
            carryOn(nowNs);
        }
    }

    /// No segment arrives there. A connection that stands is not ended by it: RFC 5927 §5.2.
    ///
    /// @param port whether the peer itself says so
    void unreachable(int sequence, boolean port) {
        if (isUnderWay(sequence) && (state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED)) {
            endBy(port ? TcpEnd.REFUSED : TcpEnd.UNREACHABLE);
            tellOwner();
        }
    }

    /// RFC 5927 §4.1: what is said about anything else is a stranger's.
    private boolean isUnderWay(int sequence) {
        return SeqNum.isWithin(sequence, sender.sndUna(), sender.inFlight());
    }

    /// A SYN that opens a new connection where the old one only waits (RFC 9293 §3.6.1, RFC 6191).
    boolean givesWayTo(TcpSegment segment) {
        boolean newer = timestamps.isOn() && segment.hasTimestamp()
                ? segment.timestampValue() - timestamps.echo() > 0
                : SeqNum.isAfter(segment.sequence(), receiver.rcvNxt());
        return state == TcpState.TIME_WAIT && segment.has(TcpHeader.SYN) && !segment.has(TcpHeader.RST) && !segment.has(TcpHeader.ACK) && newer;
    }

    private void tellOwner() {
        int told = events;
        events = 0;
        if ((told & ESTABLISHED_EVENT) != 0) {
            owner.established();
        }
        if ((told & READABLE_EVENT) != 0) {
            owner.readable();
        }
        if ((told & WRITABLE_EVENT) != 0) {
            owner.writable();
        }
        if ((told & ENDED_EVENT) != 0) {
            owner.ended(end);
        }
    }

    // ---- its parts

    FourTuple tuple() {
        return tuple;
    }

    TcpEntry entry() {
        return new TcpEntry(tuple, state, receiver.readable(), Math.max(0, sender.unacknowledged()), new TcpEntry.Numbers(
                sender.mss(), congestion.windowBytes(), sender.inFlight(), rtt.rtoNs(), rtt.srttNs()));
    }

    TcpState state() {
        return state;
    }

    TcpSender sender() {
        return sender;
    }

    TcpReceiver receiver() {
        return receiver;
    }

    Timestamps timestamps() {
        return timestamps;
    }

    TcpHandshake handshake() {
        return handshake;
    }

    @Override
    public String toString() {
        return tuple + " " + state;
    }
}
