package io.weft.net.stack.socket;

import io.weft.net.stack.channel.Readiness;
import io.weft.net.stack.channel.ReadinessListener;
import io.weft.net.stack.channel.UdpChannel;
import io.weft.net.stack.channel.Datagram;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A port that sends and receives datagrams and waits for them, as `java.net.DatagramSocket` does. For any number of threads.
public final class DatagramPort implements Closeable {

    private static final int MOST_REACHED = 1_024;

    private final UdpChannel channel;
    private final ReentrantLock receiveLock = new ReentrantLock();
    private final ReentrantLock sendLock = new ReentrantLock();
    private final Parking receiving = new Parking();
    private final Parking sending = new Parking();
    /// To which a route has led. One that is gone since fails the datagram after the one that it lost.
    private final Set<Integer> reached = ConcurrentHashMap.newKeySet();
    private final Waiting waiting = new Waiting(this);
    private final Runnable closing;

    DatagramPort(UdpChannel channel) {
        this.channel = channel;
        channel.listener(waking(receiving, sending));
        closing = AbandonedSockets.closing(this, channel::close);
    }

    /// Knows those that it wakes and not the socket, which the stack would keep otherwise when its program has lost it.
    private static ReadinessListener waking(Parking receiving, Parking sending) {
        return operations -> {
            if ((operations & Readiness.READABLE) != 0) {
                receiving.wake();
            }
            if ((operations & Readiness.WRITABLE) != 0) {
                sending.wake();
            }
        };
    }

    /// Sends a datagram; waits while very many wait to be sent already, and for the stack's word on the first to each host.
    ///
    /// @param payload not copied: it must stay as it is
    public void send(InetSocketAddress to, byte[] payload) throws IOException {
        if (to.getAddress() == null) {
            throw new SocketException("Unresolved address");
        }
        send(new Datagram(InetAddresses.of(to.getAddress()), to.getPort(), payload));
    }

    void send(Datagram datagram) throws IOException {
        if (!reached.contains(datagram.address())) {
            channel.requireRoute(datagram.address());
            if (reached.size() >= MOST_REACHED) {
                reached.clear();
            }
            reached.add(datagram.address());
        }
        if (channel.send(datagram)) {
            return;
        }
        sendLock.lock();
        try {
            while (!channel.send(datagram)) {
                waiting.await(sending, () -> (channel.readiness() & Readiness.WRITABLE) != 0, Waiting.WITHOUT_END, "Send");
            }
        } finally {
            sendLock.unlock();
            Reference.reachabilityFence(this);
        }
    }

    /// What came, and from where.
    public record Received(InetSocketAddress from, byte[] payload) { }

    /// Waits for the next datagram.
    ///
    /// @throws SocketTimeoutException when none came within {@link #timeout}
    public Received receive() throws IOException {
        Datagram next = next(true);
        return new Received(InetAddresses.of(next.address(), next.port()), next.payload());
    }

    /// @param take whether it is taken away, or stays the next
    Datagram next(boolean take) throws IOException {
        receiveLock.lock();
        try {
            @Nullable Datagram next = look(take);
            while (next == null) {
                waiting.await(receiving, () -> (channel.readiness() & Readiness.READABLE) != 0, "Receive");
                next = look(take);
            }
            return next;
        } finally {
            receiveLock.unlock();
            Reference.reachabilityFence(this);
        }
    }

    private @Nullable Datagram look(boolean take) throws IOException {
        return take ? channel.receive() : channel.peek();
    }

    /// From now on only datagrams from there come in, and a `PortUnreachableException` tells when nobody listens there.
    public void connect(InetSocketAddress peer) throws IOException {
        channel.connect(InetAddresses.of(peer.getAddress()), peer.getPort());
    }

    /// Hears what is sent to a group, on the link to which this stack's routes lead.
    public void join(InetAddress group) throws IOException {
        channel.join(InetAddresses.of(group));
    }

    public void leave(InetAddress group) throws IOException {
        channel.leave(InetAddresses.of(group));
    }

    /// How long receiving may wait; zero for as long as it takes.
    public void timeout(Duration value) {
        waiting.timeout(value);
    }

    int timeoutMs() {
        return waiting.timeoutMs();
    }

    /// What it is bound to.
    public InetSocketAddress local() {
        return InetAddresses.of(channel.localAddress(), channel.localPort());
    }

    /// Frees the port and wakes who waits with `SocketException("Socket closed")`.
    @Override
    public void close() {
        closing.run();
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    void belongsTo(Closeable larger) {
        waiting.belongsTo(larger);
    }

    /// What is under it, which never waits. It is closed with this, also when nobody has this any more.
    public UdpChannel channel() {
        return channel;
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
