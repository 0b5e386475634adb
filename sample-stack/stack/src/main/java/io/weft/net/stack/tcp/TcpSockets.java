package io.weft.net.stack.tcp;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.PacketPool;
import io.weft.net.stack.device.Faults;
import io.weft.net.stack.ip.OutputRoutes;
import io.weft.net.stack.ip.OwnPackets;
import io.weft.net.stack.route.Addresses;
import io.weft.net.stack.time.Timers;
import java.io.IOException;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The TCP sockets of a stack: listeners by port, connections by their ends. Belongs to the loop thread; other threads come by way of
/// `Stack.onLoop`.
public final class TcpSockets {

    /// `net.ipv4.ip_local_port_range`.
    private static final int FIRST_EPHEMERAL = 32_768;
    private static final int EPHEMERAL = 28_232;
    private static final int PORTS = 65_536;

    private final TcpShared shared;
    private final Addresses addresses;
    private final RandomGenerator random;
    private final Faults faults;
    private final List<TcpListener> listeners = new ArrayList<>();
    private final List<TcpPort> taken = new ArrayList<>();

    public TcpSockets(TcpSettings settings, PacketPool pool, OwnPackets own, OutputRoutes routes, TcpReset reset, Timers timers,
            Addresses addresses, RandomGenerator random, Faults faults) {
        shared = new TcpShared(settings, timers, new TcpOutput(pool, own, routes, reset.counters()), reset,
                new ConnectionTable(random.nextInt()), new InitialSequence(random), new ChallengeAcks(settings.challengeAcksPerSecond()),
                reset.counters(), new TcpMemory(settings.upkeep(), reset.counters()), random);
        this.addresses = addresses;
        this.random = random;
        this.faults = faults;
    }

    /// Takes connections to a port.
    ///
    /// @param address of this host, or 0.0.0.0 for all
    /// @param port or 0 for a free one
    /// @param backlog how many may wait to be accepted, those that are being opened included
    /// @param acceptable called when one more can be accepted
    /// @throws BindException when the address is not this host's, or the port is taken
    public TcpListener listen(int address, int port, int backlog, Consumer<TcpListener> acceptable) throws BindException {
        int chosen = requireFree(address, port);
        TcpListener listener = new TcpListener(this, shared, faults, address, chosen, Math.max(1, backlog), acceptable);
        listeners.add(listener);
        return listener;
    }

    /// Takes a port from which a connection is to be opened later.
    ///
    /// @param address of this host, or 0.0.0.0 for all
    /// @param port or 0 for a free one
    /// @throws BindException when the address is not this host's, or the port is taken
    public TcpPort take(int address, int port) throws BindException {
        TcpPort made = new TcpPort(this, address, requireFree(address, port));
        taken.add(made);
        return made;
    }

    /// Opens a connection from a free port; the handler hears when it stands, or why not.
    ///
    /// @throws IOException when no route leads there, or no port is free
    public TcpSocket connect(int destination, int destinationPort, TcpHandler handler) throws IOException {
        return connect(Ipv4.ANY, 0, destination, destinationPort, handler);
    }

    /// Opens a connection.
    ///
    /// @param address to speak from, or 0.0.0.0 for the one that the route says
    /// @param port to speak from, or 0 for a free one
    public TcpSocket connect(int address, int port, int destination, int destinationPort, TcpHandler handler) throws IOException {
        return connect(address, port, destination, destinationPort, handler, _ -> { });
    }

    /// Opens a connection.
    ///
    /// @param address to speak from, or 0.0.0.0 for the one that the route says
    /// @param port to speak from, or 0 for a free one
    /// @param before what the socket is told before its first segment leaves
    /// @throws SocketException when no route leads to one host there
    /// @throws NoRouteToHostException when the route says that it is not to be reached
    public TcpSocket connect(int address, int port, int destination, int destinationPort, TcpHandler handler, Consumer<TcpSocket> before)
            throws IOException {
        requirePort(port);
        requirePort(destinationPort);
        requireLocal(address);
        int source = address == Ipv4.ANY ? shared.output().sourceFor(destination) : address;
        int linkMss = shared.output().linkMss(destination, source);
        if (Ipv4.isMulticast(destination) || !shared.output().isOnARoute(destination, source)) {
            throw new SocketException("network is unreachable");
        }
        if (source == Ipv4.ANY || linkMss == 0 || destinationPort == 0) {
            throw new NoRouteToHostException("no way to " + Ipv4.format(destination) + ":" + destinationPort);
        }
        int chosen = port == 0 ? freePort(source, destination, destinationPort) : port;
        TcpConnection last = shared.table().find(source, chosen, destination, destinationPort);
        if (last != null && !last.givesWay(shared.timers().nowNs())) {
            throw new BindException("there is a connection from port " + chosen + " to " + Ipv4.format(destination) + ":" + destinationPort);
        }
        TcpSocket socket = new TcpSocket(new FourTuple(source, chosen, destination, destinationPort), shared, faults, linkMss, null, handler);
        shared.counters().count(TcpCounter.ACTIVE_OPENS);
        if (last != null) {
            shared.counters().count(TcpCounter.TW_RECYCLED);
            last.forget();
        }
        before.accept(socket);
        socket.connection().open(last, shared.timers().nowNs());
        return socket;
    }

