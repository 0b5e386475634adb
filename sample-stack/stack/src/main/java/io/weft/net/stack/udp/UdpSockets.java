package io.weft.net.stack.udp;

import io.weft.net.stack.igmp.Groups;
import io.weft.net.stack.route.RouteTable;
import io.weft.net.stack.time.Timers;
import java.net.BindException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The UDP sockets of a stack. Belongs to the loop thread; other threads come by way of `Stack.onLoop`.
public final class UdpSockets {

    private final UdpShared shared;

    /// @param routes say which addresses are this host's
    /// @param groups for sockets to join
    public UdpSockets(UdpOutput output, RouteTable routes, Groups groups, Timers timers, RandomGenerator random) {
        SocketTable table = new SocketTable();
        shared = new UdpShared(table, new UdpPorts(table, routes, random), output, groups, timers, output.counters());
    }

    /// Opens a socket that is not bound yet, so that it can be given options before. Sending or connecting binds it, to a free port.
    public UdpSocket open(UdpHandler handler) {
        return new UdpSocket(shared, handler);
    }

    /// Opens a socket and binds it.
    ///
    /// @param address of this host, a broadcast or multicast address, or 0.0.0.0 for all
    /// @param port or 0 for a free one
    /// @param handler called on the loop thread for each datagram
    /// @throws BindException when the address is not this host's, or the port is taken
    public UdpSocket bind(int address, int port, UdpHandler handler) throws BindException {
        UdpSocket socket = open(handler);
        socket.bind(address, port);
        return socket;
    }

    /// The sockets that have a port, by it.
    public List<UdpSocket> all() {
        return shared.table().all();
    }

    /// What was counted. From any thread.
    public UdpCounters counters() {
        return shared.counters();
    }

    /// Closes all sockets.
    public void close() {
        shared.table().all().forEach(UdpSocket::close);
    }

    // ---- for UdpInput and UdpErrors

    @Nullable UdpSocket find(int source, int sourcePort, int destination, int port) {
        return shared.table().find(source, sourcePort, destination, port);
    }

    /// All sockets of a port.
    UdpSocket[] of(int port) {
        return shared.table().of(port);
    }
}
