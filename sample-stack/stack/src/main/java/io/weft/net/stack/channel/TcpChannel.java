package io.weft.net.stack.channel;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.tcp.FourTuple;
import io.weft.net.stack.tcp.TcpHandler;
import io.weft.net.stack.tcp.TcpPort;
import io.weft.net.stack.tcp.TcpSocket;
import io.weft.net.stack.tcp.TcpState;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection, from threads other than the loop's: nothing here waits for the network.
///
/// What is written goes into a pipe that the loop empties into the connection, what comes goes into another that it fills, as far as there
/// is room. One thread at a time may read and one may write; everything else is for any thread.
public final class TcpChannel implements AutoCloseable, Channels.Channel {

    /// Of each pipe; the connection has buffers of its own behind them.
    private static final int DEFAULT_BUFFER = 1 << 16;
    private static final int LEAST_BUFFER = 1 << 11;
    private static final int DISCARDED_AT_ONCE = 1 << 14;
    private static final long ORPHAN_LOOK_NS = 60_000_000_000L;
    private static final long LINGER_LOOK_NS = 2_000_000L;
    private static final int LOOPBACK = Ipv4.parse("127.0.0.1");
    private static final int NO_LINGER = -1;
    /// Where nothing is there to be read, to see whether anything will be.
    private static final byte[] NOTHING = new byte[1];

    private final Channels channels;
    private final BytePipe in = new BytePipe(DEFAULT_BUFFER);
    private final BytePipe out = new BytePipe(DEFAULT_BUFFER);
    private final AtomicBoolean handed = new AtomicBoolean();
    private final Runnable turn = this::turn;
    private final StreamOptions options = new StreamOptions(this::onSocket);
    private final CountDownLatch gone = new CountDownLatch(1);

    private volatile ReadinessListener listener = ReadinessListener.NONE;
    private volatile boolean connecting;
    private volatile boolean connected;
    private volatile boolean inputEnded;
    private volatile boolean inputShut;
    private volatile boolean outputShut;
    private volatile boolean closed;
    private volatile boolean abortive;
    private volatile @Nullable IOException connectFailure;
    private volatile @Nullable IOException inputFailure;
    private volatile @Nullable IOException outputFailure;
    /// The loop could not fill more into `in`, and is to be told when there is room.
    private volatile boolean inputFull;
    /// The connection took no more from `out`; it tells itself when it does.
    private volatile boolean outputFull;
    private volatile int lingerS = NO_LINGER;
    private volatile @Nullable FourTuple ends;
    private volatile @Nullable TcpPort bound;
    private @Nullable TcpSocket socket;
    private boolean finSent;
    private boolean watched;
    private boolean finished;

    TcpChannel(Channels channels) {
        this.channels = channels;
    }

    /// A connection that a listener took. On the loop thread.
    TcpChannel(Channels channels, TcpSocket accepted) {
        this(channels);
        socket = accepted;
        ends = accepted.ends();
        connected = true;
        channels.opened(this);
        accepted.handler(new Events());
        pull(accepted);
    }

    // ---- connecting

    /// Takes a port before connecting.
    ///
    /// @param port or 0 for a free one
    /// @throws BindException when the port is taken, or the address not this host's
    public void bind(int address, int port) throws IOException {
        requireOpen();
        bound = channels.door().ask(() -> {
            channels.requireLocal(address);
            try {
                return channels.tcpSockets().take(address, port);
            } catch (BindException taken) {
                throw Channels.addressInUse();
            }
        });
        channels.opened(this);
        if (closed) {
            hand();
        }
    }

    /// Begins to open a connection; {@link Readiness#CONNECTABLE} tells when it is known what became of it.
    public void connect(int address, int port) throws IOException {
        requireOpen();
        if (connecting || connected) {
            throw new SocketException(connected ? "Already connected" : "Connection in progress");
        }
        connecting = true;
        channels.opened(this);
        channels.door().hand(() -> open(address, port));
    }

