package io.weft.net.app.demo;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.app.router.Router;
import io.weft.net.app.router.RouterException;
import io.weft.net.app.router.UdpEcho;
import io.weft.net.app.service.WebServer;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.packet.Packet;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.socket.StreamSocket;
import io.weft.net.stack.udp.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/// The demo's three stacks and two wires.
final class Lab implements AutoCloseable {

    static final String CLIENT = "10.1.0.2";
    static final String ROUTER_TO_CLIENT = "10.1.0.1";
    static final String ROUTER_TO_SERVER = "10.2.0.1";
    static final String SERVER = "10.2.0.2";
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(2);
    static final int HTTP_PORT = 8080;
    /// What the client's hosts table calls the router.
    static final String SITE = "weft.example";

    private final NetStack client;
    private final Router router;
    private final NetStack server;
    private @Nullable WebServer web;

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
        NetStack client = NetStack.builder().name("client").names(names -> names.withHosts(ROUTER_TO_CLIENT + " " + SITE)).build();
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
            lab.web = WebServer.start(server.sockets().serverSocketFactory(), HTTP_PORT, Lab::answer);
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

    /// The page that the server has, which names who asks.
    private static void answer(ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context) {
        String from = ((InetSocketAddress) HttpCoreContext.cast(context).getEndpointDetails().getRemoteAddress()).getAddress().getHostAddress();
        response.setEntity(new StringEntity(from + " asked for " + request.getPath() + " on " + request.getAuthority().getHostName()));
    }

    /// Fetches a page with the client's own sockets.
    ///
    /// @return the status line and the body, or what went wrong
    String fetch(String host, String path) {
        try (StreamSocket socket = client.sockets().connect(host, 80)) {
            socket.timeout(FETCH_TIMEOUT);
            socket.output().write(("GET " + path + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.input().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.lines().findFirst().orElse("nothing") + ": " + answer.substring(answer.indexOf("\r\n\r\n") + 4);
        } catch (IOException e) {
            return e.getMessage();
        }
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
        if (web != null) {
            web.close();
        }
        client.close();
        router.close();
        server.close();
    }
}
