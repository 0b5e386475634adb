package io.weft.net.stack.tcp;

import io.weft.net.packet.DropReason;
import io.weft.net.packet.TcpHeader;
import org.jspecify.annotations.Nullable;

/// A connection: the control flow of RFC 9293 §3.10, each step a call to the part that knows. The kernel's tcp_rcv_state_process.
///
/// Has no thread and no clock: everything that happens to it comes with the time at which it happens, on the loop thread.
final class TcpConnection {

    /// Of the numbers of old segments that may still be under way, without window scaling.
    private static final int MOST_IN_WINDOW = 65_537;
    private static final long REUSE_NS = 1_000_000_000L;

    private final FourTuple tuple;
    private final TcpShared shared;
    private final TcpHandshake handshake;
    private final TcpSender sender;
    private final TcpReceiver receiver;
    private final Timestamps timestamps = new Timestamps();
    private final BufferTuning buffers;
    private final TcpTimers timers;
    private final CongestionMarks marks;
    private final Transmission transmission;
    private final OwedAck owedAck = new OwedAck();
    private final TcpEvents events;
    private final Patience patience;
    private TcpState state = TcpState.CLOSED;
    private boolean passive;
    private boolean held = true;
    private boolean wantsRoom;
    private int retransmitted;
    private int tos;

    /// @param linkMss what the link towards the peer carries
    TcpConnection(FourTuple tuple, TcpShared shared, TcpOwner owner, int linkMss) {
        this.tuple = tuple;
        this.shared = shared;
        events = new TcpEvents(owner);
        TcpSwitches switches = shared.settings().switches();
        handshake = new TcpHandshake(linkMss, switches.sack());
        buffers = new BufferTuning(shared.settings(), shared.memory());
        sender = new TcpSender(buffers.sendBytes(), shared.memory());
        receiver = new TcpReceiver(buffers.receiveBytes(), shared.settings().receiveBytes(), switches.dsack(), shared.memory());
        marks = new CongestionMarks(switches.ecn());
        timers = new TcpTimers(shared.timers(), this);
        transmission = new Transmission(switches, sender, timestamps, timers, marks, this::send);
        patience = new Patience(shared, sender, transmission, this);
        timestamps.start(shared.initialSequence().timestampOrigin(tuple));
    }

    // ---- opening, RFC 9293 §3.10.1 and §3.10.7.2

    /// Active open.
    ///
    /// @param before the connection of the same ends that gave way to this one
    void open(@Nullable TcpConnection before, long nowNs) {
        start(initialSequence(before, nowNs), nowNs);
        state = TcpState.SYN_SENT;
        sendSyn(nowNs);
    }

    /// Passive open, by a SYN that a listener took.
    ///
    /// @param before the connection of the same ends that gave way to this one
    void accept(TcpSegment syn, @Nullable TcpConnection before, long nowNs) {
        passive = true;
        start(initialSequence(before, nowNs), nowNs);
        takeSyn(syn, nowNs);
        marks.peerAsks(syn);
        state = TcpState.SYN_RECEIVED;
        sendSyn(nowNs);
    }

    /// Passive open, by the acknowledgment of a cookie that a listener sent: as if the SYN had been remembered.
    void revive(TcpSegment segment, SynCookies.Remembered syn, long nowNs) {
        passive = true;
        start(segment.acknowledgment() - 1, nowNs);
        // when the SYN+ACK was sent is not known
        transmission.synSentAgain(nowNs);
        segment.remember(syn);
        marks.remembered(syn.ecn());
        receiver.start(segment.sequence() - 1);
        handshake.agree(segment, sender, receiver, timestamps, nowNs);
        sender.takeUnscaledWindow(segment);
        receiver.synWindow();
        state = TcpState.SYN_RECEIVED;
        receive(segment, nowNs);
    }

    /// RFC 9293 §3.6.1: behind all that the connection before it used.
    private int initialSequence(@Nullable TcpConnection before, long nowNs) {
        int iss = shared.initialSequence().of(tuple, nowNs);
        return before == null ? iss : SeqNum.max(iss, before.sender.sndMax() + MOST_IN_WINDOW);
    }

    private void start(int iss, long nowNs) {
        transmission.start(iss, nowNs);
        shared.table().add(this);
    }