    private void open(int address, int port) {
        if (channels.door().isClosed()) {
            stackClosed();
            return;
        }
        if (closed) {
            finish();
            return;
        }
        TcpPort from = bound;
        try {
            TcpSocket opened = channels.tcpSockets().connect(from == null ? Ipv4.ANY : from.address(), from == null ? 0 : from.port(),
                    address == Ipv4.ANY ? LOOPBACK : address, port, new Events(), options::applyTo);
            socket = opened;
            ends = opened.ends();
        } catch (IOException e) {
            connectFailure = Failures.connecting(e);
            listener.ready(Readiness.ALL);
        }
    }

    /// Whether the connection stands.
    ///
    /// @return false when it is not known yet
    /// @throws IOException why it does not: `ConnectException`, `NoRouteToHostException`, another `SocketException` without a route
    public boolean finishConnect() throws IOException {
        requireOpen();
        IOException why = connectFailure;
        if (why != null) {
            throw why;
        }
        return connected;
    }

    public boolean isConnected() {
        return connected;
    }

    // ---- the stream

    /// Gets what has come.
    ///
    /// @return how many bytes, 0 when none are there, -1 at the end of the stream
    /// @throws SocketException when the connection broke, or is closed
    public int read(byte[] to, int offset, int length) throws IOException {
        requireOpen();
        requireConnected();
        if (inputShut) {
            return -1;
        }
        // looked at before the pipe: what is in it came before the end
        boolean end = inputEnded;
        IOException failure = inputFailure;
        int count = in.get(to, offset, length);
        if (inputFull && in.room() >= in.capacity() / 2) {
            inputFull = false;
            hand();
        }
        if (count > 0 || length == 0) {
            return count;
        }
        if (end) {
            return -1;
        }
        if (failure != null) {
            throw Failures.connected(failure);
        }
        return 0;
    }

    /// Takes bytes to be sent, as many as there is room for.
    ///
    /// @return how many; when not all, {@link Readiness#WRITABLE} tells of room
    /// @throws SocketException when the connection broke, is closed, or its output is
    public int write(byte[] from, int offset, int length) throws IOException {
        requireOpen();
        requireConnected();
        IOException failure = outputFailure;
        if (failure != null) {
            throw Failures.connected(failure);
        }
        if (outputShut) {
            throw new SocketException("Broken pipe");
        }
        int count = out.put(from, offset, length);
        if (count > 0 && !outputFull) {
            hand();
        }
        return count;
    }

    /// How many bytes can be read at once.
    public int available() {
        return inputShut ? 0 : in.size();
    }

    /// Reading finds the end from now on; what comes is thrown away.
    public void shutdownInput() throws IOException {
        requireOpen();
        requireConnected();
        inputShut = true;
        hand();
        listener.ready(Readiness.READABLE);
    }

    /// Says to the peer that nothing more will be written; what was goes out first. Reading goes on.
    public void shutdownOutput() throws IOException {
        requireOpen();
        requireConnected();
        outputShut = true;
        hand();
        listener.ready(Readiness.WRITABLE);
    }

    // ---- its end

    /// Closes it for this host's programs; the loop sends what was written and the end. When something is there that was not read, or
    /// lingering is 0, the peer gets a reset.
    @Override
    public void close() {
        closed = true;
        hand();
        listener.ready(Readiness.ALL);
    }

    /// Breaks the connection off with a reset; what was not sent is lost.
    public void abort() {
        abortive = true;
        close();
    }

    public boolean isOpen() {
        return !closed;
    }

    /// Waits until the peer has acknowledged all that was written, after {@link #close}, and no longer than {@link #linger} says.
    public void awaitLinger() throws InterruptedException {
        if (lingerS > 0 && connected) {
            gone.await(lingerS, TimeUnit.SECONDS);
        }
    }

    // ---- how it stands

