package io.weft.net.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.packet.Packet;
import io.weft.net.route.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindingKeeperTest {

    private static final NatDouble.Port DMZ = new NatDouble.Port("eth2", 4, List.of(InterfaceAddress.parse("10.9.0.1/24")));

    @Test
    void connectionsOfAnAddressThatWentAwayEnd() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -p udp --dport 53 -j MASQUERADE", "-A POSTROUTING -j SNAT --to-source 203.0.113.1")) {
            begin(nat, 53);
            begin(nat, 54);
            nat.stack().listeners().forEach(listener -> listener.lost(NatDouble.WAN, InterfaceAddress.parse("203.0.113.10/24")));
            assertThat(nat.conntrack().size()).as("another address").isEqualTo(2);
            nat.stack().listeners().forEach(listener -> listener.lost(NatDouble.WAN, InterfaceAddress.parse("203.0.113.1/24")));
            assertThat(nat.conntrack().size()).as("what SNAT did stays").isEqualTo(1);
            assertThat(nat.statistics().addressGone()).isEqualTo(1);
        }
    }

    @Test
    void connectionsOfAnInterfaceThatWentDownEnd() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -j MASQUERADE")) {
            begin(nat, 53);
            nat.stack().listeners().forEach(listener -> listener.wentDown(NatDouble.LAN));
            assertThat(nat.conntrack().size()).isEqualTo(1);
            nat.stack().listeners().forEach(listener -> listener.wentDown(NatDouble.WAN));
            assertThat(nat.conntrack().size()).isZero();
            assertThat(nat.statistics().sources()).isZero();
        }
    }

    @Test
    void masqueradedConnectionEndsWhenItsPacketsLeaveByAnotherInterface() throws Exception {
        try (var nat = new NatDouble("-A POSTROUTING -j MASQUERADE")) {
            begin(nat, 53);
            Packet packet = nat.packets().udp("192.168.1.2", "8.8.8.8", 5000, 53);
            packet.in(NatDouble.LAN);
            nat.hooks().trackIncoming(packet);
            nat.table().prerouting(packet);
            packet.out(DMZ);
            packet.route(new Route.Unicast(DMZ, 0, 0));
            assertThat(nat.table().postrouting(packet).kind()).isEqualTo(io.weft.hook.Verdict.Kind.DROP);
            assertThat(nat.conntrack().size()).isZero();
            packet.release();
        }
    }

    @Test
    void whoStopsLetsGoOfAllConnections() throws Exception {
        var nat = new NatDouble("-A POSTROUTING -s 192.168.1.2 -j SNAT --to-source 203.0.113.10");
        begin(nat, 53);
        nat.close();
        assertThat(nat.stack().listeners()).isEmpty();
    }

    private static void begin(NatDouble nat, int port) {
        Packet packet = nat.packets().udp("192.168.1.2", "8.8.8.8", 5000, port);
        assertThat(nat.forward(packet, NatDouble.LAN)).isTrue();
        packet.release();
    }
}