    private void takeSyn(TcpSegment syn, long nowNs) {
        receiver.start(syn.sequence());
        handshake.agree(syn, sender, receiver, timestamps, nowNs);
        sender.takeUnscaledWindow(syn);
    }

    private void sendSyn(long nowNs) {
        shared.output().sendSyn(this, state == TcpState.SYN_SENT
                ? TcpHeader.SYN | marks.asking(handshake.wasRepeated())
                : TcpHeader.SYN | TcpHeader.ACK | marks.granting(), nowNs);
        transmission.synSent(nowNs);
    }

    private void establish() {
        state = TcpState.ESTABLISHED;
        transmission.established(handshake.wasRepeated(), handshake.agreesOnSack());
        events.established();
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
        if (acknowledges) {
            marks.peerAnswers(segment);
        } else {
            marks.peerAsks(segment);
        }
        segment.passSyn();
        if (acknowledges) {
            establish();
            transmission.acknowledged(segment, nowNs);
            owedAck.atOnce();
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
        boolean old = !reset && timestamps.isOld(segment, nowNs);
        if (old) {
            count(TcpCounter.PAWS_ESTAB);
        }
        if (old || !receiver.isAcceptable(segment.sequence(), segment.length())) {
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
            shared.output().sendSyn(this, TcpHeader.SYN | TcpHeader.ACK | marks.granting(), nowNs);
            transmission.synSentAgain(nowNs);
            return;
        }
        if (state == TcpState.TIME_WAIT && segment.has(TcpHeader.FIN)) {
            timers.endIn(shared.settings().timeWaitNs());
        }
        receiver.noteDouble(segment);
        if (!owedAck.forStray(segment.dataLength() > 0 || segment.has(TcpHeader.FIN), nowNs)) {
            count(TcpCounter.ACK_SKIPPED);
        }
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
        if (!segment.has(TcpHeader.SYN)) {
            return true;
        }
        count(TcpCounter.SYN_CHALLENGE);
        return challenge(segment, nowNs);
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
            if (!events.hasRoom()) {
                segment.drop(DropReason.TCP_BACKLOG);
                return false;
            }
            establish();
        }
        if (!sender.isAcknowledgmentPossible(acknowledgment)) {
            return challenge(segment, nowNs);
        }
        patience.heard(nowNs);
        if (transmission.acknowledged(segment, nowNs)) {
            advanced(nowNs);
        }
        sender.updateWindow(segment);
        if (sender.isFinAcknowledged()) {
            enter(TcpClose.afterAcknowledgedFin(state));
        }
        return state != TcpState.CLOSED;
    }

    private void advanced(long nowNs) {
        patience.advanced(nowNs);
        sender.capacity(buffers.acknowledged(transmission.congestionWindow()));
        if (wantsRoom && sender.free() >= sender.capacity() / 4) {
            wantsRoom = false;
            events.writable();
        }
    }

    /// Seventh.
    private void takeData(TcpSegment segment, long nowNs) {
        if (segment.length() == 0) {
            return;
        }
        if (!state.takesData()) {
            if (state.isSynchronized()) {
                owedAck.atOnce();
            }
            return;
        }
        if (!held && SeqNum.isAfter(segment.finSequence(), receiver.rcvNxt())) {
            // RFC 9293 §3.10.4, RFC 2525 §2.17: nobody will read it
            count(TcpCounter.ABORT_ON_DATA);
            sendReset(nowNs);
            endBy(TcpEnd.CLOSED);
            return;
        }
        marks.received(segment);
        int before = receiver.rcvNxt();
        boolean needed = receiver.take(segment);
        if (receiver.rcvNxt() != before) {
            events.readable();
        }
        if (!needed || receiver.owesAck()) {
            owedAck.atOnce();
        } else if (receiver.hasUnacknowledged()) {
            owedAck.inCompany();
        }
    }

