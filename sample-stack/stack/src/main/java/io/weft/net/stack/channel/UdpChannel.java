package io.weft.net.stack.channel;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.stack.udp.UdpHandler;
import io.weft.net.stack.udp.UdpOptions;
import io.weft.net.stack.udp.UdpSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends and receives datagrams, from threads other than the loop's: nothing here waits for the network.
///
/// What comes and finds no room is lost, as the kernel's is. What the loop could not send is told by the next send; what ICMP says of a
/// connected socket's datagrams, by whatever comes next.
public final class UdpChannel implements AutoCloseable, Channels.Channel {

    /// `net.core.rmem_default` and `net.core.wmem_default`.
    private static final int DEFAULT_BUFFER = 212_992;
    private static final int LEAST_BUFFER = 1 << 11;
    /// What a datagram is counted for beside its payload.
    private static final int OVERHEAD = 256;
    /// A UDP header and an IP header less than an IP packet at most.
    private static final int MAX_PAYLOAD = 65_507;

    private final Channels channels;
    private final UdpSocket socket;
    private final ConcurrentLinkedQueue<Datagram> in = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inBytes = new AtomicInteger();
    private final ConcurrentLinkedQueue<Datagram> out = new ConcurrentLinkedQueue<>();
    private final AtomicInteger outBytes = new AtomicInteger();
    private final AtomicReference<@Nullable IOException> error = new AtomicReference<>();
    private final AtomicReference<@Nullable IOException> sendError = new AtomicReference<>();
    private final AtomicBoolean handed = new AtomicBoolean();
    private final Runnable turn = this::turn;
    private volatile ReadinessListener listener = ReadinessListener.NONE;
    private volatile @Nullable SocketException failure;
    private volatile boolean bound;
    private volatile boolean closed;
    private volatile int localAddress;
    private volatile int localPort;
    private volatile int receiveBuffer = DEFAULT_BUFFER;
    private volatile int sendBuffer = DEFAULT_BUFFER;

    UdpChannel(Channels channels) {
        this.channels = channels;
        socket = channels.udpSockets().open(new Events());
    }

    // ---- its ends

    /// Takes a port.
    ///
    /// @param address of this host, a broadcast or multicast address, or 0.0.0.0 for all
    /// @param port or 0 for a free one
    /// @throws BindException when the port is taken, or the address not this host's
    public void bind(int address, int port) throws IOException {
        requireOpen();
        if (bound) {
            throw new SocketException("Already bound");
        }
        ask(() -> {
            try {
                socket.bind(address, port);
            } catch (BindException refused) {
                channels.requireBindable(address);
                throw Channels.addressInUse();
            }
        });
        isBound();
    }

    private void isBound() {
        bound = true;
        channels.opened(this);
        if (closed) {
            hand();
        }
    }

    /// From now on only datagrams from there come in, and what ICMP says of those that go there is told. Those that wait from elsewhere
    /// are thrown away.
    ///
    /// @throws NoRouteToHostException when the route says that nobody is to be reached there
    /// @throws SocketException when no route leads there
    public void connect(int address, int port) throws IOException {
        requireOpen();
        ask(() -> socket.connect(address, port));
        if (!bound) {
            isBound();
        }
        for (Datagram each : in) {
            if ((each.address() != address || each.port() != port) && in.remove(each)) {
                inBytes.addAndGet(-cost(each));
            }
        }
    }

    /// Speaks with everybody again.
    public void disconnect() throws IOException {
        ask(socket::disconnect);
        error.set(null);
    }

    /// Hears what is sent to a group, on the link to which the routes lead.
    public void join(int group) throws IOException {
        requireOpen();
        ask(() -> socket.join(group, null));
    }

    public void leave(int group) throws IOException {
        requireOpen();
        ask(() -> socket.leave(group, null));
    }

    /// Changes its options, on the loop thread.
    public void options(Consumer<UdpOptions> change) throws IOException {
        requireOpen();
        ask(() -> change.accept(socket.options()));
    }

    private interface Step {
        void run() throws IOException;
    }

    private void ask(Step step) throws IOException {
        channels.door().ask(() -> {
            step.run();
            localAddress = socket.address();
            localPort = socket.port();
            return true;
        });
    }

    // ---- datagrams

    /// Asks the loop whether a datagram could be sent there, and waits for its answer; {@link #send} itself finds it out too late to say.
    ///
    /// @throws NoRouteToHostException when the route says that nobody is to be reached there
    /// @throws SocketException when no route leads there
    public void requireRoute(int address) throws IOException {
        requireOpen();
        ask(() -> {
            try {
                socket.requireRoute(address);
            } catch (NoRouteToHostException noRoute) {
                throw new NoRouteToHostException("No route to host");
            }
        });
    }

