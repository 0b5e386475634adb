package io.weft.net.conntrack;

import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// TCP, the kernel's `nf_conntrack_proto_tcp.c`: the way of a segment through state and window.
final class TcpTracker {

    private static final long LONG_ENOUGH_NS = TimeUnit.SECONDS.toNanos(120);

    private final ConntrackSettings settings;
    private final Refresh refresh;
    private final TcpWindow window;
    private final Consumer<TrackedConnection> remove;
    private final TcpEnd offered = new TcpEnd();

    /// @param remove takes a connection out of the table
    TcpTracker(ConntrackSettings settings, Refresh refresh, Consumer<TrackedConnection> remove) {
        this.settings = settings;
        this.refresh = refresh;
        this.window = new TcpWindow(settings);
        this.remove = remove;
    }

    Outcome track(TrackedConnection connection, Packet packet, Direction direction, boolean cameIn, long nowNs) {
        if (!isWellFormed(packet, cameIn)) {
            return Outcome.INVALID;
        }
        TcpSegment segment = TcpSegment.of(packet.tcp().flags());
        if (!connection.has(ConnectionStatus.CONFIRMED) && !begin(connection, packet, segment)) {
            return Outcome.INVALID;
        }
        TcpFlow flow = Objects.requireNonNull(connection.tcp);
        TcpState before = flow.state;
        TcpState next = TcpTransitions.next(direction, segment, before);
        boolean isChecked = false;
        switch (next) {
            case INVALID -> {
                return Outcome.INVALID;
            }
            case SYN_SENT, IGNORE -> {
                if (next == TcpState.IGNORE || before.compareTo(TcpState.TIME_WAIT) >= 0) {
                    if (next == TcpState.SYN_SENT && mayBeginAnew(flow, direction)) {
                        remove.accept(connection);
                        return Outcome.ANEW;
                    }
                    if (!answersIgnoredSyn(flow, segment, direction, packet)) {
                        ignore(flow, segment, direction, before, packet);
                        return Outcome.ACCEPT;
                    }
                    catchUp(flow, direction);
                    before = TcpState.SYN_SENT;
                    next = TcpState.SYN_RECV;
                }
            }
            case TIME_WAIT -> {
                if (before == TcpState.LAST_ACK && segment == TcpSegment.ACK && flow.lastDirection != direction
                        && flow.last == TcpSegment.SYN && (flow.lastFlags & TcpFlow.EXPECTS_CHALLENGE_ACK) != 0) {
                    // RFC 5961 §4: it answers the SYN, and acknowledges no FIN
                    flow.lastFlags &= ~TcpFlow.EXPECTS_CHALLENGE_ACK;
                    return Outcome.ACCEPT;
                }
            }
            case SYN_SENT2 -> flow.lastFlags |= TcpFlow.SIMULTANEOUS_OPEN;
            case SYN_RECV -> {
                if (direction == Direction.REPLY && segment == TcpSegment.ACK
                        && (flow.lastFlags & TcpFlow.SIMULTANEOUS_OPEN) != 0) {
                    next = TcpState.ESTABLISHED;
                }
            }
            case CLOSE -> {
                if (segment == TcpSegment.RST) {
                    switch (judgeReset(connection, flow, direction, before, packet)) {
                        case INVALID -> {
                            return Outcome.INVALID;
                        }
                        case CHALLENGE -> next = before;
                        case PASS -> isChecked = true;
                        case CHECK -> { }
                    }
                }
            }
            case NONE, ESTABLISHED, FIN_WAIT, CLOSE_WAIT, LAST_ACK -> { }
        }
        if (!isChecked) {
            switch (window.check(connection, flow, direction, segment, packet)) {
                case IGNORED -> {
                    return Outcome.ACCEPT;
                }
                case INVALID -> {
                    hasten(connection, flow, direction, segment, nowNs);
                    return Outcome.INVALID;
                }
                case FITS -> { }
            }
        }
        return accept(connection, packet, flow, direction, segment, before, next, nowNs);
    }

    // ---- what a segment must be at all

    private boolean isWellFormed(Packet packet, boolean cameIn) {
        int length = packet.transportLength();
        if (length < TcpHeader.MIN_LENGTH) {
            return false;
        }
        TcpHeader tcp = packet.tcp();
        int headerLength = tcp.headerLength();
        if (headerLength < TcpHeader.MIN_LENGTH || headerLength > length) {
            return false;
        }
        if (cameIn && settings.has(ConntrackSetting.NF_CONNTRACK_CHECKSUM) && packet.checksum() == ChecksumState.UNCHECKED
                && !tcp.checksumIsRight()) {
            return false;
        }
        return TcpSegment.isPossible(tcp.flags());
    }

    // ---- the first packet

