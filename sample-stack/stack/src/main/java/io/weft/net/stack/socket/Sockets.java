package io.weft.net.stack.socket;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.channel.Channels;
import io.weft.net.stack.channel.TcpServerChannel;
import io.weft.net.stack.channel.UdpChannel;
import io.weft.net.stack.name.NameResolver;
import io.weft.net.stack.name.NameSettings;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// A stack's sockets for Java programs: its own, which wait, and `java.net`'s over them. From any thread.
///
/// Names are the stack's own, too: its hosts table and its DNS servers say what they stand for.
public final class Sockets {

    private static final int DEFAULT_BACKLOG = 128;

    private final Channels channels;
    private final NameResolver names;
    private final SocketFactory clients = new StackSocketFactory(this);
    private final ServerSocketFactory servers = new StackServerSocketFactory(this);

    public Sockets(Channels channels, NameSettings names) {
        this.channels = channels;
        // dnsjava keeps the package that its transports come from to itself where it is a module: who asks no server does without
        this.names = names.servers().isEmpty() ? new NameResolver(names) : new NameResolver(names, new DnsTransport(this));
    }

    // ---- the stack's own

    /// Opens a connection to the first address of a host that answers.
    ///
    /// @throws UnknownHostException when nobody knows the name
    /// @throws IOException of the last address that was tried: `ConnectException` when nobody listens there, `NoRouteToHostException` when
    ///     the host is not to be reached, another `SocketException` when no route leads there
    public StreamSocket connect(String host, int port) throws IOException {
        IOException last = null;
        for (InetAddress address : resolve(host)) {
            try {
                return connect(new InetSocketAddress(address, port), Duration.ZERO);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last == null ? new UnknownHostException(host) : last;
    }

    /// Opens a connection.
    ///
    /// @param timeout zero for as long as the stack tries
    /// @throws SocketTimeoutException when it does not stand in time
    public StreamSocket connect(InetSocketAddress to, Duration timeout) throws IOException {
        StreamSocket socket = stream();
        try {
            socket.connect(addressOf(to), to.getPort(), timeout);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    StreamSocket stream() {
        return new StreamSocket(channels.tcp());
    }

    /// Takes connections to a port on all addresses of this host.
    ///
    /// @param port or 0 for a free one
    /// @throws java.net.BindException when it is taken
    public StreamListener listen(int port) throws IOException {
        return listen(new InetSocketAddress(InetAddresses.of(Ipv4.ANY), port), DEFAULT_BACKLOG);
    }

    /// Takes connections.
    ///
    /// @param at an address of this host
    /// @param backlog how many may wait to be accepted
    public StreamListener listen(InetSocketAddress at, int backlog) throws IOException {
        TcpServerChannel channel = channels.tcpServer();
        channel.bind(addressOf(at), at.getPort(), backlog);
        return new StreamListener(channel);
    }

    /// Takes a port for datagrams on all addresses of this host.
    ///
    /// @param port or 0 for a free one
    /// @throws java.net.BindException when it is taken
    public DatagramPort datagrams(int port) throws IOException {
        return datagrams(new InetSocketAddress(InetAddresses.of(Ipv4.ANY), port));
    }

    /// Takes a port for datagrams.
    ///
    /// @param at an address of this host, a broadcast or a multicast address
    public DatagramPort datagrams(InetSocketAddress at) throws IOException {
        DatagramPort made = datagrams();
        made.channel().bind(addressOf(at), at.getPort());
        return made;
    }

    DatagramPort datagrams() {
        return new DatagramPort(channels.udp());
    }

    /// The addresses of a host, by this stack's hosts table and DNS servers.
    ///
    /// @param host a name, or an address in writing
    /// @throws UnknownHostException when nobody knows it
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        return names.resolve(host);
    }

    /// What is under them, which never waits.
    public Channels channels() {
        return channels;
    }

    // ---- java.net's

    /// Makes real `java.net.Socket` of this stack. Hosts that they are given by name, or by an `InetSocketAddress` that was never resolved,
    /// are looked up by this stack.
    public SocketFactory socketFactory() {
        return clients;
    }

    /// Makes real `java.net.ServerSocket` of this stack.
    public ServerSocketFactory serverSocketFactory() {
        return servers;
    }

    /// A real `java.net.DatagramSocket` of this stack.
    ///
    /// @param at what to bind it to, or null for not yet
    public DatagramSocket datagramSocket(@Nullable SocketAddress at) throws SocketException {
        DatagramSocket socket = new StackDatagramSocket(datagrams());
        if (at != null) {
            socket.bind(at);
        }
        return socket;
    }

    /// The address, which this stack looks up where nobody has.
    int addressOf(InetSocketAddress address) throws IOException {
        return InetAddresses.of(address.isUnresolved() ? resolve(address.getHostString()).getFirst() : address.getAddress());
    }
}
