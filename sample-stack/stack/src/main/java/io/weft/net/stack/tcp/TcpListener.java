package io.weft.net.stack.tcp;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.TcpHeader;
import io.weft.net.stack.device.Faults;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes connections to a port (RFC 9293 §3.10.7.2), no more at a time than its backlog. When as many are being opened as it wants, further
/// SYNs are answered by {@link SynCookies}. Belongs to the loop thread. The kernel's tcp_conn_request.
public final class TcpListener implements AutoCloseable {

    private final TcpSockets sockets;
    private final TcpShared shared;
    private final Faults faults;
    private final int address;
    private final int port;
    private final ListenBacklog backlog;
    private final SynCookies cookies;
    private final Consumer<TcpListener> acceptable;

    TcpListener(TcpSockets sockets, TcpShared shared, Faults faults, int address, int port, int backlog, Consumer<TcpListener> acceptable) {
        this.sockets = sockets;
        this.shared = shared;
        this.faults = faults;
        this.address = address;
        this.port = port;
        this.backlog = new ListenBacklog(backlog);
        cookies = new SynCookies(shared.random());
        this.acceptable = acceptable;
    }

    /// The address it is bound to, 0.0.0.0 for all of this host's.
    public int address() {
        return address;
    }

    public int port() {
        return port;
    }

    /// How many connections are being opened.
    public int opening() {
        return backlog.opening();
    }

    /// How many connections may be opened, and how many may stand unaccepted, at a time.
    public int backlog() {
        return backlog.size();
    }

    /// How many connections stand that nobody has accepted.
    public int waiting() {
        return backlog.waiting();
    }

    /// The next connection that stands, or null when none waits.
    public @Nullable TcpSocket accept() {
        TcpSocket next = backlog.next();
        if (next != null) {
            next.accepted();
        }
        return next;
    }

    // ---- segments to this port that belong to no connection

    /// @param before the connection of the same ends that gave way
    void receive(TcpSegment segment, FourTuple tuple, @Nullable TcpConnection before, long nowNs) {
        if (segment.has(TcpHeader.RST)) {
            segment.refuse();
        } else if (segment.has(TcpHeader.ACK)) {
            takeAcknowledgment(segment, tuple, nowNs);
        } else if (segment.has(TcpHeader.SYN) && !segment.has(TcpHeader.FIN)) {
            takeSyn(segment, tuple, before, nowNs);
        } else {
            segment.refuse();
        }
    }

    private void takeSyn(TcpSegment syn, FourTuple tuple, @Nullable TcpConnection before, long nowNs) {
        int linkMss = shared.output().linkMss(tuple.remoteAddress(), tuple.localAddress());
        boolean full = backlog.isSynQueueFull();
        boolean cookie = switch (shared.settings().upkeep().synCookies()) {
            case NEVER -> false;
            case WHEN_FULL -> full;
            case ALWAYS -> true;
        };
        if (linkMss == 0) {
            syn.refuse();
        } else if (full && !cookie) {
            shared.counters().count(TcpCounter.REQ_Q_FULL_DROP);
            overflow(syn);
        } else if (backlog.isAcceptQueueFull()) {
            shared.counters().count(TcpCounter.LISTEN_OVERFLOWS);
            overflow(syn);
        } else if (cookie) {
            answerWithCookie(syn, tuple, linkMss, full, nowNs);
        } else {
            shared.counters().count(TcpCounter.PASSIVE_OPENS);
            TcpSocket socket = new TcpSocket(tuple, shared, faults, linkMss, this, TcpHandler.NONE);
            backlog.opens(socket);
            socket.connection().accept(syn, before, nowNs);
            syn.end();
        }
    }

    private void overflow(TcpSegment segment) {
        shared.counters().count(TcpCounter.LISTEN_DROPS);
        segment.drop(DropReason.TCP_BACKLOG);
    }

