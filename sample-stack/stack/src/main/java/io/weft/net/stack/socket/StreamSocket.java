package io.weft.net.stack.socket;

import io.weft.net.stack.channel.Readiness;
import io.weft.net.stack.channel.ReadinessListener;
import io.weft.net.stack.channel.TcpChannel;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/// A connection whose reads and writes wait, as those of `java.net.Socket` do, with the same exceptions.
///
/// Any number of threads may use it: one reads at a time and one writes, and closing wakes those that wait with
/// `SocketException("Socket closed")`. An interrupt closes it under a virtual thread that waits, and does nothing to others. One that its
/// program loses is closed once the garbage collector finds it.
public final class StreamSocket implements Closeable {

    private final TcpChannel channel;
    private final ReentrantLock readLock = new ReentrantLock();
    private final ReentrantLock writeLock = new ReentrantLock();
    private final Parking reading = new Parking();
    private final Parking writing = new Parking();
    private final Input input = new Input();
    private final Output output = new Output();
    private final Waiting waiting = new Waiting(this);
    private final Runnable closing;

    StreamSocket(TcpChannel channel) {
        this.channel = channel;
        channel.listener(waking(reading, writing));
        closing = AbandonedSockets.closing(this, channel::close);
    }

    /// Knows those that it wakes and not the socket, which the stack would keep otherwise when its program has lost it.
    private static ReadinessListener waking(Parking reading, Parking writing) {
        return operations -> {
            if ((operations & Readiness.READABLE) != 0) {
                reading.wake();
            }
            if ((operations & (Readiness.WRITABLE | Readiness.CONNECTABLE)) != 0) {
                writing.wake();
            }
        };
    }

    // ---- connecting

    /// Opens the connection.
    ///
    /// @param timeout zero for as long as the stack tries
    /// @throws SocketTimeoutException when it does not stand in time; it is closed then
    /// @throws IOException `ConnectException` when nobody listens there, `NoRouteToHostException` when the host is not to be reached,
    ///     another `SocketException` when no route leads there
    void connect(int address, int port, Duration timeout) throws IOException {
        writeLock.lock();
        try {
            channel.connect(address, port);
            waiting.await(writing, () -> (channel.readiness() & Readiness.CONNECTABLE) != 0, timeout.toNanos(), "Connect");
            channel.finishConnect();
        } catch (SocketTimeoutException e) {
            channel.abort();
            throw e;
        } finally {
            writeLock.unlock();
        }
    }

    // ---- the stream

    /// Reads what has come, and waits for at least one byte.
    ///
    /// @return how many bytes, -1 at the end of the stream
    /// @throws SocketTimeoutException when nothing came within {@link #timeout}
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        readLock.lock();
        try {
            int count = channel.read(to, offset, length);
            while (count == 0 && length > 0) {
                waiting.await(reading, this::isReadable, "Read");
                count = channel.read(to, offset, length);
            }
            return count;
        } finally {
            readLock.unlock();
            Reference.reachabilityFence(this);
        }
    }

    private boolean isReadable() {
        return (channel.readiness() & Readiness.READABLE) != 0;
    }

    /// Writes all of it; waits as long as there is no room.
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        writeLock.lock();
        try {
            int done = channel.write(from, offset, length);
            while (done < length) {
                waiting.await(writing, this::isWritable, Waiting.WITHOUT_END, "Write");
                done += channel.write(from, offset + done, length - done);
            }
        } finally {
            writeLock.unlock();
            Reference.reachabilityFence(this);
        }
    }

    private boolean isWritable() {
        return (channel.readiness() & Readiness.WRITABLE) != 0;
    }

    /// The stream of what comes; closing it closes the socket.
    public InputStream input() {
        return input;
    }

    /// The stream of what is sent; closing it closes the socket.
    public OutputStream output() {
        return output;
    }

    /// How many bytes can be read without waiting.
    public int available() throws IOException {
        if (!channel.isOpen()) {
            throw new SocketException("Socket closed");
        }
        return channel.available();
    }

    /// Reading finds the end from now on; what comes is thrown away.
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    /// Says to the peer that nothing more will be written; what was goes out first. Reading goes on.
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    // ---- its end

    /// Ends both ways; what was written goes out first. The peer gets a reset when something was not read. Waits only where
    /// {@link TcpChannel#linger} says so.
    @Override
    public void close() {
        boolean first = channel.isOpen();
        closing.run();
        if (first) {
            awaitLinger();
        }
    }

    private void awaitLinger() {
        boolean interrupted = Thread.interrupted();
        try {
            channel.awaitLinger();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Breaks the connection off with a reset; what was not sent is lost.
    public void abort() {
        channel.abort();
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    // ---- how it stands

    /// How long a read may wait; zero for as long as it takes.
    public void timeout(Duration value) {
        waiting.timeout(value);
    }

    public Duration timeout() {
        return waiting.timeout();
    }

    int timeoutMs() {
        return waiting.timeoutMs();
    }

    /// This end.
    public InetSocketAddress local() {
        return InetAddresses.of(channel.localAddress(), channel.localPort());
    }

    /// The peer's end.
    public InetSocketAddress remote() {
        return InetAddresses.of(channel.remoteAddress(), channel.remotePort());
    }

    void belongsTo(Closeable larger) {
        waiting.belongsTo(larger);
    }

    /// What is under it, which never waits: for options, and for selectors. It is closed with this, also when nobody has this any more.
    public TcpChannel channel() {
        return channel;
    }

    @Override
    public String toString() {
        return channel.toString();
    }

    private final class Input extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return StreamSocket.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            return StreamSocket.this.read(to, offset, length);
        }

        @Override
        public int available() throws IOException {
            return StreamSocket.this.available();
        }

        @Override
        public void close() {
            StreamSocket.this.close();
        }
    }

    private final class Output extends OutputStream {

        @Override
        public void write(int value) throws IOException {
            StreamSocket.this.write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            StreamSocket.this.write(from, offset, length);
        }

        @Override
        public void close() {
            StreamSocket.this.close();
        }
    }
}
