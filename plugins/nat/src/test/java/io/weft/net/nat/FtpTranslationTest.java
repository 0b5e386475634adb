package io.weft.net.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FtpTranslationTest {

    private static final String CLIENT = "192.168.1.2";
    private static final String SERVER = "203.0.113.2";
    private static final String MASQUERADE = "-A POSTROUTING -o eth1 -j MASQUERADE";

    /// One end of a TCP connection through the router.
    private static final class End {

        final String address;
        final int port;
        int next;

        End(String address, int port, int initial) {
            this.address = address;
            this.port = port;
            next = initial;
        }
    }

    private String called = SERVER;
    private String routerAddress = "203.0.113.1";
    private int routerPort;
    private final End client = new End(CLIENT, 40_000, 1_000);
    private final End server = new End(SERVER, 21, 5_000);

    @Test
    void portCommandNamesTheRouterAndTheDataConnectionFollows() throws Exception {
        try (var nat = router(MASQUERADE)) {
            connect(nat);
            assertThat(say(nat, client, "PORT 192,168,1,2,20,30\r\n")).isEqualTo("PORT 203,0,113,1,20,30\r\n");
            Packet data = tcp(nat, SERVER, 20, "203.0.113.1", 20 * 256 + 30, 1, 0, TcpHeader.SYN, "");
            assertThat(nat.forward(data, NatDouble.WAN)).isTrue();
            assertThat(NatDouble.ends(data)).isEqualTo("203.0.113.2:20>192.168.1.2:5150");
            data.release();
            Packet answer = tcp(nat, CLIENT, 5150, SERVER, 20, 1, 2, TcpHeader.SYN | TcpHeader.ACK, "");
            assertThat(nat.forward(answer, NatDouble.LAN)).isTrue();
            assertThat(NatDouble.ends(answer)).isEqualTo("203.0.113.1:5150>203.0.113.2:20");
            answer.release();
        }
    }

    @Test
    void sequenceNumbersAreShiftedByTheDifferenceInLength() throws Exception {
        try (var nat = router("-A POSTROUTING -o eth1 -j SNAT --to-source 203.0.113.10")) {
            routerAddress = "203.0.113.10";
            connect(nat);
            assertThat(say(nat, client, "PORT 192,168,1,2,20,30\r\n")).isEqualTo("PORT 203,0,113,10,20,30\r\n");
            Packet more = tcp(nat, CLIENT, 40_000, SERVER, 21, client.next, server.next, TcpHeader.ACK, "NOOP\r\n");
            assertThat(nat.forward(more, NatDouble.LAN)).isTrue();
            assertThat(more.tcp().sequence()).isEqualTo(client.next + 1);
            assertThat(more.tcp().checksumIsRight()).isTrue();
            more.release();
            Packet ack = tcp(nat, SERVER, 21, routerAddress, 40_000, server.next, client.next + 1 + 6, TcpHeader.ACK, "");
            assertThat(nat.forward(ack, NatDouble.WAN)).isTrue();
            assertThat(ack.tcp().acknowledgment()).isEqualTo(client.next + 6);
            assertThat(ack.tcp().checksumIsRight()).isTrue();
            ack.release();
        }
    }

    @Test
    void extendedPortCommandNamesTheRouter() throws Exception {
        try (var nat = router(MASQUERADE)) {
            connect(nat);
            assertThat(say(nat, client, "EPRT |1|192.168.1.2|5150|\r\n")).isEqualTo("EPRT |1|203.0.113.1|5150|\r\n");
        }
    }

    @Test
    void passiveAnswerNamesThePublishedAddress() throws Exception {
        try (var nat = router("-A PREROUTING -i eth0 -d 8.8.8.8 -j DNAT --to-destination " + SERVER, MASQUERADE)) {
            // a client of the LAN knows the server as 8.8.8.8
            handshake(nat, "8.8.8.8");
            assertThat(say(nat, server, "227 Entering Passive Mode (203,0,113,2,4,1)\r\n"))
                    .isEqualTo("227 Entering Passive Mode (8,8,8,8,4,1)\r\n");
            Packet data = tcp(nat, CLIENT, 40_001, "8.8.8.8", 1025, 1, 0, TcpHeader.SYN, "");
            assertThat(nat.forward(data, NatDouble.LAN)).isTrue();
            assertThat(NatDouble.ends(data)).isEqualTo("203.0.113.1:40001>203.0.113.2:1025");
            data.release();
        }
    }

    @Test
    void extendedPassiveAnswerKeepsItsPort() throws Exception {
        try (var nat = router(MASQUERADE)) {
            connect(nat);
            assertThat(say(nat, server, "229 Entering Extended Passive Mode (|||6446|)\r\n"))
                    .isEqualTo("229 Entering Extended Passive Mode (|||6446|)\r\n");
        }
    }

    @Test
    void takenPortIsReplacedByAnother() throws Exception {
        try (var nat = router(MASQUERADE)) {
            connect(nat);
            say(nat, client, "PORT 192,168,1,2,20,30\r\n");
            var other = new FtpTranslationTest();
            other.handshake(nat, "192.168.1.3", SERVER, 40_000);
            String said = other.say(nat, new End("192.168.1.3", 40_000, other.client.next), SERVER, "PORT 192,168,1,3,20,30\r\n");
            assertThat(said).startsWith("PORT 203,0,113,1,").isNotEqualTo("PORT 203,0,113,1,20,30\r\n");
        }
    }

    @Test
    void commandForAnotherHostIsLeftAlone() throws Exception {
        try (var nat = router(MASQUERADE)) {
            connect(nat);
            assertThat(say(nat, client, "PORT 192,168,1,3,20,30\r\n")).isEqualTo("PORT 192,168,1,3,20,30\r\n");
        }
    }

    private static NatDouble router(String... rules) {
        var nat = new NatDouble(rules);
        nat.conntrack().settings().set("nf_conntrack_helper", 1);
        return nat;
    }

    private void connect(NatDouble nat) {
        handshake(nat, SERVER);
    }

    private void handshake(NatDouble nat, String called) {
        handshake(nat, CLIENT, called, client.port);
        this.called = called;
    }

    private void handshake(NatDouble nat, String from, String to, int port) {
        Packet syn = tcp(nat, from, port, to, 21, client.next++, 0, TcpHeader.SYN, "");
        assertThat(nat.forward(syn, NatDouble.LAN)).isTrue();
        routerPort = syn.tcp().sourcePort();
        syn.release();
        pass(nat, tcp(nat, SERVER, 21, routerAddress, routerPort, server.next++, client.next, TcpHeader.SYN | TcpHeader.ACK, ""), NatDouble.WAN);
        pass(nat, tcp(nat, from, port, to, 21, client.next, server.next, TcpHeader.ACK, ""), NatDouble.LAN);
        // what the helper reads stands at the beginning of a line
        pass(nat, tcp(nat, SERVER, 21, routerAddress, routerPort, server.next, client.next, TcpHeader.ACK, "220 hello\r\n"), NatDouble.WAN);
        server.next += 11;
        pass(nat, tcp(nat, from, port, to, 21, client.next, server.next, TcpHeader.ACK, "USER x\r\n"), NatDouble.LAN);
        client.next += 8;
    }

    private String say(NatDouble nat, End end, String line) {
        return say(nat, end, called, line);
    }

    private String say(NatDouble nat, End end, String to, String line) {
        boolean isServer = end == server;
        Packet packet = isServer
                ? tcp(nat, SERVER, 21, routerAddress, routerPort, server.next, client.next, TcpHeader.ACK, line)
                : tcp(nat, end.address, end.port, to, 21, end.next, server.next, TcpHeader.ACK, line);
        assertThat(nat.forward(packet, isServer ? NatDouble.WAN : NatDouble.LAN)).isTrue();
        end.next += line.length();
        assertThat(packet.ip().checksumIsRight()).isTrue();
        assertThat(packet.ip().totalLength()).isEqualTo(packet.length());
        assertThat(packet.tcp().checksumIsRight()).isTrue();
        byte[] bytes = packet.toByteArray();
        packet.release();
        return new String(bytes, 40, bytes.length - 40, StandardCharsets.US_ASCII);
    }

    private static void pass(NatDouble nat, Packet packet, NatDouble.Port in) {
        assertThat(nat.forward(packet, in)).isTrue();
        packet.release();
    }

    private static Packet tcp(NatDouble nat, String from, int fromPort, String to, int toPort, int seq, int ack, int flags, String data) {
        byte[] payload = data.getBytes(StandardCharsets.US_ASCII);
        Packet packet = nat.packets().ip(from, to, 6, TcpHeader.MIN_LENGTH + payload.length);
        packet.copyFrom(40, payload, 0, payload.length);
        TcpHeader tcp = packet.tcp();
        tcp.sourcePort(fromPort);
        tcp.destinationPort(toPort);
        tcp.sequence(seq);
        tcp.acknowledgment(ack);
        tcp.headerLength(TcpHeader.MIN_LENGTH);
        tcp.flags(flags);
        tcp.window(60_000);
        tcp.computeChecksum();
        assertThat(Ipv4.format(packet.ip().source())).isEqualTo(from);
        return packet;
    }
}
