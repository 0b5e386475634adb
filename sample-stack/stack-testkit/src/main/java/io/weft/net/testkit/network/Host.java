package io.weft.net.testkit.network;

import io.weft.net.stack.NetStack;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.socket.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A host of a {@link Network}, or a router, which is a host that passes on what is not for itself. It has a stack of its own; its
/// interfaces are `eth0`, `eth1`, … in the order of its links, and all hosts know each other's names.
public final class Host {

    private final Network network;
    private final String name;
    private final boolean forwards;
    private final List<LinkEnd> ends = new ArrayList<>();
    private final List<RouteEntry> routes = new ArrayList<>();
    private int devices;
    private @Nullable NetStack stack;

    Host(Network network, String name, boolean forwards) {
        this.network = network;
        this.name = name;
        this.forwards = forwards;
    }

    public String name() {
        return name;
    }

    public boolean isRouter() {
        return forwards;
    }

    /// A route in the words of `ip route`, such as `default via 192.168.1.2`. A host that has one of its own gets no others than those of
    /// its links; one that has none gets the shortest way to every subnet.
    ///
    /// @throws IllegalArgumentException saying which word is wrong
    public Host route(String words) {
        network.requireDeclaring("a route");
        routes.add(RouteEntry.parse(words));
        return this;
    }

    /// Its address on its first link.
    public String address() {
        LinkEnd first = ends.getFirst();
        return first.link().address(this);
    }

    /// The same for programs.
    public InetAddress inetAddress() {
        try {
            return InetAddress.getByName(address());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(address() + " is an address in writing, which nobody has to be asked for", e);
        }
    }

    /// Its stack, for whatever this class has no words for.
    public NetStack stack() {
        network.comeUp();
        return Objects.requireNonNull(stack);
    }

    /// Its sockets for programs, whose threads wait in them.
    ///
    /// @throws IllegalStateException where time is virtual: there nobody would move it while the program waits
    public Sockets sockets() {
        if (network.clock() == NetworkClock.VIRTUAL) {
            throw new IllegalStateException("programs wait in the machine's time: say @NetworkTest(clock = NetworkClock.REAL), "
                    + "or use udp, listen and connect, which never wait");
        }
        return stack().sockets();
    }

    // ---- ends that never wait

    /// Takes a UDP port.
    public UdpEnd udp(int port) {
        return call(() -> new UdpEnd(this, port));
    }

    /// Takes TCP connections to a port.
    ///
    /// @return those that have come until now, and with each later one more
    public List<TcpEnd> listen(int port) {
        List<TcpEnd> accepted = Collections.synchronizedList(new ArrayList<>());
        call(() -> stack().tcp().listen(0, port, 128, listener -> {
            for (var socket = listener.accept(); socket != null; socket = listener.accept()) {
                TcpEnd end = new TcpEnd(this);
                end.take(socket);
                accepted.add(end);
            }
        }));
        return accepted;
    }

    /// Asks for a TCP connection to the first address of another host.
    public TcpEnd connect(Host to, int port) {
        return connect(to.address(), port);
    }

    /// Asks for a TCP connection.
    public TcpEnd connect(String address, int port) {
        TcpEnd end = new TcpEnd(this);
        call(() -> {
            end.connect(address, port);
            return end;
        });
        return end;
    }

    /// Something to do on the loop of the stack.
    interface Task<T> {
        T run() throws IOException;
    }

    <T> T call(Task<T> task) {
        try {
            return stack().onLoop(task::run);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }

    // ---- for the network

    String nextDevice() {
        return "eth" + devices++;
    }

    void plug(LinkEnd end) {
        ends.add(end);
    }

    List<LinkEnd> ends() {
        return ends;
    }

    List<RouteEntry> ownRoutes() {
        return routes;
    }

    void comesUp(NetStack made) {
        stack = made;
        for (LinkEnd end : ends) {
            made.addDevice(end.device(), end);
            made.addAddress(end.device(), end.link().interfaceAddress(end));
        }
        routes.forEach(made::addRoute);
    }

    void close() {
        NetStack running = stack;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