    /// What it is ready for, in the bits of {@link Readiness}.
    public int readiness() {
        if (closed || connectFailure != null) {
            return Readiness.READABLE | Readiness.WRITABLE | Readiness.CONNECTABLE;
        }
        if (!connected) {
            return 0;
        }
        boolean readable = !in.isEmpty() || inputEnded || inputShut || inputFailure != null;
        boolean writable = out.room() >= out.capacity() / 4 || outputShut || outputFailure != null;
        return Readiness.CONNECTABLE | (readable ? Readiness.READABLE : 0) | (writable ? Readiness.WRITABLE : 0);
    }

    /// Who hears of readiness from now on; there is one.
    public void listener(ReadinessListener value) {
        listener = value;
    }

    /// 0.0.0.0 before it is connected.
    public int remoteAddress() {
        FourTuple known = ends;
        return known == null ? Ipv4.ANY : known.remoteAddress();
    }

    /// 0 before it is connected.
    public int remotePort() {
        FourTuple known = ends;
        return known == null ? 0 : known.remotePort();
    }

    /// The address it is bound to, 0.0.0.0 for any.
    public int localAddress() {
        FourTuple known = ends;
        TcpPort port = bound;
        return known != null ? known.localAddress() : port != null ? port.address() : Ipv4.ANY;
    }

    /// 0 when it has none yet.
    public int localPort() {
        FourTuple known = ends;
        TcpPort port = bound;
        return known != null ? known.localPort() : port != null ? port.port() : 0;
    }

    /// What is wanted of the connection.
    public StreamOptions options() {
        return options;
    }

    private void onSocket(Consumer<TcpSocket> task) {
        channels.door().hand(() -> {
            if (socket != null && !finished) {
                task.accept(socket);
            }
        });
    }

    /// SO_LINGER: -1 for none, 0 for a reset at the close, otherwise how many seconds {@link #awaitLinger} may take.
    public void linger(int seconds) {
        lingerS = seconds;
    }

    public int linger() {
        return lingerS;
    }

    /// How much may wait here to be read, beside what the connection keeps itself.
    public void receiveBuffer(int bytes) {
        in.capacity(Math.clamp(bytes, LEAST_BUFFER, 1 << 30));
    }

    public int receiveBuffer() {
        return in.capacity();
    }

    /// How much may wait here to be sent, beside what the connection keeps itself.
    public void sendBuffer(int bytes) {
        out.capacity(Math.clamp(bytes, LEAST_BUFFER, 1 << 30));
    }

    public int sendBuffer() {
        return out.capacity();
    }

    private void requireOpen() throws SocketException {
        if (closed) {
            throw Failures.closed();
        }
    }

    private void requireConnected() throws SocketException {
        if (!connected) {
            throw new SocketException("Socket is not connected");
        }
    }

    private void hand() {
        if (!handed.get() && handed.compareAndSet(false, true)) {
            channels.door().hand(turn);
        }
    }

    // ---- on the loop thread

    private final class Events implements TcpHandler {

        @Override
        public void connected(TcpSocket of) {
            connected = true;
            tell(Readiness.CONNECTABLE | Readiness.WRITABLE);
            pull(of);
            push(of);
        }

        @Override
        public void readable(TcpSocket of) {
            if (closed) {
                wind(of);
            } else {
                pull(of);
            }
        }

        @Override
        public void writable(TcpSocket of) {
            outputFull = false;
            if (closed) {
                wind(of);
            } else {
                push(of);
            }
        }

        @Override
        public void closed(TcpSocket of, @Nullable IOException why) {
            if (!connected) {
                connectFailure = why == null ? new SocketException("Connection closed") : Failures.connecting(why);
            } else if (outputFailure == null) {
                outputFailure = why == null ? new SocketException("Broken pipe") : why;
            }
            pull(of);
            tell(Readiness.ALL);
            if (closed) {
                finish();
            }
        }
    }

    private void tell(int operations) {
        listener.ready(operations);
    }

    /// What users handed in: bytes, room, an end.
    private void turn() {
        handed.set(false);
        TcpSocket of = socket;
        if (channels.door().isClosed() || finished) {
            return;
        }
        if (of == null) {
            if (closed && (!connecting || connectFailure != null)) {
                finish();
            }
        } else if (closed) {
            wind(of);
        } else if (connected) {
            pull(of);
            push(of);
        }
    }

