package io.weft.net.stack.channel;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.stack.udp.UdpSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Sends and receives datagrams, from threads other than the loop's: nothing here waits for the network.
///
/// What comes and finds no room is lost, as the kernel's is; so is what is sent where no route leads.
public final class UdpChannel implements AutoCloseable, Channels.Channel {

    /// `net.core.rmem_default` and `net.core.wmem_default`.
    private static final int DEFAULT_BUFFER = 212_992;
    private static final int LEAST_BUFFER = 1 << 11;
    /// What a datagram is counted for beside its payload.
    private static final int OVERHEAD = 256;
    /// A UDP header and an IP header less than an IP packet at most.
    public static final int MAX_PAYLOAD = 65_507;

    private final Channels channels;
    private final ConcurrentLinkedQueue<UdpDatagram> in = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inBytes = new AtomicInteger();
    private final ConcurrentLinkedQueue<UdpDatagram> out = new ConcurrentLinkedQueue<>();
    private final AtomicInteger outBytes = new AtomicInteger();
    private final AtomicBoolean handed = new AtomicBoolean();
    private final Runnable turn = this::turn;
    private volatile ReadinessListener listener = ReadinessListener.NONE;
    private volatile @Nullable UdpSocket socket;
    private volatile @Nullable SocketException failure;
    private volatile boolean closed;
    private volatile int receiveBuffer = DEFAULT_BUFFER;
    private volatile int sendBuffer = DEFAULT_BUFFER;
    private volatile boolean connected;
    private volatile long peer;

    UdpChannel(Channels channels) {
        this.channels = channels;
    }

    /// Takes a port.
    ///
    /// @param address of this host, a broadcast or multicast address, or 0.0.0.0 for all
    /// @param port or 0 for a free one
    /// @throws BindException when the port is taken, or the address not this host's
    public void bind(int address, int port) throws IOException {
        requireOpen();
        if (socket != null) {
            throw new SocketException("Already bound");
        }
        socket = channels.door().ask(() -> {
            if (!Ipv4.isMulticast(address) && address != Ipv4.BROADCAST) {
                channels.requireLocal(address);
            }
            try {
                return channels.udpSockets().bind(address, port, this::received);
            } catch (BindException taken) {
                throw Channels.addressInUse();
            }
        });
        channels.opened(this);
        if (closed) {
            hand();
        }
    }

    /// From now on only datagrams from there come in, and those that wait from elsewhere are thrown away.
    public void connect(int address, int port) throws IOException {
        requireOpen();
        peer = ends(address, port);
        connected = true;
        for (UdpDatagram each : in) {
            if (!isFromPeer(each.address(), each.port()) && in.remove(each)) {
                inBytes.addAndGet(-cost(each));
            }
        }
    }

    public void disconnect() {
        connected = false;
    }

    /// Takes a datagram to be sent.
    ///
    /// @return false when there is no room now; {@link Readiness#WRITABLE} tells of it
    /// @throws SocketException when it is too long, or this is closed
    public boolean send(UdpDatagram datagram) throws IOException {
        requireOpen();
        requireBound();
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
    public @Nullable UdpDatagram receive() throws IOException {
        requireOpen();
        requireBound();
        UdpDatagram next = in.poll();
        if (next != null) {
            inBytes.addAndGet(-cost(next));
        } else {
            throwIfFailed();
        }
        return next;
    }

    /// The next datagram, which stays; null when none is there.
    public @Nullable UdpDatagram peek() throws IOException {
        requireOpen();
        requireBound();
        throwIfFailed();
        return in.peek();
    }

    @Override
    public void close() {
        closed = true;
        hand();
        listener.ready(Readiness.ALL);
    }

    public boolean isOpen() {
        return !closed;
    }

    /// What it is ready for, in the bits of {@link Readiness}.
    public int readiness() {
        if (closed || failure != null) {
            return Readiness.READABLE | Readiness.WRITABLE;
        }
        return (in.isEmpty() ? 0 : Readiness.READABLE) | (outBytes.get() < sendBuffer ? Readiness.WRITABLE : 0);
    }

    /// Who hears of readiness from now on; there is one.
    public void listener(ReadinessListener value) {
        listener = value;
    }

    public boolean isBound() {
        return socket != null;
    }

    public int localAddress() {
        UdpSocket known = socket;
        return known == null ? Ipv4.ANY : known.address();
    }

    /// 0 when it is not bound.
    public int localPort() {
        UdpSocket known = socket;
        return known == null ? 0 : known.port();
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

    private static int cost(UdpDatagram datagram) {
        return datagram.payload().length + OVERHEAD;
    }

    private static long ends(int address, int port) {
        return (long) address << 16 | port;
    }

    private boolean isFromPeer(int address, int port) {
        return ends(address, port) == peer;
    }

    private void requireOpen() throws SocketException {
        if (closed) {
            throw Failures.closed();
        }
    }

    private void requireBound() throws SocketException {
        if (socket == null) {
            throw new SocketException("Socket is not bound");
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

    private void received(UdpSocket of, Packet datagram) {
        int address = datagram.ip().source();
        int port = datagram.udp().sourcePort();
        if (connected && !isFromPeer(address, port) || inBytes.get() >= receiveBuffer) {
            return;
        }
        UdpDatagram copy = new UdpDatagram(address, port, datagram.toByteArray());
        inBytes.addAndGet(cost(copy));
        in.add(copy);
        listener.ready(Readiness.READABLE);
    }

    private void turn() {
        handed.set(false);
        UdpSocket of = socket;
        if (of != null && !channels.door().isClosed()) {
            boolean hadRoom = outBytes.get() < sendBuffer;
            for (UdpDatagram next = out.poll(); next != null; next = out.poll()) {
                outBytes.addAndGet(-cost(next));
                send(of, next);
            }
            if (!hadRoom) {
                listener.ready(Readiness.WRITABLE);
            }
        }
        if (closed) {
            if (of != null) {
                of.close();
            }
            channels.gone(this);
        }
    }

    private static void send(UdpSocket from, UdpDatagram datagram) {
        Packet packet = from.pool().take();
        if (packet != null) {
            packet.append(datagram.payload());
            from.send(datagram.address(), datagram.port(), packet);
        }
    }

    @Override
    public void stackClosed() {
        failure = LoopDoor.stackIsClosed();
        listener.ready(Readiness.ALL);
    }

    @Override
    public String toString() {
        UdpSocket known = socket;
        return known == null ? "udp, not bound" : known.toString();
    }
}
