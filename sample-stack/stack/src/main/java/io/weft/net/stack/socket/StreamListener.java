package io.weft.net.stack.socket;

import io.weft.net.stack.channel.Readiness;
import io.weft.net.stack.channel.ReadinessListener;
import io.weft.net.stack.channel.TcpChannel;
import io.weft.net.stack.channel.TcpServerChannel;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// Takes connections to a port and waits for them, as `java.net.ServerSocket` does. Any number of threads may accept.
public final class StreamListener implements Closeable {

    private final TcpServerChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Parking accepting = new Parking();
    private final Waiting waiting = new Waiting(this);
    private final Runnable closing;

    StreamListener(TcpServerChannel channel) {
        this.channel = channel;
        channel.listener(waking(accepting));
        closing = AbandonedSockets.closing(this, channel::close);
    }

    /// Does not know the socket, which the stack would keep otherwise when its program has lost it.
    private static ReadinessListener waking(Parking accepting) {
        return _ -> accepting.wake();
    }

    /// Waits for the next connection.
    ///
    /// @throws SocketTimeoutException when none came within {@link #timeout}
    /// @throws SocketException when it is closed
    public StreamSocket accept() throws IOException {
        lock.lock();
        try {
            TcpChannel next = channel.accept();
            while (next == null) {
                waiting.await(accepting, () -> channel.readiness() != 0, "Accept");
                next = channel.accept();
            }
            return new StreamSocket(next);
        } finally {
            lock.unlock();
            Reference.reachabilityFence(this);
        }
    }

    /// How long accepting may wait; zero for as long as it takes.
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

    /// Frees the port, breaks off what nobody has accepted, and wakes who waits with `SocketException("Socket closed")`.
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
    public TcpServerChannel channel() {
        return channel;
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