    /// Takes a datagram to be sent.
    ///
    /// @return false when there is no room now; {@link Readiness#WRITABLE} tells of it
    /// @throws IOException what became of an earlier one: {@link PortUnreachableException}, {@link NoRouteToHostException}; a
    ///     {@link SocketException} when this one is too long, or this is closed
    public boolean send(Datagram datagram) throws IOException {
        requireOpen();
        throwIfFailed();
        throwOnce(error);
        throwOnce(sendError);
        if (datagram.payload().length > MAX_PAYLOAD) {
            throw new SocketException("Message too long");
        }
        if (outBytes.get() >= sendBuffer) {
            return false;
        }
        outBytes.addAndGet(cost(datagram));
        out.add(datagram);
        hand();
        return true;
    }

    /// The next datagram, or null when none is there.
    ///
    /// @throws PortUnreachableException when the peer says that nobody listens there
    public @Nullable Datagram receive() throws IOException {
        requireOpen();
        throwOnce(error);
        Datagram next = in.poll();
        if (next != null) {
            inBytes.addAndGet(-cost(next));
        } else {
            throwIfFailed();
        }
        return next;
    }

    /// The next datagram, which stays; null when none is there.
    public @Nullable Datagram peek() throws IOException {
        requireOpen();
        throwOnce(error);
        throwIfFailed();
        return in.peek();
    }

    private static void throwOnce(AtomicReference<@Nullable IOException> waiting) throws IOException {
        if (waiting.get() != null) {
            IOException why = waiting.getAndSet(null);
            if (why != null) {
                throw why;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        hand();
        listener.ready(Readiness.ALL);
    }

    // ---- how it stands

    public boolean isOpen() {
        return !closed;
    }

    /// What it is ready for, in the bits of {@link Readiness}.
    public int readiness() {
        if (closed || failure != null) {
            return Readiness.READABLE | Readiness.WRITABLE;
        }
        return (in.isEmpty() && error.get() == null ? 0 : Readiness.READABLE) | (outBytes.get() < sendBuffer ? Readiness.WRITABLE : 0);
    }

    /// Who hears of readiness from now on; there is one.
    public void listener(ReadinessListener value) {
        listener = value;
    }

    public int localAddress() {
        return localAddress;
    }

    /// 0 when it has none yet.
    public int localPort() {
        return localPort;
    }

    /// How many bytes may wait to be received.
    public void receiveBuffer(int bytes) {
        receiveBuffer = Math.max(LEAST_BUFFER, bytes);
    }

    public int receiveBuffer() {
        return receiveBuffer;
    }

    /// How many bytes may wait for the loop to send them.
    public void sendBuffer(int bytes) {
        sendBuffer = Math.max(LEAST_BUFFER, bytes);
    }

    public int sendBuffer() {
        return sendBuffer;
    }

    private static int cost(Datagram datagram) {
        return datagram.payload().length + OVERHEAD;
    }

    private void requireOpen() throws SocketException {
        if (closed) {
            throw Failures.closed();
        }
    }

    private void throwIfFailed() throws SocketException {
        SocketException why = failure;
        if (why != null) {
            throw why;
        }
    }

    private void hand() {
        if (!handed.get() && handed.compareAndSet(false, true)) {
            channels.door().hand(turn);
        }
    }

    // ---- on the loop thread

    private final class Events implements UdpHandler {

        @Override
        public void received(UdpSocket of, Packet datagram) {
            if (inBytes.get() < receiveBuffer) {
                Datagram copy = new Datagram(datagram.ip().source(), datagram.udp().sourcePort(), datagram.toByteArray());
                inBytes.addAndGet(cost(copy));
                in.add(copy);
                listener.ready(Readiness.READABLE);
            } else {
                of.overflowed();
            }
        }

        @Override
        public void failed(UdpSocket of) {
            error.set(of.takeError());
            listener.ready(Readiness.READABLE | Readiness.WRITABLE);
        }

        @Override
        public void writable(UdpSocket of) {
            hand();
        }
    }

    private void turn() {
        handed.set(false);
        if (channels.door().isClosed()) {
            return;
        }
        for (Datagram next = out.peek(); next != null && send(socket, next); next = out.peek()) {
            out.poll();
            outBytes.addAndGet(-cost(next));
        }
        if (!bound && socket.port() != 0) {
            // sending has bound it
            localAddress = socket.address();
            localPort = socket.port();
            bound = true;
            channels.opened(this);
        }
        if (outBytes.get() < sendBuffer) {
            listener.ready(Readiness.WRITABLE);
        }
        if (closed) {
            socket.close();
            channels.gone(this);
        }
    }

    /// @return false when there is no room for it now
    private boolean send(UdpSocket from, Datagram datagram) {
        Packet packet = from.pool().take();
        if (packet == null) {
            // as the kernel without memory for it: nobody hears of it
            return true;
        }
        packet.append(datagram.payload());
        try {
            return from.send(datagram.address(), datagram.port(), packet);
        } catch (NoRouteToHostException noRoute) {
            sendError.set(new NoRouteToHostException("No route to host"));
        } catch (IOException why) {
            sendError.set(why);
        }
        return true;
    }

    @Override
    public void stackClosed() {
        failure = LoopDoor.stackIsClosed();
        listener.ready(Readiness.ALL);
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
