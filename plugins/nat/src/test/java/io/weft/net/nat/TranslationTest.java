package io.weft.net.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;
import io.weft.net.packet.TcpHeader;
import io.weft.net.packet.UdpHeader;
import io.weft.net.route.Route;
import org.junit.jupiter.api.Test;

class TranslationTest {

    private static final String LAN_HOST = "192.168.1.2";
    private static final String OTHER_LAN_HOST = "192.168.1.3";
    private static final String WAN_HOST = "203.0.113.2";

    @Test
    void snatChangesTheSourceAndBackTheDestination() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -o eth1 -j SNAT --to-source 203.0.113.10")) {
            assertThat(out(nat, nat.packets().udp(LAN_HOST, WAN_HOST, 5000, 53))).isEqualTo("203.0.113.10:5000>203.0.113.2:53");
            assertThat(back(nat, nat.packets().udp(WAN_HOST, "203.0.113.10", 53, 5000))).isEqualTo("203.0.113.2:53>192.168.1.2:5000");
        }
    }

    @Test
    void rulesAreAskedOnceAConnection() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -j SNAT --to-source 203.0.113.10")) {
            for (int i = 0; i < 3; i++) {
                out(nat, nat.packets().udp(LAN_HOST, WAN_HOST, 5000, 53));
            }
            assertThat(nat.shell().ok("iptables -t nat -nvxL POSTROUTING")).containsPattern(" 1 +40 SNAT ");
            assertThat(nat.shell().ok("iptables -t nat -nvxL PREROUTING")).contains("policy ACCEPT 1 packets, 40 bytes");
        }
    }

    @Test
    void dnatChangesTheDestinationAndBackTheSource() throws Exception {
        try (var nat = new NatDouble("-A PREROUTING -i eth1 -p udp --dport 53 -j DNAT --to-destination 192.168.1.2:5353")) {
            assertThat(back(nat, nat.packets().udp(WAN_HOST, "203.0.113.1", 7000, 53))).isEqualTo("203.0.113.2:7000>192.168.1.2:5353");
            assertThat(out(nat, nat.packets().udp(LAN_HOST, WAN_HOST, 5353, 7000))).isEqualTo("203.0.113.1:53>203.0.113.2:7000");
        }
    }

    @Test
    void dnatForgetsTheRouteOfAPacketThatCameOverLo() throws Exception {
        try (var nat = new NatDouble("-A PREROUTING -p udp -j DNAT --to-destination 192.168.1.2")) {
            Packet packet = nat.packets().udp(WAN_HOST, "203.0.113.1", 7000, 53);
            packet.in(NatDouble.WAN);
            packet.route(new Route.Local(NatDouble.WAN, Ipv4.parse("203.0.113.1")));
            nat.hooks().trackIncoming(packet);
            nat.table().prerouting(packet);
            assertThat(packet.route()).isNull();
            packet.release();
        }
    }

    @Test
    void hairpinComesBackByTheRouter() throws Exception {
        try (var nat = new NatDouble("-A PREROUTING -d 203.0.113.1 -p udp -j DNAT --to-destination 192.168.1.3",
                "-A POSTROUTING -s 192.168.1.0/24 -d 192.168.1.0/24 -j SNAT --to-source 192.168.1.1")) {
            assertThat(out(nat, nat.packets().udp(LAN_HOST, "203.0.113.1", 5000, 53))).isEqualTo("192.168.1.1:5000>192.168.1.3:53");
            assertThat(out(nat, nat.packets().udp(OTHER_LAN_HOST, "192.168.1.1", 53, 5000))).isEqualTo("203.0.113.1:53>192.168.1.2:5000");
        }
    }

    @Test
    void masqueradeTakesTheFirstAddressOfTheWayOut() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -o eth1 -j MASQUERADE")) {
            assertThat(out(nat, nat.packets().udp(LAN_HOST, "8.8.8.8", 5000, 53))).isEqualTo("203.0.113.1:5000>8.8.8.8:53");
        }
    }

    @Test
    void masqueradeLeavesAHostWithoutAnAddressAlone() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -j MASQUERADE")) {
            assertThat(out(nat, nat.packets().udp("0.0.0.0", "8.8.8.8", 68, 67))).isEqualTo("0.0.0.0:68>8.8.8.8:67");
        }
    }

    @Test
    void redirectTakesTheFirstAddressOfTheWayIn() throws Exception {
        try (var nat = new NatDouble("-A PREROUTING -p udp -j REDIRECT --to-ports 7")) {
            Packet packet = nat.packets().udp(LAN_HOST, "8.8.8.8", 5000, 53);
            assertThat(nat.deliver(packet, NatDouble.LAN)).isTrue();
            assertThat(NatDouble.ends(packet)).isEqualTo("192.168.1.2:5000>192.168.1.1:7");
            packet.release();
        }
    }

    @Test
    void redirectOfOwnPacketsGoesToThisHostAndIsRoutedAnew() throws Exception {
        try (var nat = new NatDouble("-A OUTPUT -p udp -j REDIRECT --to-ports 7")) {
            Packet packet = nat.packets().udp("203.0.113.1", "8.8.8.8", 5000, 53);
            packet.out(NatDouble.WAN);
            packet.route(new Route.Unicast(NatDouble.WAN, 0, 0));
            nat.hooks().trackOutgoing(packet);
            nat.table().output(packet);
            assertThat(NatDouble.ends(packet)).isEqualTo("203.0.113.1:5000>127.0.0.1:7");
            assertThat(nat.stack().sent()).containsExactly("rerouted");
            packet.release();
        }
    }

    @Test
    void ownPacketThatIsNotTranslatedKeepsItsRoute() throws Exception {
        try (var nat = new NatDouble("-A OUTPUT -p tcp -j REDIRECT --to-ports 7")) {
            Packet packet = nat.packets().udp("203.0.113.1", "8.8.8.8", 5000, 53);
            assertThat(nat.send(packet, NatDouble.WAN)).isTrue();
            assertThat(nat.stack().sent()).isEmpty();
            packet.release();
        }
    }

    @Test
    void ownPacketWithoutARouteToItsNewDestinationIsDropped() throws Exception {
        try (var nat = new NatDouble("-A OUTPUT -p udp -j DNAT --to-destination 198.51.100.1")) {
            Packet packet = nat.packets().udp("203.0.113.1", "8.8.8.8", 5000, 53);
            // the double finds no route for a packet with this mark
            packet.mark(2);
            assertThat(nat.send(packet, NatDouble.WAN)).isFalse();
            packet.release();
        }
    }

    @Test
    void netmapKeepsTheHostBits() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -o eth1 -j NETMAP --to 203.0.113.128/28")) {
            assertThat(out(nat, nat.packets().udp(LAN_HOST, WAN_HOST, 5000, 53))).isEqualTo("203.0.113.130:5000>203.0.113.2:53");
            assertThat(out(nat, nat.packets().udp("192.168.1.19", WAN_HOST, 5000, 53))).isEqualTo("203.0.113.131:5000>203.0.113.2:53");
        }
    }

    @Test
    void identifierOfAnEchoIsItsPort() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -p icmp -o eth1 -j SNAT --to-source 203.0.113.10:77")) {
            assertThat(out(nat, nat.packets().icmp(8, 0))).isEqualTo("203.0.113.10:77>203.0.113.2:77");
        }
    }

    @Test
    void udpWithoutAChecksumStaysWithout() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -o eth1 -j SNAT --to-source 203.0.113.10")) {
            Packet packet = nat.packets().udp(LAN_HOST, WAN_HOST, 5000, 53);
            packet.udp().checksum(0);
            assertThat(nat.forward(packet, NatDouble.LAN)).isTrue();
            assertThat(packet.udp().checksum()).isZero();
            packet.release();
        }
    }

    @Test
    void unfinishedChecksumBecomesTheSumOfTheNewPseudoHeader() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -p udp -j SNAT --to-source 203.0.113.10:6000")) {
            Packet packet = nat.packets().udp("203.0.113.1", WAN_HOST, 5000, 53);
            packet.udp().checksum(packet.ip().pseudoHeaderSum());
            packet.checksumToFinish(20, UdpHeader.CHECKSUM_OFFSET);
            assertThat(nat.send(packet, NatDouble.WAN)).isTrue();
            assertThat(packet.udp().checksum()).isEqualTo(packet.ip().pseudoHeaderSum());
            assertThat(Checksum.finish(packet)).isTrue();
            assertThat(packet.udp().checksumIsRight()).isTrue();
            packet.release();
        }
    }

    @Test
    void packetWithoutAConnectionIsLeftAlone() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -j SNAT --to-source 203.0.113.10")) {
            // an answer to nothing: it belongs to no connection and begins none
            assertThat(out(nat, nat.packets().icmp(0, 0))).isEqualTo("192.168.1.2:0>203.0.113.2:0");
        }
    }

    @Test
    void otherProtocolsHaveTheirAddressesTranslated() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -o eth1 -j SNAT --to-source 203.0.113.10")) {
            assertThat(out(nat, nat.packets().ip(LAN_HOST, WAN_HOST, 47, 8))).startsWith("203.0.113.10:");
            assertThat(back(nat, nat.packets().ip(WAN_HOST, "203.0.113.10", 47, 8))).endsWith(">192.168.1.2:0");
        }
    }

    @Test
    void connectionSaysHowItIsTranslated() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -o eth1 -j SNAT --to-source 203.0.113.10")) {
            Packet packet = nat.packets().tcp(5000, 80, TcpHeader.SYN);
            nat.forward(packet, NatDouble.LAN);
            var connection = packet.connection();
            assertThat(connection).isNotNull();
            assertThat(connection.has(ConnectionStatus.SRC_NAT | ConnectionStatus.SRC_NAT_DONE | ConnectionStatus.DST_NAT_DONE)).isTrue();
            assertThat(connection.has(ConnectionStatus.DST_NAT)).isFalse();
            packet.release();
        }
    }

    @Test
    void nothingHappensBeforeTheTableIsNamed() throws Exception {
        try (var nat = new NatDouble(); var _ = nat.conntrack().use()) {
            Packet before = nat.packets().udp(LAN_HOST, WAN_HOST, 5000, 53);
            nat.forward(before, NatDouble.LAN);
            assertThat(Bindings.connection(before).has(ConnectionStatus.SRC_NAT_DONE)).isFalse();
            before.release();
            nat.shell().ok("iptables -t nat -P PREROUTING ACCEPT");
            Packet after = nat.packets().udp(LAN_HOST, WAN_HOST, 5001, 53);
            nat.forward(after, NatDouble.LAN);
            assertThat(Bindings.connection(after).has(ConnectionStatus.SRC_NAT_DONE)).isTrue();
            after.release();
        }
    }

    @Test
    void packetThatIsStillToBeSegmentedIsTranslatedOnceForAllOfIt() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -o eth1 -j SNAT --to-source 203.0.113.10")) {
            Packet packet = nat.packets().tcp(5000, 80, TcpHeader.SYN);
            packet.put(4000);
            packet.ip().totalLength(packet.length());
            packet.ip().computeChecksum();
            packet.tcp().checksum(packet.ip().pseudoHeaderSum());
            packet.checksumToFinish(20, TcpHeader.CHECKSUM_OFFSET);
            packet.segmentation(Segmentation.TCPV4, 1460, false);
            assertThat(nat.forward(packet, NatDouble.LAN)).isTrue();
            assertThat(packet.tcp().checksum()).isEqualTo(packet.ip().pseudoHeaderSum());
            assertThat(packet.segmentation()).isEqualTo(Segmentation.TCPV4);
            packet.release();
        }
    }

    @Test
    void connectionsAreTrackedWhileARuleTranslates() throws Exception {
        try (var nat = new NatDouble()) {
            assertThat(nat.conntrack().isUsed()).isFalse();
            nat.shell().ok("iptables -t nat -A POSTROUTING -j ACCEPT");
            assertThat(nat.conntrack().isUsed()).isFalse();
            nat.shell().ok("iptables -t nat -A POSTROUTING -j MASQUERADE", "iptables -t nat -A POSTROUTING -j MASQUERADE");
            assertThat(nat.conntrack().isUsed()).isTrue();
            nat.shell().ok("iptables -t nat -D POSTROUTING -j MASQUERADE");
            assertThat(nat.conntrack().isUsed()).as("one is left").isTrue();
            nat.shell().ok("iptables -t nat -F");
            assertThat(nat.conntrack().isUsed()).isFalse();
        }
    }

    private static String out(NatDouble nat, Packet packet) {
        return through(nat, packet, NatDouble.LAN);
    }

    private static String back(NatDouble nat, Packet packet) {
        return through(nat, packet, NatDouble.WAN);
    }

    private static String through(NatDouble nat, Packet packet, NatDouble.Port in) {
        boolean left = nat.forward(packet, in);
        assertThat(packet.ip().checksumIsRight()).isTrue();
        switch (packet.ip().protocol()) {
            case 6 -> assertThat(packet.tcp().checksumIsRight()).isTrue();
            case 17 -> assertThat(packet.udp().checksumIsRight()).isTrue();
            case 1 -> assertThat(packet.icmp().checksumIsRight()).isTrue();
            default -> { }
        }
        String ends = left ? NatDouble.ends(packet) : "dropped";
        packet.release();
        return ends;
    }
}
