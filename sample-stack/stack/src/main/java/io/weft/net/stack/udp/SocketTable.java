package io.weft.net.stack.udp;

import io.weft.net.address.Ipv4;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bound sockets by port, and which of them a datagram is for. The kernel's udp_table with compute_score.
///
/// The sockets of a port stand in an array that is never changed in place, the one bound last first, so that who goes through it is not
/// disturbed by handlers that bind and close.
final class SocketTable {

    private static final int PORTS = 65_536;
    private static final int PAGE = 256;
    private static final UdpSocket[] NONE = {};

    private final UdpSocket @Nullable [] @Nullable [][] pages = new UdpSocket[PORTS / PAGE][][];

    /// The sockets of a port, the one bound last first. Not to be changed.
    UdpSocket[] of(int port) {
        UdpSocket @Nullable [] @Nullable [] page = pages[port / PAGE];
        UdpSocket @Nullable [] there = page == null ? null : page[port % PAGE];
        return there == null ? NONE : there;
    }

    void add(UdpSocket socket) {
        UdpSocket[] before = of(socket.port());
        UdpSocket[] more = new UdpSocket[before.length + 1];
        more[0] = socket;
        System.arraycopy(before, 0, more, 1, before.length);
        put(socket.port(), more);
    }

    void remove(UdpSocket socket) {
        UdpSocket[] fewer = Arrays.stream(of(socket.port())).filter(each -> each != socket).toArray(UdpSocket[]::new);
        put(socket.port(), fewer);
    }

    private void put(int port, UdpSocket[] sockets) {
        UdpSocket @Nullable [] @Nullable [] page = pages[port / PAGE];
        if (page == null) {
            page = new UdpSocket[PAGE][];
            pages[port / PAGE] = page;
        }
        page[port % PAGE] = sockets.length == 0 ? null : sockets;
    }

    List<UdpSocket> all() {
        List<UdpSocket> all = new ArrayList<>();
        for (int port = 0; port < PORTS; port++) {
            all.addAll(List.of(of(port)));
        }
        return all;
    }

    /// The socket for a datagram to one host: of those bound to its destination the one connected to its sender, then another; after
    /// them, in the same order, those bound to all addresses.
    @Nullable UdpSocket find(int source, int sourcePort, int destination, int port) {
        UdpSocket[] sockets = of(port);
        UdpSocket best = best(sockets, source, sourcePort, destination);
        return best != null ? best : best(sockets, source, sourcePort, Ipv4.ANY);
    }

    private static @Nullable UdpSocket best(UdpSocket[] sockets, int source, int sourcePort, int boundTo) {
        UdpSocket best = null;
        int bestScore = -1;
        for (UdpSocket socket : sockets) {
            if (socket.address() == boundTo) {
                int score = score(socket, source, sourcePort);
                if (score > bestScore) {
                    best = socket;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    private static int score(UdpSocket socket, int source, int sourcePort) {
        if (!socket.isConnected()) {
            return 0;
        }
        return socket.remoteAddress() == source && socket.remotePort() == sourcePort ? 1 : -1;
    }

    /// Whether a socket may not be bound to a port because of another that is. The kernel's udp_lib_lport_inuse.
    boolean isTaken(UdpSocket socket, int address, int port, boolean share) {
        for (UdpSocket other : of(port)) {
            boolean sameAddress = other.address() == address || other.address() == Ipv4.ANY || address == Ipv4.ANY;
            boolean shared = share && socket.options().reuseAddress() && other.options().reuseAddress();
            if (other != socket && sameAddress && !shared) {
                return true;
            }
        }
        return false;
    }
}
