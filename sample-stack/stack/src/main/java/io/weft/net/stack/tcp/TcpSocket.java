package io.weft.net.stack.tcp;

import io.weft.net.stack.device.Faults;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A program's end of a connection. Nothing here waits: what cannot be done now is told by the {@link TcpHandler} when it can.
///
/// Belongs to the loop thread; other threads come by way of `Stack.onLoop`.
public final class TcpSocket implements AutoCloseable {

    private static final int TRAFFIC_CLASS = 0xFC;

    private final TcpShared shared;
    private final Faults faults;
    private final TcpConnection connection;
    /// Until it is accepted.
    private @Nullable TcpListener listener;
    private TcpHandler handler;
    private @Nullable TcpEnd end;
    private boolean outputClosed;
    private boolean closed;

    TcpSocket(FourTuple tuple, TcpShared shared, Faults faults, int linkMss, @Nullable TcpListener listener, TcpHandler handler) {
        this.shared = shared;
        this.faults = faults;
        this.listener = listener;
        this.handler = handler;
        connection = new TcpConnection(tuple, shared, new Owner(), linkMss);
    }

    private enum Event { CONNECTED, READABLE, WRITABLE, CLOSED }

    /// What the connection says, kept from those who have the socket.
    private final class Owner implements TcpOwner {

        @Override
        public boolean hasRoom() {
            return listener == null || listener.hasRoom();
        }

        @Override
        public void established() {
            if (listener != null) {
                listener.established(TcpSocket.this);
            } else {
                tell(Event.CONNECTED);
            }
        }

        @Override
        public void readable() {
            if (listener == null) {
                tell(Event.READABLE);
            }
        }

        @Override
        public void writable() {
            tell(Event.WRITABLE);
        }

        @Override
        public void ended(TcpEnd how) {
            end = how;
            if (listener != null) {
                listener.ended(TcpSocket.this);
            } else {
                tell(Event.CLOSED);
            }
        }
    }

    private void tell(Event event) {
        if (closed) {
            return;
        }
        try {
            switch (event) {
                case CONNECTED -> handler.connected(this);
                case READABLE -> handler.readable(this);
                case WRITABLE -> handler.writable(this);
                case CLOSED -> handler.closed(this, failure());
            }
        } catch (RuntimeException | Error fault) {
            faults.report("the owner of " + this, fault);
        }
    }

    // ---- how it stands

    public FourTuple ends() {
        return connection.tuple();
    }

    public TcpState state() {
        return connection.state();
    }

    /// How the connection stands.
    public TcpInfo info() {
        return connection.info();
    }

    /// From now on this one hears.
    public void handler(TcpHandler value) {
        handler = value;
    }

    /// Sends small segments at once instead of waiting for others' acknowledgment (TCP_NODELAY; RFC 9293 §3.7.4).
    public void noDelay(boolean value) {
        connection.noDelay(value, shared.timers().nowNs());
    }

    /// Asks a peer that is silent for 2 hours whether it is still there, as the kernel's settings say (SO_KEEPALIVE).
    public void keepAlive(boolean value) {
        TcpUpkeep upkeep = shared.settings().upkeep();
        connection.keepAlive(value ? upkeep.keepaliveTimeNs() : 0, upkeep.keepaliveIntervalNs(), upkeep.keepaliveProbes());
    }

    /// Asks a silent peer whether it is still there (SO_KEEPALIVE with TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT).
    ///
    /// @param idle how long it is silent before
    /// @param interval from probe to probe
    /// @param probes how many may go unanswered before the connection is given up
    public void keepAlive(Duration idle, Duration interval, int probes) {
        if (!idle.isPositive() || !interval.isPositive() || probes < 1) {
            throw new IllegalArgumentException("keepalive after " + idle + ", every " + interval + ", " + probes + " times");
        }
        connection.keepAlive(idle.toNanos(), interval.toNanos(), probes);
    }

