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
    private final KeepAliveOptions keepAliveOptions = new KeepAliveOptions();
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
        own.adopt(listener.accept(), keepAliveOptions);
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
        return StandardOptions.OF_LISTENERS;
    }

    @Override
    protected <T> void setOption(SocketOption<T> name, T value) throws IOException {
        if (KeepAliveOptions.ALL.contains(name)) {
            keepAliveOptions.set(name, value);
        } else {
            setOption(StandardOptions.number(name, supportedOptions()), StandardOptions.toNumbered(name, value));
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    protected <T> T getOption(SocketOption<T> name) throws IOException {
        return (T) (KeepAliveOptions.ALL.contains(name)
                ? keepAliveOptions.get(name) : getOption(StandardOptions.number(name, supportedOptions())));
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
