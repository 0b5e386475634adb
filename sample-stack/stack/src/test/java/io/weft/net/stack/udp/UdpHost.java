package io.weft.net.stack.udp;

import static io.weft.net.stack.testing.TestRouter.fromLan;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.link.TestDriver;
import io.weft.net.testkit.packet.PacketBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A host whose UDP sockets are tested: the router at 192.168.1.1, with the peer 192.168.1.2 on its LAN.
final class UdpHost implements AutoCloseable {

    /// Bytes of a frame before its IP header.
    static final int LINK = 14;
    static final int LAN = Ipv4.parse("192.168.1.1");
    static final int PEER = Ipv4.parse("192.168.1.2");
    static final int GROUP = Ipv4.parse("239.1.2.3");
    static final String GROUP_MAC = "01:00:5e:01:02:03";

    final TestRouter router = TestRouter.open();
    final UdpSockets sockets = router.stack.udp();
    /// What was received last.
    final UdpDatagram datagram = new UdpDatagram(new byte[65_507]);

    private UdpHost() { }

    static UdpHost open() {
        return new UdpHost();
    }

    @Override
    public void close() {
        router.close();
    }

    UdpSocket bound(int address, int port) throws IOException {
        return sockets.bind(address, port, UdpHandler.KEEPS);
    }

    UdpSocket sharing(int address, int port) throws IOException {
        UdpSocket socket = sockets.open(UdpHandler.KEEPS);
        socket.options().reuseAddress(true);
        socket.bind(address, port);
        return socket;
    }

    UdpSocket connected() throws IOException {
        UdpSocket socket = bound(Ipv4.ANY, 4_000);
        socket.connect(PEER, 9);
        return socket;
    }

    boolean send(UdpSocket socket, String text) throws IOException {
        boolean sent = socket.send(payload(text));
        router.settle();
        return sent;
    }

    boolean send(UdpSocket socket, String destination, int port, String text) throws IOException {
        boolean sent = socket.send(Ipv4.parse(destination), port, payload(text));
        router.settle();
        return sent;
    }

    Packet payload(String text) {
        Packet payload = Objects.requireNonNull(router.stack.pool().take());
        payload.append(text.getBytes());
        return payload;
    }

    List<String> received(UdpSocket socket) throws IOException {
        List<String> all = new ArrayList<>();
        while (socket.receive(datagram)) {
            all.add(new String(datagram.bytes(), 0, datagram.length()));
        }
        return all;
    }

    void arrive(String source, int sourcePort, String destination, int port, String text) {
        router.arrive(router.eth0, fromLan(PacketBuilder.udp(source, sourcePort, destination, port).payload(text)));
    }

    void arriveAtGroup(TestDriver link, String source, String text) {
        router.arrive(link, PacketBuilder.udp(source, 5, "239.1.2.3", 7).payload(text).ethernet(TestRouter.LAN_MAC, GROUP_MAC));
    }

    long count(UdpCounter counter) {
        return sockets.counters().of(counter);
    }

    /// Sends from a connected socket, and answers the IP packet that left.
    byte[] sent(UdpSocket socket, String text) throws IOException {
        send(socket, text);
        byte[] frame = router.onlyFrame(router.eth0);
        return Arrays.copyOfRange(frame, LINK, frame.length);
    }
}