    private void answerWithCookie(TcpSegment syn, FourTuple tuple, int linkMss, boolean full, long nowNs) {
        if (full) {
            shared.counters().count(TcpCounter.REQ_Q_FULL_DO_COOKIES);
        }
        shared.counters().count(TcpCounter.SYNCOOKIES_SENT);
        int peersMss = syn.mss() == TcpSegment.ABSENT ? TcpSender.DEFAULT_MSS : syn.mss();
        int cookie = cookies.make(tuple, syn.sequence(), peersMss, nowNs);
        TcpSwitches switches = shared.settings().switches();
        boolean stamped = syn.hasTimestamp();
        boolean ecn = stamped && switches.ecn() != TcpSwitches.Ecn.OFF && syn.has(TcpHeader.ECE) && syn.has(TcpHeader.CWR);
        int timestamp = SynCookies.writeOptions(Timestamps.ticks(nowNs) + shared.initialSequence().timestampOrigin(tuple), syn.windowScale(),
                syn.permitsSack(), ecn);
        shared.output().sendCookie(syn, tuple, cookie, TcpHeader.SYN | TcpHeader.ACK | (ecn ? TcpHeader.ECE : 0),
                new SynOptions(linkMss, stamped && syn.permitsSack() && switches.sack(), stamped, timestamp, syn.timestampValue(),
                        stamped && syn.windowScale() != TcpSegment.ABSENT ? TcpReceiver.scaleFor(shared.settings().receiveBytes()) : TcpSegment.ABSENT));
        syn.end();
    }

    /// An acknowledgment of nothing is reset, unless it is of a cookie: then there was a SYN before it.
    private void takeAcknowledgment(TcpSegment segment, FourTuple tuple, long nowNs) {
        int mss = TcpSegment.ABSENT;
        if (!segment.has(TcpHeader.SYN) && cookies.mayComeBack(nowNs)) {
            mss = cookies.mss(tuple, segment.sequence() - 1, segment.acknowledgment() - 1, nowNs);
            shared.counters().count(mss == TcpSegment.ABSENT ? TcpCounter.SYNCOOKIES_FAILED : TcpCounter.SYNCOOKIES_RECV);
        }
        int linkMss = mss == TcpSegment.ABSENT ? 0 : shared.output().linkMss(tuple.remoteAddress(), tuple.localAddress());
        if (linkMss == 0) {
            shared.reset().answerClosedPort(segment.packet());
            segment.refuse();
        } else if (backlog.isAcceptQueueFull()) {
            shared.counters().count(TcpCounter.LISTEN_OVERFLOWS);
            overflow(segment);
        } else {
            shared.counters().count(TcpCounter.PASSIVE_OPENS);
            TcpSocket socket = new TcpSocket(tuple, shared, faults, linkMss, this, TcpHandler.NONE);
            backlog.opens(socket);
            socket.connection().revive(segment,
                    SynCookies.readOptions(mss, segment.hasTimestamp() ? segment.timestampEcho() : SynCookies.NO_OPTIONS), nowNs);
        }
    }

    // ---- what becomes of them

    /// Whether one more may stand. The last step of an opening is dropped where it may not, and comes again.
    boolean hasRoom() {
        if (backlog.isAcceptQueueFull()) {
            shared.counters().count(TcpCounter.LISTEN_OVERFLOWS);
            shared.counters().count(TcpCounter.LISTEN_DROPS);
            return false;
        }
        return true;
    }

    void established(TcpSocket socket) {
        if (backlog.stands(socket)) {
            try {
                acceptable.accept(this);
            } catch (RuntimeException | Error fault) {
                faults.report("the owner of " + this, fault);
            }
        }
    }

    /// Before anybody accepted it.
    void ended(TcpSocket socket) {
        backlog.ended(socket);
    }

    /// Frees the port, and breaks off what nobody has accepted.
    @Override
    public void close() {
        sockets.remove(this);
        backlog.takeAll().forEach(TcpSocket::abort);
    }

    @Override
    public String toString() {
        return "tcp " + Ipv4.format(address) + ":" + port;
    }
}