    private boolean begin(TrackedConnection connection, Packet packet, TcpSegment segment) {
        TcpState first = TcpTransitions.next(Direction.ORIGINAL, segment, TcpState.NONE);
        if (first == TcpState.INVALID
                || first != TcpState.SYN_SENT && !settings.has(ConntrackSetting.NF_CONNTRACK_TCP_LOOSE)) {
            return false;
        }
        TcpFlow flow = new TcpFlow();
        connection.tcp = flow;
        TcpEnd sender = flow.original;
        sender.end = TcpWindow.endOf(packet);
        sender.maxWindow = Math.max(1, packet.tcp().window());
        if (first == TcpState.SYN_SENT) {
            sender.maxEnd = sender.end;
            TcpOptions.readSyn(packet, sender);
        } else {
            // picked up in its midst: nobody here knows the window scale
            sender.maxEnd = sender.end + sender.maxWindow;
            sender.add(TcpEnd.SACK_PERMITTED | TcpEnd.BE_LIBERAL);
            flow.reply.add(TcpEnd.SACK_PERMITTED | TcpEnd.BE_LIBERAL);
        }
        return true;
    }

    // ---- packets that show that this host may have lost the thread

    private static boolean mayBeginAnew(TcpFlow flow, Direction direction) {
        return flow.eitherHas(TcpEnd.CLOSE_INIT) || flow.lastDirection == direction && flow.last == TcpSegment.RST;
    }

    private static boolean answersIgnoredSyn(TcpFlow flow, TcpSegment segment, Direction direction, Packet packet) {
        return segment == TcpSegment.SYN_ACK && flow.last == TcpSegment.SYN && flow.lastDirection != direction
                && packet.tcp().acknowledgment() == flow.lastEnd;
    }

    /// The ignored SYN was right after all: its sender is where it said.
    private static void catchUp(TcpFlow flow, Direction direction) {
        TcpEnd began = flow.end(flow.lastDirection);
        began.end = flow.lastEnd;
        began.maxEnd = flow.lastEnd;
        began.maxWindow = Math.max(1, flow.lastWindow);
        began.scale = flow.lastScale;
        flow.lastFlags &= ~TcpFlow.EXPECTS_CHALLENGE_ACK;
        began.flags = (byte) flow.lastFlags;
        flow.end(direction).clear();
    }

    /// Lets a packet pass and remembers it, to understand the answer.
    private void ignore(TcpFlow flow, TcpSegment segment, Direction direction, TcpState before, Packet packet) {
        TcpHeader tcp = packet.tcp();
        flow.last = segment;
        flow.lastDirection = direction;
        flow.lastSequence = tcp.sequence();
        flow.lastEnd = TcpWindow.endOf(packet);
        flow.lastWindow = (char) tcp.window();
        if (segment == TcpSegment.SYN && direction == Direction.ORIGINAL) {
            offered.clear();
            TcpOptions.readSyn(packet, offered);
            flow.lastScale = offered.scale;
            flow.lastFlags = offered.flags;
            if (before == TcpState.LAST_ACK) {
                flow.lastFlags |= TcpFlow.EXPECTS_CHALLENGE_ACK;
            }
        }
        if (before == TcpState.SYN_SENT && segment == TcpSegment.ACK && direction == Direction.REPLY) {
            flow.lastAck = tcp.acknowledgment();
        }
    }

    // ---- resets

    /// What may be said of a reset: it is wrong, it may be answered by a challenge, it passes as it is, or its window decides.
    private enum Reset { INVALID, CHALLENGE, PASS, CHECK }

    private Reset judgeReset(TrackedConnection connection, TcpFlow flow, Direction direction, TcpState before, Packet packet) {
        if (before.isClosing()) {
            // the tuple may be in use again, and what is remembered of it outdated
            return Reset.PASS;
        }
        int seq = packet.tcp().sequence();
        TcpEnd other = flow.end(direction.inverse());
        Reset otherwise = Reset.CHECK;
        if (other.has(TcpEnd.MAXACK_SET) && flow.last != TcpSegment.SYN) {
            boolean isEstablished = before == TcpState.ESTABLISHED && connection.has(ConnectionStatus.ASSURED);
            if (seq == 0 && !isEstablished) {
                return Reset.CHECK;
            }
            if (TcpFlow.before(seq, other.maxAck) && !settings.has(ConntrackSetting.NF_CONNTRACK_TCP_IGNORE_INVALID_RST)) {
                return Reset.INVALID;
            }
            boolean followsWhatItSaid = flow.last == TcpSegment.ACK && flow.lastDirection == direction && seq == flow.lastEnd;
            if (!isEstablished || seq == other.maxAck || followsWhatItSaid) {
                return Reset.CHECK;
            }
            // RFC 5961 §3: not quite where it should be, so its receiver will ask again
            otherwise = Reset.CHALLENGE;
        }
        boolean answersIgnored = connection.has(ConnectionStatus.SEEN_REPLY) && flow.last == TcpSegment.SYN
                || !connection.has(ConnectionStatus.ASSURED) && flow.last == TcpSegment.ACK;
        if (answersIgnored && packet.tcp().acknowledgment() == flow.lastEnd) {
            return Reset.PASS;
        }
        boolean answersChallenge = before == TcpState.SYN_SENT && flow.last == TcpSegment.ACK
                && flow.lastDirection == Direction.REPLY && seq == flow.lastAck;
        return answersChallenge ? Reset.PASS : otherwise;
    }

