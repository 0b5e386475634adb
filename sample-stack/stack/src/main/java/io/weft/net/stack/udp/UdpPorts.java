package io.weft.net.stack.udp;

import io.weft.net.address.Ipv4;
import io.weft.net.route.AddressType;
import io.weft.net.stack.route.RouteTable;
import java.net.BindException;
import java.util.random.RandomGenerator;

/// Which addresses and ports a socket may have. The kernel's inet_bind and udp_lib_get_port.
final class UdpPorts {

    static final int PORTS = 65_536;
    /// `net.ipv4.ip_local_port_range`.
    private static final int FIRST_EPHEMERAL = 32_768;
    private static final int EPHEMERAL = 28_232;

    private final SocketTable table;
    private final RouteTable routes;
    private final RandomGenerator random;

    UdpPorts(SocketTable table, RouteTable routes, RandomGenerator random) {
        this.table = table;
        this.routes = routes;
        this.random = random;
    }

    /// The port to bind to.
    ///
    /// @param port or 0 for one that nobody has
    /// @throws BindException when the address is not this host's (EADDRNOTAVAIL), or the port is taken (EADDRINUSE)
    int choose(UdpSocket socket, int address, int port) throws BindException {
        if (port < 0 || port >= PORTS) {
            throw new IllegalArgumentException("port " + port + " is not within 0 to 65535");
        }
        if (address != Ipv4.ANY && routes.typeOf(address, null) == AddressType.UNICAST) {
            throw new BindException("no interface has the address " + Ipv4.format(address));
        }
        if (port == 0) {
            return free(socket, address);
        }
        if (table.isTaken(socket, address, port, true)) {
            throw new BindException("port " + port + " is already in use");
        }
        return port;
    }

    /// Whether a datagram may come from this address, other than one of a group or of all hosts.
    boolean isOneHost(int address) {
        return address != Ipv4.ANY && routes.typeOf(address, null) == AddressType.LOCAL;
    }

    /// RFC 6056 §3.3.1: from a random place on. The kernel may hand out a port that others with SO_REUSEADDR have; who asks for any port
    /// hardly means theirs.
    private int free(UdpSocket socket, int address) throws BindException {
        int start = random.nextInt(EPHEMERAL);
        for (int i = 0; i < EPHEMERAL; i++) {
            int port = FIRST_EPHEMERAL + (start + i) % EPHEMERAL;
            if (!table.isTaken(socket, address, port, false)) {
                return port;
            }
        }
        throw new BindException("no free port is left");
    }
}
