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
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;

/// What a `java.net.Socket` is over: a {@link StreamSocket} in its words.
final class StackSocketImpl extends SocketImpl {

    private final Sockets sockets;
    private StreamSocket stream;
    private Closeable socket;
    private final NamedOptions named = new NamedOptions(this, StandardOptions.OF_STREAMS);
    private boolean reuseAddress;

    StackSocketImpl(StreamSocket stream, Sockets sockets) {
        this.stream = stream;
        this.sockets = sockets;
        socket = stream;
    }

    void belongsTo(Closeable larger) {
        socket = larger;
        stream.belongsTo(larger);
    }

    @Override
    protected void create(boolean asStream) { }

    /// From now on it is this connection, which a listener took.
    void adopt(StreamSocket accepted, PatienceOptions ofListener) {
        accepted.timeout(stream.timeout());
        accepted.belongsTo(socket);
        stream = accepted;
        named.patience().inherit(ofListener);
        named.patience().applyTo(stream.channel().options());
        isConnected();
    }

    private void isConnected() {
        InetSocketAddress remote = stream.remote();
        address = remote.getAddress();
        port = remote.getPort();
        localport = stream.local().getPort();
    }

    // ---- connecting

    @Override
    protected void connect(String host, int remotePort) throws IOException {
        connect(InetSocketAddress.createUnresolved(host, remotePort), 0);
    }

    @Override
    protected void connect(InetAddress host, int remotePort) throws IOException {
        connect(new InetSocketAddress(host, remotePort), 0);
    }

    @Override
    protected void connect(SocketAddress to, int timeoutMs) throws IOException {
        InetSocketAddress remote = InetAddresses.require(to);
        try {
            InetAddress found = remote.isUnresolved() ? sockets.resolve(remote.getHostString()).getFirst() : remote.getAddress();
            stream.connect(InetAddresses.of(found), remote.getPort(), Duration.ofMillis(timeoutMs));
            isConnected();
            if (!found.isAnyLocalAddress()) {
                // with the name by which it was looked up
                address = found;
            }
        } catch (UnknownHostException e) {
            stream.close();
            throw e;
        }
    }

    @Override
    protected void bind(InetAddress host, int localPort) throws IOException {
        stream.channel().bind(InetAddresses.of(host), localPort);
        localport = stream.local().getPort();
    }

    @Override
    protected void listen(int backlog) throws SocketException {
        throw new SocketException("a socket that connects does not listen");
    }

    @Override
    protected void accept(SocketImpl accepted) throws SocketException {
        throw new SocketException("a socket that connects does not accept");
    }

    // ---- the stream

    @Override
    protected InputStream getInputStream() {
        return stream.input();
    }

    @Override
    protected OutputStream getOutputStream() {
        return stream.output();
    }

    @Override
    protected int available() throws IOException {
        return stream.available();
    }

    @Override
    protected void shutdownInput() throws IOException {
        stream.shutdownInput();
    }

    @Override
    protected void shutdownOutput() throws IOException {
        stream.shutdownOutput();
    }

    /// The stack has data be data (RFC 6093 §4).
    @Override
    protected void sendUrgentData(int data) throws SocketException {
        throw new SocketException("Urgent data not supported");
    }

    @Override
    protected void close() {
        stream.close();
    }

    // ---- options

    @Override
    public void setOption(int option, Object value) throws SocketException {
        requireOpen();
        switch (option) {
            case SocketOptions.SO_TIMEOUT -> stream.timeout(Duration.ofMillis((Integer) value));
            case SocketOptions.TCP_NODELAY -> stream.channel().options().noDelay((Boolean) value);
            case SocketOptions.SO_LINGER -> stream.channel().linger(value instanceof Integer seconds ? seconds : -1);
            case SocketOptions.SO_SNDBUF -> stream.channel().sendBuffer((Integer) value);
            case SocketOptions.SO_RCVBUF -> stream.channel().receiveBuffer((Integer) value);
            case SocketOptions.SO_KEEPALIVE -> stream.channel().options().keepAlive((Boolean) value);
            case SocketOptions.SO_REUSEADDR -> reuseAddress = (Boolean) value;
            case SocketOptions.IP_TOS -> stream.channel().options().trafficClass((Integer) value);
            default -> throw new SocketException("Option " + option + " not supported");
        }
    }

    @Override
    public Object getOption(int option) throws SocketException {
        requireOpen();
        return switch (option) {
            case SocketOptions.SO_TIMEOUT -> stream.timeoutMs();
            case SocketOptions.TCP_NODELAY -> stream.channel().options().noDelay();
            case SocketOptions.SO_LINGER -> stream.channel().linger();
            case SocketOptions.SO_SNDBUF -> stream.channel().sendBuffer();
            case SocketOptions.SO_RCVBUF -> stream.channel().receiveBuffer();
            case SocketOptions.SO_KEEPALIVE -> stream.channel().options().keepAlive();
            case SocketOptions.SO_REUSEADDR -> reuseAddress;
            case SocketOptions.IP_TOS -> stream.channel().options().trafficClass();
            case SocketOptions.SO_OOBINLINE -> false;
            case SocketOptions.SO_BINDADDR -> stream.local().getAddress();
            default -> throw new SocketException("Option " + option + " not supported");
        };
    }

    private void requireOpen() throws SocketException {
        if (!stream.isOpen()) {
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
        if (PatienceOptions.ALL.contains(name)) {
            named.patience().applyTo(stream.channel().options());
        }
    }

    @Override
    protected <T> T getOption(SocketOption<T> name) throws IOException {
        return named.get(name);
    }
}