    /// A FIN or RST out of window, answered by another: the ends may know better than this host, so the connection need not last for
    /// days. The kernel's `nf_tcp_handle_invalid`.
    private void hasten(TrackedConnection connection, TcpFlow flow, Direction direction, TcpSegment segment, long nowNs) {
        if (!connection.has(ConnectionStatus.ASSURED) || connection.has(ConnectionStatus.FIXED_TIMEOUT)
                || segment != TcpSegment.RST && segment != TcpSegment.FIN) {
            return;
        }
        if (flow.lastDirection == direction || flow.last != TcpSegment.FIN && flow.last != TcpSegment.RST) {
            flow.last = segment;
            flow.lastDirection = direction;
            return;
        }
        long left = connection.expiresNs - nowNs;
        long shorter = settings.nanos(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_UNACKNOWLEDGED);
        if (left >= LONG_ENOUGH_NS && left > shorter) {
            refresh.expire(connection, nowNs + shorter);
        }
    }

    // ---- what belongs to it

    private Outcome accept(TrackedConnection connection, Packet packet, TcpFlow flow, Direction direction, TcpSegment segment,
            TcpState before, TcpState next, long nowNs) {
        flow.last = segment;
        flow.lastDirection = direction;
        flow.state = next;
        if (before != next) {
            connection.changed(ConnectionChange.PROTOCOL);
            if (next == TcpState.FIN_WAIT) {
                flow.end(direction).add(TcpEnd.CLOSE_INIT);
            }
        }
        int timeout = timeout(flow, segment, next);
        if (!connection.has(ConnectionStatus.SEEN_REPLY)) {
            if (segment == TcpSegment.RST) {
                // the only answer is a reset: there is no connection
                connection.count(direction, packet.length());
                remove.accept(connection);
                return Outcome.ACCEPT;
            }
            if (segment == TcpSegment.SYN && before == TcpState.SYN_SENT) {
                // a SYN that is sent again and again does not keep it alive
                return Outcome.ACCEPT;
            }
            if (next == TcpState.ESTABLISHED) {
                // picked up, and only one end heard so far
                timeout = Math.min(timeout, settings.get(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_UNACKNOWLEDGED));
            }
        } else if (next == TcpState.ESTABLISHED && (before == TcpState.SYN_RECV || before == TcpState.ESTABLISHED)
                && connection.raise(ConnectionStatus.ASSURED)) {
            connection.changed(ConnectionChange.ASSURED);
        }
        refresh.refresh(connection, packet, direction, nowNs, TimeUnit.SECONDS.toNanos(timeout));
        return Outcome.ACCEPT;
    }

    private int timeout(TcpFlow flow, TcpSegment segment, TcpState next) {
        int timeout = settings.get(next.timeout());
        int retransmitted = settings.get(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_MAX_RETRANS);
        int unacknowledged = settings.get(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_UNACKNOWLEDGED);
        if (flow.retransmissions >= settings.get(ConntrackSetting.NF_CONNTRACK_TCP_MAX_RETRANS) && timeout > retransmitted) {
            return retransmitted;
        }
        if (segment == TcpSegment.RST) {
            return settings.get(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_CLOSE);
        }
        if (flow.eitherHas(TcpEnd.DATA_UNACKNOWLEDGED) && timeout > unacknowledged) {
            return unacknowledged;
        }
        return flow.lastWindow == 0 && timeout > retransmitted ? retransmitted : timeout;
    }

    /// Closes a connection of which this host has reset one end in the name of the other, as REJECT does: the kernel's
    /// `nf_conntrack_tcp_set_closing`.
    ///
    /// @param answer that bears the connection of what it answers; only a reset closes it
    void answeredByReset(TrackedConnection connection, Packet answer, long nowNs) {
        TcpFlow flow = connection.tcp;
        if (flow == null || flow.state == TcpState.CLOSE || answer.ip().protocol() != Ipv4Header.PROTOCOL_TCP) {
            return;
        }
        answer.markTransportHeader(answer.ip().headerLength());
        if ((answer.tcp().flags() & TcpHeader.RST) != 0) {
            flow.state = TcpState.CLOSE;
            if (!connection.has(ConnectionStatus.FIXED_TIMEOUT)) {
                refresh.expire(connection, nowNs + settings.nanos(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_CLOSE));
            }
            connection.changed(ConnectionChange.PROTOCOL);
        }
    }
}
