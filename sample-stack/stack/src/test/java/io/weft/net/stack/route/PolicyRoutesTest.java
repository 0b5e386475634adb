package io.weft.net.stack.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyRoutesTest {

    private static final NetInterface LO = TestInterface.of("lo", 1, "127.0.0.1/8");
    private static final NetInterface LAN = TestInterface.of("eth0", 2, "192.168.1.1/24");
    private static final NetInterface WAN = TestInterface.of("eth1", 3, "203.0.113.1/24");
    private static final Route ELSEWHERE = new Route.Unicast(WAN, Ipv4.parse("203.0.113.9"), Ipv4.parse("203.0.113.1"));

    private final RouteTable routes = new RouteTable(new Addresses());

    @BeforeEach
    void twoLinks() {
        routes.update(List.of(LO, LAN, WAN));
        routes.add(RouteEntry.parse("default via 192.168.1.254"));
        routes.add(RouteEntry.parse("default via 203.0.113.9 table 100"));
    }

    private void rule(String words) {
        routes.addRule(RoutingRule.parse(words));
    }

    private Route way(String source, String destination, int mark, int tos, @Nullable NetInterface in) {
        return routes.lookup(Ipv4.parse(source), Ipv4.parse(destination), mark, tos, in);
    }

    private Route plain(String destination) {
        return way("192.168.1.2", destination, 0, 0, LAN);
    }

    @Test
    void tablesThatNoRuleLeadsToCountForNothing() {
        assertThat(routes.hasPolicy()).isFalse();
        assertThat(plain("9.9.9.9")).isInstanceOfSatisfying(Route.Unicast.class, hop -> assertThat(hop.device()).isEqualTo(LAN));
    }

    @Test
    void markSourceTosAndInterfaceChooseTheTable() {
        rule("fwmark 0x1/0xf lookup 100");
        rule("from 10.0.0.0/8 lookup 100");
        rule("tos 0x10 iif eth0 lookup 100");
        assertThat(way("192.168.1.2", "9.9.9.9", 0x31, 0, LAN)).isEqualTo(ELSEWHERE);
        assertThat(way("192.168.1.2", "9.9.9.9", 0x2, 0, LAN)).isNotEqualTo(ELSEWHERE);
        assertThat(way("10.1.2.3", "9.9.9.9", 0, 0, LAN)).isEqualTo(ELSEWHERE);
        assertThat(way("192.168.1.2", "9.9.9.9", 0, 0xF3, LAN)).isEqualTo(ELSEWHERE);
        assertThat(way("192.168.1.2", "9.9.9.9", 0, 0x10, WAN)).isNotEqualTo(ELSEWHERE);
        assertThat(way("192.168.1.2", "9.9.9.9", 0, 0x10, null)).isNotEqualTo(ELSEWHERE);
    }

    @Test
    void ownPacketsComeFromLo() {
        rule("iif lo lookup 100");
        assertThat(way("192.168.1.1", "9.9.9.9", 0, 0, null)).isEqualTo(ELSEWHERE);
        assertThat(way("192.168.1.1", "9.9.9.9", 0, 0, LAN)).isNotEqualTo(ELSEWHERE);
    }

    @Test
    void ownAddressesComeFirst() {
        rule("from all lookup 100");
        assertThat(plain("203.0.113.1")).isEqualTo(new Route.Local(WAN, Ipv4.parse("203.0.113.1")));
        assertThat(plain("192.168.1.77")).as("a link is no address").isEqualTo(ELSEWHERE);
    }

    @Test
    void aTableWithoutARouteLeadsToTheNextRule() {
        routes.add(RouteEntry.parse("8.0.0.0/8 via 203.0.113.9 table 101"));
        rule("from all lookup 101");
        rule("from all lookup 102");
        assertThat(plain("8.1.1.1")).isEqualTo(ELSEWHERE);
        assertThat(plain("9.9.9.9")).isNotEqualTo(ELSEWHERE).isInstanceOf(Route.Unicast.class);
    }

    @Test
    void refusalsAreThoseOfTheRule() {
        rule("fwmark 1 blackhole");
        rule("fwmark 2 unreachable");
        rule("fwmark 3 prohibit");
        assertThat(way("10.0.0.1", "9.9.9.9", 1, 0, LAN)).isEqualTo(new Route.Blackhole());
        assertThat(way("10.0.0.1", "9.9.9.9", 2, 0, LAN)).isEqualTo(new Route.Unreachable(0));
        assertThat(way("10.0.0.1", "9.9.9.9", 3, 0, LAN)).isEqualTo(new Route.Unreachable(13));
    }

    @Test
    void theTableDefaultIsAskedLast() {
        routes.remove(Ipv4Prefix.ALL);
        assertThat(plain("9.9.9.9")).isSameAs(RouteTable.NO_ROUTE);
        routes.add(RouteEntry.parse("default via 203.0.113.9 table default"));
        assertThat(plain("9.9.9.9")).isEqualTo(ELSEWHERE);
        assertThat(routes.remove(Ipv4Prefix.ALL, TableNumbers.DEFAULT)).isTrue();
        assertThat(plain("9.9.9.9")).isSameAs(RouteTable.NO_ROUTE);
        assertThat(routes.hasPolicy()).isFalse();
    }

    @Test
    void tablesFollowTheirInterfaces() {
        rule("from all lookup 100");
        routes.update(List.of(LO, LAN));
        assertThat(plain("9.9.9.9")).isNotEqualTo(ELSEWHERE).isInstanceOf(Route.Unicast.class);
        routes.update(List.of(LO, LAN, WAN));
        assertThat(plain("9.9.9.9")).isEqualTo(ELSEWHERE);
    }

    @Test
    void changesOfMainAreSeenUnderRules() {
        rule("fwmark 1 lookup 100");
        routes.add(RouteEntry.parse("8.0.0.0/8 via 203.0.113.9"));
        assertThat(plain("8.1.1.1")).isEqualTo(ELSEWHERE);
        routes.remove(Ipv4Prefix.parse("8.0.0.0/8"));
        assertThat(plain("8.1.1.1")).isNotEqualTo(ELSEWHERE);
        assertThat(routes.removeRule(RoutingRule.parse("fwmark 1 lookup 100"))).isTrue();
        assertThat(routes.hasPolicy()).isFalse();
    }

    @Test
    void refusesWhatIsThereAlready() {
        assertThatThrownBy(() -> routes.add(RouteEntry.parse("default via 203.0.113.9 table 100")))
                .hasMessage("there is a route to 0.0.0.0/0 in table 100 already");
        assertThatThrownBy(() -> routes.add(RouteEntry.parse("9.9.9.9 dev eth0 table local"))).hasMessageContaining("the stack alone");
        assertThat(routes.routesOf(100)).hasSize(1);
        assertThat(routes.remove(Ipv4Prefix.ALL, 100)).isTrue();
        assertThat(routes.remove(Ipv4Prefix.ALL, 100)).isFalse();
    }
}
