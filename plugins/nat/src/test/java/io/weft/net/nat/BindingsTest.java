package io.weft.net.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.Packet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingsTest {

    private static final String WAN_HOST = "203.0.113.2";

    @ParameterizedTest
    @CsvSource({"1, 1, 511", "511, 1, 511", "512, 600, 1023", "1023, 600, 1023", "1024, 1024, 65535", "65535, 1024, 65535"})
    void clashingPortMovesWithinItsClass(int port, int first, int last) throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -s 192.168.1.2 -j SNAT --to-source 192.168.1.3")) {
            assertThat(sourcePort(nat, "192.168.1.2", port, 53)).isEqualTo(port);
            // no rule speaks of this one: it is moved all the same
            assertThat(sourcePort(nat, "192.168.1.3", port, 53)).isBetween(first, last).isNotEqualTo(port);
        }
    }

    @Test
    void aSourceKeepsItsAddressAndPortForAllPlaces() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -p udp -j SNAT --to-source 203.0.113.10-203.0.113.40:20000-30000")) {
            String first = source(nat, "192.168.1.2", 5000, 1);
            for (int port = 2; port < 20; port++) {
                assertThat(source(nat, "192.168.1.2", 5000, port)).isEqualTo(first);
            }
            assertThat(nat.statistics().sources()).isEqualTo(19);
        }
    }

    @Test
    void whereAllPortsAreTakenThePacketIsDropped() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -p udp -j SNAT --to-source 203.0.113.10:6000-6002")) {
            Set<Integer> ports = new HashSet<>();
            for (int host = 2; host < 5; host++) {
                ports.add(sourcePort(nat, "192.168.1." + host, 5000, 53));
            }
            assertThat(ports).containsExactlyInAnyOrder(6000, 6001, 6002);
            assertThat(sourcePort(nat, "192.168.1.5", 5000, 53)).isEqualTo(-1);
            assertThat(nat.statistics().portsExhausted()).isEqualTo(1);
            assertThat(nat.conntrack().statistics().insertFailed()).isEqualTo(1);
            // another place, another tuple
            assertThat(sourcePort(nat, "192.168.1.5", 5000, 54)).isBetween(6000, 6002);
        }
    }

    @Test
    void randomPortsAreNotInOrder() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -p udp -j SNAT --to-source 203.0.113.10 --random")) {
            Set<Integer> ports = new HashSet<>();
            for (int port = 1; port <= 8; port++) {
                ports.add(sourcePort(nat, "192.168.1.2", 5000, port));
            }
            assertThat(ports).hasSizeGreaterThan(4).allMatch(port -> port >= 1024);
        }
    }

    @Test
    void persistentAddressDependsOnTheSourceAlone() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -p udp --dport 1:999 -j SNAT --to-source 203.0.113.10-203.0.113.250 --persistent",
                "-A POSTROUTING -p udp --dport 1000: -j SNAT --to-source 203.0.113.10-203.0.113.250")) {
            Set<String> persistent = new HashSet<>();
            Set<String> spread = new HashSet<>();
            for (int i = 1; i < 20; i++) {
                persistent.add(address(nat, "8.8.8." + i, 5000 + i, 53));
                spread.add(address(nat, "8.8.8." + i, 6000 + i, 1053));
            }
            assertThat(persistent).hasSize(1);
            assertThat(spread).hasSizeGreaterThan(5);
        }
    }

    @Test
    void shiftedPortsKeepTheirDistance() throws Exception {
        try (var nat = new NatDouble("-A PREROUTING -p udp -j DNAT --to-destination 192.168.1.2:6000-6099/5000")) {
            for (int port : new int[] {5000, 5001, 5099}) {
                Packet packet = nat.packets().udp(WAN_HOST, "203.0.113.1", 7000, port);
                assertThat(nat.forward(packet, NatDouble.WAN)).isTrue();
                assertThat(packet.udp().destinationPort()).isEqualTo(port + 1000);
                packet.release();
            }
        }
    }

    @Test
    void whatEndedIsForgotten() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -j SNAT --to-source 203.0.113.10")) {
            for (int port = 1; port < 2000; port++) {
                sourcePort(nat, "192.168.1.2", 5000, port);
                sourcePort(nat, "192.168.1.3", 5000 + port, 53);
            }
            assertThat(nat.statistics().sources()).isEqualTo(2 * 1999);
            nat.conntrack().forEach(nat.conntrack()::remove);
            assertThat(nat.statistics().sources()).isZero();
        }
    }

    @Test
    void firstPacketThatIsDroppedLeavesNothing() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -j SNAT --to-source 203.0.113.10")) {
            Packet packet = nat.packets().udp("192.168.1.2", WAN_HOST, 5000, 53);
            packet.in(NatDouble.LAN);
            nat.hooks().trackIncoming(packet);
            nat.table().prerouting(packet);
            packet.release();
            assertThat(nat.statistics().sources()).isZero();
            assertThat(nat.conntrack().size()).isZero();
        }
    }

    private static int sourcePort(NatDouble nat, String host, int port, int to) {
        String source = source(nat, host, port, to);
        return source.equals("dropped") ? -1 : Integer.parseInt(source.split(":")[1]);
    }

    private static String source(NatDouble nat, String host, int port, int to) {
        return leave(nat, nat.packets().udp(host, WAN_HOST, port, to)).split(">")[0];
    }

    private static String address(NatDouble nat, String destination, int port, int to) {
        return leave(nat, nat.packets().udp("192.168.1.2", destination, port, to)).split(":")[0];
    }

    private static String leave(NatDouble nat, Packet packet) {
        String ends = nat.forward(packet, NatDouble.LAN) ? NatDouble.ends(packet) : "dropped";
        packet.release();
        return ends;
    }
}