    /// Eighth.
    private void takeFin(long nowNs) {
        if (state.takesData() && receiver.takeFin()) {
            owedAck.atOnce();
            events.readable();
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
                count(TcpCounter.TW);
                timers.cancelRetransmit();
                patience.end();
                receiver.end();
                timers.endIn(shared.settings().timeWaitNs());
                sender.clear();
                events.ended(TcpEnd.CLOSED);
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
            events.ended(how);
            countEnd(how);
        }
        state = TcpState.CLOSED;
        owedAck.settled();
        timers.cancel();
        patience.end();
        receiver.end();
        sender.clear();
        shared.table().remove(this);
        return false;
    }

    private void countEnd(TcpEnd how) {
        if (state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED) {
            count(TcpCounter.ATTEMPT_FAILS);
        } else if (how == TcpEnd.RESET || how == TcpEnd.ABORTED) {
            count(TcpCounter.ESTAB_RESETS);
        }
        if (how == TcpEnd.TIMED_OUT) {
            count(TcpCounter.ABORT_ON_TIMEOUT);
        }
    }

    private void count(TcpCounter what) {
        shared.counters().count(what);
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
            count(TcpCounter.CHALLENGE_ACK);
            owedAck.atOnce();
        }
        return refuse(segment);
    }

    // ---- sending

    /// Sends what may be sent, acknowledges what is due, and tells the owner.
    private void carryOn(long nowNs) {
        if (state.isSynchronized() && state != TcpState.FIN_WAIT_2 && state != TcpState.TIME_WAIT) {
            transmission.transmit(nowNs);
        }
        if (owedAck.isDue()) {
            send(sender.ackSequence(), TcpHeader.ACK, 0, false, nowNs);
        } else if (owedAck.beginsToWait()) {
            timers.acknowledgeIn(shared.settings().delayedAckNs());
        }
        patience.watch(state != TcpState.CLOSED && sender.waits());
        events.tell();
    }

    /// Every segment acknowledges; what it cannot tell for want of room, a further one does.
    private void send(int sequence, int flags, int length, boolean newData, long nowNs) {
        if (length == 0 || receiver.sackCount(1) == 0) {
            owedAck.settled();
            timers.cancelAcknowledge();
        }
        if (length > 0 && !newData && SeqNum.isBefore(sequence, sender.sndNxt())) {
            retransmitted++;
            count(TcpCounter.RETRANS_SEGS);
        }
        shared.output().send(this, sequence, flags | marks.flags(newData), length, newData ? marks.ofNewData() : 0, nowNs);
    }

    private void sendReset(long nowNs) {
        count(TcpCounter.OUT_RSTS);
        send(sender.sndNxt(), TcpHeader.RST | TcpHeader.ACK, 0, false, nowNs);
    }

    // ---- timers

    /// Nothing came back in time (RFC 6298 §5.4 to §5.7), or the peer's window is to be probed (RFC 9293 §3.8.6.1).
    void retransmissionDue(long nowNs) {
        if (transmission.looksForLoss(nowNs)) {
            carryOn(nowNs);
            return;
        }
        if (patience.ends(state, held)) {
            endBy(TcpEnd.TIMED_OUT);
            events.tell();
            return;
        }
        count(sender.isHeldByWindow() ? TcpCounter.WIN_PROBE : TcpCounter.TIMEOUTS);
        transmission.backOff();
        if (state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED) {
            handshake.repeat();
            transmission.synSentAgain(nowNs);
            sendSyn(nowNs);
        } else if (sender.isHeldByWindow()) {
            transmission.probeWindow(nowNs);
        } else {
            patience.suspectBlackHole(nowNs);
            transmission.timedOut(patience.unanswered() == 1, nowNs);
        }
        carryOn(nowNs);
    }

    void acknowledgmentDue(long nowNs) {
        count(TcpCounter.DELAYED_ACKS);
        owedAck.atOnce();
        carryOn(nowNs);
    }

    void lifeOver(long nowNs) {
        endBy(TcpEnd.CLOSED);
        events.tell();
    }

    /// Asks whether the peer is there: what is acknowledged already is outside of the window, and so is answered.
    void probe(long nowNs) {
        send(sender.sndUna() - 1, TcpHeader.ACK, 0, false, nowNs);
    }

    /// The peer has used up the patience with it.
    void giveUp(long nowNs) {
        if (state.isSynchronized()) {
            sendReset(nowNs);
        }
        endBy(TcpEnd.TIMED_OUT);
        events.tell();
    }

    // ---- what the program does

    /// Probes the peer where it is silent for `idleNs`; 0 ends that.
    void keepAlive(long idleNs, long intervalNs, int mostProbes) {
        boolean over = state == TcpState.CLOSED || state == TcpState.TIME_WAIT;
        patience.keepAlive(over ? 0 : idleNs, intervalNs, mostProbes);
    }

    /// What the field of the IP header says beside the bits of RFC 3168.
    int tos() {
        return tos;
    }

    void tos(int value) {
        tos = value;
    }

    /// Gives up where nothing is acknowledged for so long; 0 ends that.
    void userTimeout(long ns, long nowNs) {
        patience.userTimeout(ns);
        carryOn(nowNs);
    }

    int write(byte[] from, int offset, int length, long nowNs) {
        int taken = sender.write(from, offset, length);
        wantsRoom |= taken < length;
        carryOn(nowNs);
        return taken;
    }

    int read(byte[] to, int offset, int length, long nowNs) {
        int there = Math.min(length, receiver.readable());
        if (there > 0) {
            receiver.capacity(buffers.read(there, transmission.rtt().srttNs(), sender.mss(), nowNs));
        }
        int taken = receiver.read(to, offset, length);
        if (taken > 0 && state.takesData() && receiver.hasWindowToTell()) {
            owedAck.atOnce();
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
            count(TcpCounter.ABORT_ON_CLOSE);
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
        events.tell();
    }

    /// The stack ends.
    void forget() {
        endBy(TcpEnd.SHUTDOWN);
        events.tell();
    }

    // ---- what the way to the peer says, RFC 1122 §4.2.3.9

    /// A segment was larger than a link on the way takes (RFC 1191).
    void tooLarge(int sequence, int mss, long nowNs) {
        if (state.isSynchronized() && isAboutThis(sequence) && transmission.shrinkMss(mss)) {
            patience.mtuIsKnown();
            carryOn(nowNs);
        }
    }

    /// No segment arrives there. A connection that stands is not ended by it: RFC 5927 §5.2.
    ///
    /// @param port whether the peer itself says so
    void unreachable(int sequence, boolean port) {
        if (isAboutThis(sequence) && (state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED)) {
            endBy(port ? TcpEnd.REFUSED : TcpEnd.UNREACHABLE);
            events.tell();
        }
    }

    /// RFC 5927 §4.1: what is said about anything else is a stranger's.
    private boolean isAboutThis(int sequence) {
        boolean underWay = SeqNum.isWithin(sequence, sender.sndUna(), sender.unacknowledged());
        if (!underWay) {
            count(TcpCounter.OUT_OF_WINDOW_ICMPS);
        }
        return underWay;
    }

    /// A SYN that opens a new connection where the old one only waits (RFC 9293 §3.6.1, RFC 6191).
    boolean givesWayTo(TcpSegment segment) {
        boolean newer = timestamps.isOn() && segment.hasTimestamp()
                ? segment.timestampValue() - timestamps.echo() > 0
                : SeqNum.isAfter(segment.sequence(), receiver.rcvNxt());
        return state == TcpState.TIME_WAIT && segment.has(TcpHeader.SYN) && !segment.has(TcpHeader.RST) && !segment.has(TcpHeader.ACK) && newer;
    }

    /// Whether this end may open a new connection where the old one only waits: after a second, when timestamps tell old segments from new
    /// (RFC 6191, `net.ipv4.tcp_tw_reuse`).
    boolean givesWay(long nowNs) {
        return state == TcpState.TIME_WAIT && timestamps.isOn() && timestamps.ageNs(nowNs) >= REUSE_NS;
    }

    TcpInfo info() {
        return new TcpInfo(tuple, state, sender.queued(), receiver.readable(), sender.capacity(), receiver.capacity(), sender.mss(),
                sender.unacknowledged(), transmission.congestionWindow(), sender.window(), receiver.window(), sender.scale(), receiver.scale(),
                timestamps.isOn(), transmission.rtt().srttNs(), transmission.rtt().rtoNs(), patience.unanswered(), retransmitted, receiver.ranges(),
                patience.keepsAlive(), patience.userTimeoutNs());
    }

    // ---- its parts

    FourTuple tuple() {
        return tuple;
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
