package io.weft.net.app.demo;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.app.router.Router;
import io.weft.net.app.router.RouterException;
import io.weft.net.app.router.UdpEcho;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.packet.Packet;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.udp.UdpSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The demo's three stacks and two wires.
final class Lab implements AutoCloseable {

    static final String CLIENT = "10.1.0.2";
    static final String ROUTER_TO_CLIENT = "10.1.0.1";
    static final String ROUTER_TO_SERVER = "10.2.0.1";
    static final String SERVER = "10.2.0.2";

    private final NetStack client;
    private final Router router;
    private final NetStack server;

    private Lab(NetStack client, Router router, NetStack server) {
        this.client = client;
        this.router = router;
        this.server = server;
    }

    /// Builds and starts it.
    ///
    /// @param plugins the folder of plugin jars for the router
    /// @param ports the server's UDP services
    static Lab build(Path plugins, List<Integer> ports) throws Exception {
        WireHub left = new WireHub("left");
        WireHub right = new WireHub("right");
        NetStack client = NetStack.builder().name("client").build();
        NetStack server = NetStack.builder().name("server").build();
        Lab lab;
        try {
            lab = new Lab(client, Router.around(NetStack.builder().name("router").forwarding(true).build(), plugins), server);
        } catch (RouterException e) {
            client.close();
            server.close();
            throw e;
        }
        try {
            plug(client, "eth0", left, CLIENT);
            plug(lab.router.stack(), "eth0", left, ROUTER_TO_CLIENT);
            plug(lab.router.stack(), "eth1", right, ROUTER_TO_SERVER);
            plug(server, "eth0", right, SERVER);
            client.addRoute(RouteEntry.via(Ipv4Prefix.ALL, Ipv4.parse(ROUTER_TO_CLIENT)));
            server.addRoute(RouteEntry.via(Ipv4Prefix.ALL, Ipv4.parse(ROUTER_TO_SERVER)));
            for (int port : ports) {
                server.udp().bind(Ipv4.ANY, port, new UdpEcho());
            }
            client.start();
            lab.router.stack().start();
            server.start();
            return lab;
        } catch (Exception e) {
            lab.close();
            throw e;
        }
    }

    private static void plug(NetStack stack, String nic, WireHub wire, String address) {
        stack.addDevice(nic, wire.open());
        stack.addAddress(nic, InterfaceAddress.parse(address + "/24"));
    }

    NetStack client() {
        return client;
    }

    Router router() {
        return router;
    }

    /// Sends a datagram from the client to the server.
    ///
    /// @return whether the answer came in time
    boolean ask(int port, String question, long timeoutMs) throws Exception {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        UdpSocket asking = client.onLoop(() -> {
            UdpSocket socket = client.udp().open((_, _) -> answered.complete(true));
            Packet payload = client.pool().take();
            if (payload != null) {
                payload.append(question.getBytes(StandardCharsets.UTF_8));
                socket.send(Ipv4.parse(SERVER), port, payload);
            }
            return socket;
        });
        try {
            return answered.completeOnTimeout(false, timeoutMs, TimeUnit.MILLISECONDS).get();
        } finally {
            client.onLoop(() -> {
                asking.close();
                return null;
            });
        }
    }

    @Override
    public void close() {
        client.close();
        router.close();
        server.close();
    }
}
