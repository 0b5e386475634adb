package io.weft.net.stack.socket;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.time.Duration;
import java.util.Set;

/// What a `java.net.ServerSocket` is over: a {@link StreamListener} in its words.
final class StackServerSocketImpl extends SocketImpl {

    private final StreamListener listener;
    private final NamedOptions named = new NamedOptions(this, StandardOptions.OF_LISTENERS);
    private InetAddress wanted = InetAddresses.of(0);
    private int wantedPort;
    private boolean reuseAddress = true;

    StackServerSocketImpl(Sockets sockets) {
        listener = new StreamListener(sockets.channels().tcpServer());
    }

    void belongsTo(Closeable larger) {
        listener.belongsTo(larger);
    }

    @Override
    protected void create(boolean stream) { }

    /// The port is taken with {@link #listen}, which comes next.
    @Override
    protected void bind(InetAddress host, int localPort) {
        wanted = host;
        wantedPort = localPort;
    }

    @Override
    protected void listen(int backlog) throws IOException {
        listener.channel().bind(InetAddresses.of(wanted), wantedPort, backlog);
        InetSocketAddress local = listener.local();
        address = local.getAddress();
        localport = local.getPort();
    }

    @Override
    protected void accept(SocketImpl into) throws IOException {
        if (!(into instanceof StackSocketImpl own)) {
            throw new IOException("a socket of another kind cannot be accepted into: " + into);
        }
        own.adopt(listener.accept(), named.patience());
    }

    @Override
    protected void close() {
        listener.close();
    }

    // ---- options

    @Override
    public void setOption(int option, Object value) throws SocketException {
        requireOpen();
        switch (option) {
            case SocketOptions.SO_TIMEOUT -> listener.timeout(Duration.ofMillis((Integer) value));
            case SocketOptions.SO_RCVBUF -> listener.channel().receiveBuffer((Integer) value);
            case SocketOptions.SO_REUSEADDR -> reuseAddress = (Boolean) value;
            default -> throw new SocketException("Option " + option + " not supported");
        }
    }

    @Override
    public Object getOption(int option) throws SocketException {
        requireOpen();
        return switch (option) {
            case SocketOptions.SO_TIMEOUT -> listener.timeoutMs();
            case SocketOptions.SO_RCVBUF -> listener.channel().receiveBuffer();
            case SocketOptions.SO_REUSEADDR -> reuseAddress;
            default -> throw new SocketException("Option " + option + " not supported");
        };
    }

    private void requireOpen() throws SocketException {
        if (!listener.isOpen()) {
            throw new SocketException("Socket closed");
        }
    }

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return named.supported();
    }

    @Override
    protected <T> void setOption(SocketOption<T> name, T value) throws IOException {
        named.set(name, value);
    }

    @Override
    protected <T> T getOption(SocketOption<T> name) throws IOException {
        return named.get(name);
    }

    // ---- what one that listens does not do

    @Override
    protected void connect(String host, int remotePort) throws SocketException {
        throw listens();
    }

    @Override
    protected void connect(InetAddress host, int remotePort) throws SocketException {
        throw listens();
    }

    @Override
    protected void connect(SocketAddress to, int timeoutMs) throws SocketException {
        throw listens();
    }

    @Override
    protected InputStream getInputStream() throws SocketException {
        throw listens();
    }

    @Override
    protected OutputStream getOutputStream() throws SocketException {
        throw listens();
    }

    @Override
    protected int available() throws SocketException {
        throw listens();
    }

    @Override
    protected void sendUrgentData(int data) throws SocketException {
        throw listens();
    }

    private static SocketException listens() {
        return new SocketException("a socket that listens has no stream");
    }
}
