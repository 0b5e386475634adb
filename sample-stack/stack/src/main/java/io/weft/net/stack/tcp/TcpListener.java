package io.weft.net.stack.tcp;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.TcpHeader;
import io.weft.net.stack.device.Faults;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes connections to a port (RFC 9293 §3.10.7.2), no more at a time than its backlog: those that are being opened and those that
/// nobody has accepted yet count together. Belongs to the loop thread.
public final class TcpListener implements AutoCloseable {

    private final TcpSockets sockets;
    private final TcpShared shared;
    private final Faults faults;
    private final int address;
    private final int port;
    private final int backlog;
    private final Consumer<TcpListener> acceptable;
    private final Set<TcpSocket> opening = new LinkedHashSet<>();
    private final Queue<TcpSocket> waiting = new ArrayDeque<>();

    TcpListener(TcpSockets sockets, TcpShared shared, Faults faults, int address, int port, int backlog, Consumer<TcpListener> acceptable) {
        this.sockets = sockets;
        this.shared = shared;
        this.faults = faults;
        this.address = address;
        this.port = port;
        this.backlog = backlog;
        this.acceptable = acceptable;
    }

    /// The address it is bound to, 0.0.0.0 for all of this host's.
    public int address() {
        return address;
    }

    public int port() {
        return port;
    }

    TcpEntry entry() {
        return new TcpEntry(new FourTuple(address, port, Ipv4.ANY, 0), null, waiting.size(), backlog, null);
    }

    /// The next connection that stands, or null when none waits.
    public @Nullable TcpSocket accept() {
        TcpSocket next = waiting.poll();
        if (next != null) {
            next.accepted();
        }
        return next;
    }

    /// Takes a segment to this port that belongs to no connection.
    void receive(TcpSegment segment, FourTuple tuple, long nowNs) {
        if (segment.has(TcpHeader.ACK) && !segment.has(TcpHeader.RST)) {
            shared.reset().answerClosedPort(segment.packet());
        }
        int linkMss = shared.output().linkMss(tuple.remoteAddress(), tuple.localAddress());
        if (!segment.has(TcpHeader.SYN) || segment.has(TcpHeader.RST) || segment.has(TcpHeader.ACK) || segment.has(TcpHeader.FIN) || linkMss == 0) {
            segment.refuse();
        } else if (opening.size() + waiting.size() >= backlog) {
            segment.drop(DropReason.TCP_BACKLOG);
        } else {
            TcpSocket socket = new TcpSocket(tuple, shared, faults, linkMss, this, TcpHandler.NONE);
            opening.add(socket);
            socket.connection().accept(segment, nowNs);
            segment.end();
        }
    }

    void established(TcpSocket socket) {
        if (opening.remove(socket)) {
            waiting.add(socket);
            try {
                acceptable.accept(this);
            } catch (RuntimeException | Error fault) {
                faults.report("the owner of " + this, fault);
            }
        }
    }

    /// Before anybody accepted it. One whose stream can still be read to its end stays.
    void ended(TcpSocket socket) {
        opening.remove(socket);
        if (socket.state() == TcpState.CLOSED) {
            waiting.remove(socket);
        }
    }

    /// Frees the port, and breaks off what nobody has accepted.
    @Override
    public void close() {
        sockets.remove(this);
        List<TcpSocket> left = new ArrayList<>(opening);
        left.addAll(waiting);
        opening.clear();
        waiting.clear();
        left.forEach(TcpSocket::abort);
    }

    @Override
    public String toString() {
        return "tcp " + Ipv4.format(address) + ":" + port;
    }
}
