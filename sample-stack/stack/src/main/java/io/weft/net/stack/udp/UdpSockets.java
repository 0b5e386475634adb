package io.weft.net.stack.udp;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.route.Addresses;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The UDP sockets of a stack, by port and address. Bound and closed from any thread, looked up by the loop's.
public final class UdpSockets {

    /// `net.ipv4.ip_local_port_range`.
    private static final int FIRST_EPHEMERAL = 32_768;
    private static final int EPHEMERAL = 28_232;
    private static final int PORTS = 65_536;

    private final UdpOutput output;
    private final Addresses addresses;
    private final RandomGenerator random;
    private final List<UdpSocket> sockets = new ArrayList<>();
    // a hash table by port with open places; never changed in place, so that a reader sees all of a change or nothing
    private volatile @Nullable UdpSocket[] table = new UdpSocket[2];

    public UdpSockets(UdpOutput output, Addresses addresses, RandomGenerator random) {
        this.output = output;
        this.addresses = addresses;
        this.random = random;
    }

    /// Opens a socket.
    ///
    /// @param address of this host, a broadcast or multicast address, or 0.0.0.0 for all
    /// @param port or 0 for a free one
    /// @param handler called on the loop thread for each datagram
    /// @throws BindException when the address is not this host's, or the port is taken
    public synchronized UdpSocket bind(int address, int port, UdpHandler handler) throws BindException {
        if (port < 0 || port >= PORTS) {
            throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
        }
        if (address != Ipv4.ANY && !Ipv4.isMulticast(address) && address != Ipv4.BROADCAST && !addresses.isLocal(address)) {
            throw new BindException("no interface has the address " + Ipv4.format(address));
        }
        int chosen = port == 0 ? freePort(address) : port;
        if (isTaken(address, chosen)) {
            throw new BindException("port " + chosen + " is already in use");
        }
        UdpSocket socket = new UdpSocket(this, output, address, chosen, handler);
        sockets.add(socket);
        rebuild();
        return socket;
    }

    /// The sockets as they are now, in the order in which they were bound. From any thread.
    public synchronized List<UdpSocket> all() {
        return List.copyOf(sockets);
    }

    synchronized void remove(UdpSocket socket) {
        if (sockets.remove(socket)) {
            rebuild();
        }
    }

    /// Closes all sockets.
    public synchronized void close() {
        sockets.clear();
        rebuild();
    }

    /// The socket for a datagram: one bound to its destination before one bound to all addresses.
    @Nullable UdpSocket find(int address, int port) {
        @Nullable UdpSocket[] places = table;
        UdpSocket forAll = null;
        int at = port & places.length - 1;
        for (UdpSocket socket = places[at]; socket != null; socket = places[at]) {
            if (socket.port() == port) {
                if (socket.address() == address) {
                    return socket;
                }
                if (socket.address() == Ipv4.ANY) {
                    forAll = socket;
                }
            }
            at = at + 1 & places.length - 1;
        }
        return forAll;
    }

    private boolean isTaken(int address, int port) {
        return sockets.stream().anyMatch(socket -> socket.port() == port
                && (socket.address() == address || socket.address() == Ipv4.ANY || address == Ipv4.ANY));
    }

    /// RFC 6056 §3.3.1: from a random place on.
    private int freePort(int address) throws BindException {
        int start = random.nextInt(EPHEMERAL);
        for (int i = 0; i < EPHEMERAL; i++) {
            int port = FIRST_EPHEMERAL + (start + i) % EPHEMERAL;
            if (!isTaken(address, port)) {
                return port;
            }
        }
        throw new BindException("no free port is left");
    }

    private void rebuild() {
        @Nullable UdpSocket[] places = new UdpSocket[Integer.highestOneBit(Math.max(1, sockets.size())) * 4];
        for (UdpSocket socket : sockets) {
            int at = socket.port() & places.length - 1;
            while (places[at] != null) {
                at = at + 1 & places.length - 1;
            }
            places[at] = socket;
        }
        table = places;
    }
}
