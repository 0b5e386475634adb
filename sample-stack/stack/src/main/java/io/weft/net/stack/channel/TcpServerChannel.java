package io.weft.net.stack.channel;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.tcp.TcpListener;
import io.weft.net.stack.tcp.TcpSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Takes connections to a port, for threads other than the loop's: nothing here waits for the network.
///
/// Those that stand wait here, as many as its backlog says; beyond them as many are still being opened, or wait in the listener.
public final class TcpServerChannel implements AutoCloseable, Channels.Channel {

    private final Channels channels;
    private final ConcurrentLinkedQueue<TcpChannel> standing = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile ReadinessListener hearer = ReadinessListener.NONE;
    private volatile @Nullable TcpListener listener;
    private volatile @Nullable SocketException failure;
    private volatile boolean closed;
    /// The listener has more than there was room for here.
    private volatile boolean full;
    private int backlog;
    private volatile int receiveBuffer;

    TcpServerChannel(Channels channels) {
        this.channels = channels;
    }

    /// Begins to take connections.
    ///
    /// @param address of this host, or 0.0.0.0 for all
    /// @param port or 0 for a free one
    /// @param most how many may wait to be accepted
    /// @throws BindException when the port is taken, or the address not this host's
    public void bind(int address, int port, int most) throws IOException {
        requireOpen();
        if (listener != null) {
            throw new SocketException("Already bound");
        }
        listener = channels.door().ask(() -> {
            channels.requireLocal(address);
            backlog = Math.max(1, most);
            try {
                return channels.tcpSockets().listen(address, port, backlog, this::acceptable);
            } catch (BindException taken) {
                throw Channels.addressInUse();
            }
        });
        channels.opened(this);
        if (closed) {
            channels.door().hand(this::end);
        }
    }

    /// The next connection, or null when none waits.
    public @Nullable TcpChannel accept() throws IOException {
        requireOpen();
        if (listener == null) {
            throw new SocketException("Socket is not bound");
        }
        TcpChannel next = standing.poll();
        if (next == null) {
            SocketException why = failure;
            if (why != null) {
                throw why;
            }
            return null;
        }
        waiting.decrementAndGet();
        if (full) {
            full = false;
            channels.door().hand(this::takeMore);
        }
        return next;
    }

    /// Frees the port, and breaks off what nobody has accepted.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            channels.door().hand(this::end);
            hearer.ready(Readiness.ALL);
        }
    }

    public boolean isOpen() {
        return !closed;
    }

    /// What it is ready for, in the bits of {@link Readiness}.
    public int readiness() {
        return closed || failure != null || !standing.isEmpty() ? Readiness.ACCEPTABLE : 0;
    }

    /// Who hears of readiness from now on; there is one.
    public void listener(ReadinessListener value) {
        hearer = value;
    }

    public boolean isBound() {
        return listener != null;
    }

    public int localAddress() {
        TcpListener known = listener;
        return known == null ? Ipv4.ANY : known.address();
    }

    /// 0 when it is not bound.
    public int localPort() {
        TcpListener known = listener;
        return known == null ? 0 : known.port();
    }

    /// What accepted connections begin with; see {@link TcpChannel#receiveBuffer}. 0 for the usual.
    public void receiveBuffer(int bytes) {
        receiveBuffer = bytes;
    }

    public int receiveBuffer() {
        return receiveBuffer;
    }

    private void requireOpen() throws SocketException {
        if (closed) {
            throw Failures.closed();
        }
    }

    // ---- on the loop thread

    private void acceptable(TcpListener from) {
        while (waiting.get() < backlog) {
            TcpSocket socket = from.accept();
            if (socket == null) {
                return;
            }
            TcpChannel channel = channels.accepted(socket);
            if (receiveBuffer > 0) {
                channel.receiveBuffer(receiveBuffer);
            }
            waiting.incrementAndGet();
            standing.add(channel);
            hearer.ready(Readiness.ACCEPTABLE);
        }
        full = true;
        if (waiting.get() < backlog) {
            // who accepts may have looked before
            takeMore();
        }
    }

    private void takeMore() {
        TcpListener from = listener;
        if (from != null && !closed && !channels.door().isClosed()) {
            full = false;
            acceptable(from);
        }
    }

    private void end() {
        TcpListener had = listener;
        if (had != null && !channels.door().isClosed()) {
            had.close();
        }
        for (TcpChannel left = standing.poll(); left != null; left = standing.poll()) {
            left.abort();
        }
        channels.gone(this);
    }

    @Override
    public void stackClosed() {
        failure = LoopDoor.stackIsClosed();
        hearer.ready(Readiness.ALL);
    }

    @Override
    public String toString() {
        TcpListener known = listener;
        return known == null ? "tcp, not bound" : known.toString();
    }
}