    /// Fills `in` from the connection.
    private void pull(TcpSocket from) {
        if (inputEnded || inputFailure != null || !connected) {
            return;
        }
        try {
            int count = inputShut ? discard(from) : in.fillFrom(from::read, from.available());
            // not whether the pipe is full: who reads may have made room since
            if (from.available() > 0) {
                inputFull = true;
                if (in.room() >= in.capacity() / 2) {
                    // who reads may have looked before
                    hand();
                }
            } else if (from.read(NOTHING, 0, 1) < 0) {
                inputEnded = true;
            }
            if (count > 0 || inputEnded) {
                tell(Readiness.READABLE);
            }
        } catch (IOException broken) {
            inputFailure = broken;
            tell(Readiness.READABLE);
        }
    }

    private static int discard(TcpSocket from) throws IOException {
        byte[] some = new byte[Math.min(DISCARDED_AT_ONCE, Math.max(1, from.available()))];
        int count = from.read(some, 0, some.length);
        while (count > 0) {
            count = from.read(some, 0, some.length);
        }
        return count;
    }

    /// Empties `out` into the connection.
    private void push(TcpSocket to) {
        if (outputFailure != null || finSent) {
            return;
        }
        boolean shut = outputShut;
        try {
            // before it looks: whoever puts later and finds it false hands in a turn
            outputFull = false;
            boolean all = out.drainTo(to::write);
            if (!all) {
                outputFull = true;
            } else if (shut) {
                finSent = true;
                to.shutdownOutput();
            }
            // whether there was room before says nothing: who writes may have filled it meanwhile, and waits
            tell(Readiness.WRITABLE);
        } catch (IOException broken) {
            outputFailure = broken;
            tell(Readiness.WRITABLE);
        }
    }

    /// Its program has closed it: what was written still goes out, unless something was not read.
    private void wind(TcpSocket of) {
        if (finished) {
            return;
        }
        if (abortive || lingerS == 0 || !inputShut && (!in.isEmpty() || of.available() > 0)) {
            of.abort();
            finish();
            return;
        }
        push(of);
        if (!connected || outputFailure != null || out.isEmpty()) {
            of.close();
            if (lingerS > 0 && connected) {
                linger(of);
            } else {
                finish();
            }
        } else if (!watched) {
            watched = true;
            watch(of, out.size());
        }
    }

    /// A peer that takes nothing of what was written must not keep it here for ever. The kernel's tcp_orphan_retries.
    private void watch(TcpSocket of, int left) {
        channels.door().schedule(ORPHAN_LOOK_NS, () -> {
            if (finished || channels.door().isClosed()) {
                return;
            }
            if (out.size() == left) {
                of.abort();
                finish();
            } else {
                watch(of, out.size());
            }
        });
    }

    /// Until all is acknowledged; how long anybody waits for that is theirs.
    private void linger(TcpSocket of) {
        if (isAcknowledged(of.state()) || channels.door().isClosed()) {
            finish();
        } else {
            channels.door().schedule(LINGER_LOOK_NS, () -> linger(of));
        }
    }

    private static boolean isAcknowledged(TcpState state) {
        return switch (state) {
            case FIN_WAIT_2, TIME_WAIT, CLOSED -> true;
            case SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, CLOSE_WAIT, CLOSING, LAST_ACK -> false;
        };
    }

    /// Nothing of the stack's is left to it.
    private void finish() {
        finished = true;
        TcpPort port = bound;
        if (port != null) {
            port.close();
        }
        channels.gone(this);
        gone.countDown();
    }

    @Override
    public void stackClosed() {
        SocketException why = LoopDoor.stackIsClosed();
        if (connected) {
            outputFailure = why;
            inputFailure = why;
        } else {
            connectFailure = why;
        }
        finish();
        tell(Readiness.ALL);
    }

    @Override
    public String toString() {
        FourTuple known = ends;
        return known == null ? "tcp, not connected" : known.toString();
    }
}