    /// What IP's field says on what is sent from now on (IP_TOS); of its lowest two bits a connection disposes itself (RFC 3168).
    public void trafficClass(int value) {
        connection.tos(value & TRAFFIC_CLASS);
    }

    /// Gives the connection up when what was written is not acknowledged for so long, be it that the peer is silent or that it takes
    /// nothing (TCP_USER_TIMEOUT). Zero has retransmissions and probes decide.
    public void userTimeout(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("a time-out of " + value);
        }
        connection.userTimeout(value.toNanos(), shared.timers().nowNs());
    }

    // ---- the stream

    /// Reads what has come.
    ///
    /// @return how many bytes, 0 when none are there, -1 at the end of the stream
    /// @throws IOException when the connection broke
    public int read(byte[] to, int offset, int length) throws IOException {
        requireOpen();
        int taken = connection.read(to, offset, length, shared.timers().nowNs());
        if (taken > 0 || length == 0) {
            return taken;
        }
        if (connection.receiver().isAtEnd()) {
            return -1;
        }
        throwIfBroken();
        return 0;
    }

    /// Reads what has come, as far as there is room; see {@link #read(byte[], int, int)}.
    ///
    /// @param to with an array behind it
    public int read(ByteBuffer to) throws IOException {
        int taken = read(to.array(), to.arrayOffset() + to.position(), to.remaining());
        to.position(to.position() + Math.max(0, taken));
        return taken;
    }

    /// How many bytes can be read.
    public int available() {
        return connection.receiver().readable();
    }

    /// Takes bytes to be sent, as many as there is room for.
    ///
    /// @return how many; when not all, {@link TcpHandler#writable} tells of room
    /// @throws IOException when the connection broke, or the output is closed
    public int write(byte[] from, int offset, int length) throws IOException {
        requireOpen();
        throwIfBroken();
        if (outputClosed || end != null) {
            throw new SocketException("output is closed");
        }
        return connection.write(from, offset, length, shared.timers().nowNs());
    }

    /// Takes what is in the buffer, as far as there is room; see {@link #write(byte[], int, int)}.
    ///
    /// @param from with an array behind it
    public int write(ByteBuffer from) throws IOException {
        int taken = write(from.array(), from.arrayOffset() + from.position(), from.remaining());
        from.position(from.position() + taken);
        return taken;
    }

    // ---- its end

    /// Says that nothing more will be written; what was goes out first. Reading goes on.
    public void shutdownOutput() {
        if (!closed && !outputClosed) {
            outputClosed = true;
            connection.closeOutput(shared.timers().nowNs());
        }
    }

    /// Ends both ways in good order; what was written goes out first. When there is something that was not read, or something more comes,
    /// the peer gets a reset: it is lost.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            outputClosed = true;
            connection.close(shared.timers().nowNs());
        }
    }

    /// Breaks the connection off with a reset; what was not sent is lost.
    public void abort() {
        closed = true;
        outputClosed = true;
        connection.abort(shared.timers().nowNs());
    }

    // ---- for those who make it

    TcpConnection connection() {
        return connection;
    }

    /// It has its program now.
    void accepted() {
        listener = null;
    }

    private void requireOpen() throws SocketException {
        if (closed) {
            throw new SocketException("socket is closed");
        }
    }

    private void throwIfBroken() throws IOException {
        IOException why = failure();
        if (why != null) {
            throw why;
        }
    }

    private @Nullable IOException failure() {
        return switch (end) {
            case CLOSED -> null;
            case REFUSED -> new ConnectException("connection refused");
            case RESET -> new SocketException("connection reset");
            case TIMED_OUT -> new ConnectException("connection timed out");
            case ABORTED -> new SocketException("connection was broken off");
            case UNREACHABLE -> new NoRouteToHostException("no way to the host");
            case SHUTDOWN -> new SocketException("stack was closed");
            case null -> null;
        };
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