    /// What has been counted. From any thread.
    public TcpCounters counters() {
        return shared.counters();
    }

    /// What the buffers of all connections take.
    public long bufferBytes() {
        return shared.memory().usedBytes();
    }

    /// How all connections stand, in no order.
    public List<TcpInfo> connectionInfos() {
        return shared.table().all().stream().map(TcpConnection::info).toList();
    }

    /// How many connections there are, those included that only wait to be forgotten.
    public int connections() {
        return shared.table().size();
    }

    /// Those who take connections, in the order in which they began to.
    public List<TcpListener> listeners() {
        return List.copyOf(listeners);
    }

    /// Forgets all connections and listeners; nothing is sent.
    public void close() {
        listeners.clear();
        shared.table().all().forEach(TcpConnection::forget);
    }

    // ---- for TcpInput

    @Nullable TcpConnection connection(int localAddress, int localPort, int remoteAddress, int remotePort) {
        return shared.table().find(localAddress, localPort, remoteAddress, remotePort);
    }

    /// The listener for a segment: one bound to its destination before one bound to all addresses.
    @Nullable TcpListener listener(int address, int port) {
        TcpListener forAll = null;
        for (int i = 0; i < listeners.size(); i++) {
            TcpListener each = listeners.get(i);
            if (each.port() == port && each.address() == address) {
                return each;
            }
            if (each.port() == port && each.address() == Ipv4.ANY) {
                forAll = each;
            }
        }
        return forAll;
    }

    long nowNs() {
        return shared.timers().nowNs();
    }

    void remove(TcpListener listener) {
        listeners.remove(listener);
    }

    void free(TcpPort port) {
        taken.remove(port);
    }

    // ---- addresses and ports

    private void requireLocal(int address) throws BindException {
        if (address != Ipv4.ANY && !addresses.isLocal(address)) {
            throw new BindException("no interface has the address " + Ipv4.format(address));
        }
    }

    private static void requirePort(int port) {
        if (port < 0 || port >= PORTS) {
            throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
        }
    }

    private int requireFree(int address, int port) throws BindException {
        requirePort(port);
        requireLocal(address);
        int chosen = port == 0 ? freeListenerPort(address) : port;
        if (isTaken(address, chosen)) {
            throw new BindException("port " + chosen + " is already in use");
        }
        return chosen;
    }

    private boolean isTaken(int address, int port) {
        return listeners.stream().anyMatch(each -> each.port() == port && overlap(each.address(), address))
                || taken.stream().anyMatch(each -> each.port() == port && overlap(each.address(), address));
    }

    private static boolean overlap(int one, int other) {
        return one == other || one == Ipv4.ANY || other == Ipv4.ANY;
    }

    private int freeListenerPort(int address) throws BindException {
        int start = random.nextInt(EPHEMERAL);
        for (int i = 0; i < EPHEMERAL; i++) {
            int port = FIRST_EPHEMERAL + (start + i) % EPHEMERAL;
            if (!isTaken(address, port)) {
                return port;
            }
        }
        throw new BindException("no free port is left");
    }

    /// RFC 6056 §3.3.1: from a random place on. Where all are taken, one whose connection only waits.
    private int freePort(int source, int destination, int destinationPort) throws BindException {
        int start = random.nextInt(EPHEMERAL);
        int waiting = 0;
        for (int i = 0; i < EPHEMERAL; i++) {
            int port = FIRST_EPHEMERAL + (start + i) % EPHEMERAL;
            if (listener(source, port) != null) {
                continue;
            }
            TcpConnection there = shared.table().find(source, port, destination, destinationPort);
            if (there == null) {
                return port;
            }
            if (waiting == 0 && there.givesWay(shared.timers().nowNs())) {
                waiting = port;
            }
        }
        if (waiting == 0) {
            throw new BindException("no free port is left");
        }
        return waiting;
    }
}
