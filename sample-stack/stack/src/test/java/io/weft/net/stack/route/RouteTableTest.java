package io.weft.net.stack.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.route.AddressType;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private static final NetInterface LO = TestInterface.of("lo", 1, "127.0.0.1/8");
    private static final NetInterface LAN = TestInterface.of("eth0", 2, "192.168.1.1/24", "192.168.1.9/24");
    private static final NetInterface WAN = TestInterface.of("eth1", 3, "203.0.113.1/30", "10.0.0.1/32");

    private final Addresses addresses = new Addresses();
    private final RouteTable routes = new RouteTable(addresses);

    @BeforeEach
    void twoLinks() {
        routes.update(List.of(LO, LAN, WAN));
    }

    private Route lookup(String address) {
        return routes.lookup(Ipv4.parse(address));
    }

    private static int address(String text) {
        return Ipv4.parse(text);
    }

    @Test
    void leadsToOwnAddressesLocallyAndToAllOfTheLoopbackNetwork() {
        assertThat(lookup("192.168.1.1")).isEqualTo(new Route.Local(LAN, address("192.168.1.1")));
        assertThat(lookup("192.168.1.9")).as("from the primary address").isEqualTo(new Route.Local(LAN, address("192.168.1.1")));
        assertThat(lookup("10.0.0.1")).isEqualTo(new Route.Local(WAN, address("10.0.0.1")));
        assertThat(lookup("127.9.9.9")).isEqualTo(new Route.Local(LO, address("127.0.0.1")));
    }

    @Test
    void theLastAddressOfTheLoopbackNetworkIsItsBroadcast() {
        assertThat(lookup("127.255.255.255")).isEqualTo(new Route.Broadcast(LO, address("127.0.0.1")));
        assertThat(type("127.255.255.255", null)).isEqualTo(AddressType.BROADCAST);
        assertThat(type("127.255.255.254", null)).isEqualTo(AddressType.LOCAL);
    }

    @Test
    void leadsToTheLinksOfItsAddressesFromTheirPrimary() {
        assertThat(lookup("192.168.1.77")).isEqualTo(new Route.Unicast(LAN, 0, address("192.168.1.1")));
        assertThat(lookup("203.0.113.2")).isEqualTo(new Route.Unicast(WAN, 0, address("203.0.113.1")));
        assertThat(lookup("192.168.1.255")).isEqualTo(new Route.Broadcast(LAN, address("192.168.1.1")));
        assertThat(lookup("192.168.2.1")).isSameAs(RouteTable.NO_ROUTE);
    }

    @Test
    void prefersTheLongestPrefix() {
        routes.add(RouteEntry.parse("default via 203.0.113.2"));
        routes.add(RouteEntry.parse("8.0.0.0/8 via 192.168.1.2"));
        routes.add(RouteEntry.parse("blackhole 8.8.0.0/16"));
        assertThat(lookup("9.9.9.9")).isEqualTo(new Route.Unicast(WAN, address("203.0.113.2"), address("203.0.113.1")));
        assertThat(lookup("8.9.9.9")).isEqualTo(new Route.Unicast(LAN, address("192.168.1.2"), address("192.168.1.1")));
        assertThat(lookup("8.8.8.8")).isEqualTo(new Route.Blackhole());
        assertThat(lookup("192.168.1.2")).isInstanceOf(Route.Unicast.class);
    }

    @Test
    void refusesInTheKernelsThreeWays() {
        routes.add(RouteEntry.parse("unreachable 10.1.0.0/16"));
        routes.add(RouteEntry.parse("prohibit 10.2.0.0/16"));
        assertThat(lookup("10.1.0.1")).isEqualTo(new Route.Unreachable(1));
        assertThat(lookup("10.2.0.1")).isEqualTo(new Route.Unreachable(13));
        assertThat(lookup("10.3.0.1")).isEqualTo(new Route.Unreachable(0));
    }

    @Test
    void findsTheInterfaceOfAGateway() {
        routes.add(RouteEntry.parse("default via 203.0.113.2"));
        assertThat(routes.entries()).extracting(RouteEntry::toString).containsExactly("default via 203.0.113.2 dev eth1");
    }

    @Test
    void refusesGatewaysThatAreNotOnALink() {
        assertThatThrownBy(() -> routes.add(RouteEntry.parse("default via 9.9.9.9")))
                .hasMessage("route to 0.0.0.0/0: gateway 9.9.9.9 is not on a network of any interface");
        assertThatThrownBy(() -> routes.add(RouteEntry.parse("default via 192.168.1.2 dev eth1")))
                .hasMessage("route to 0.0.0.0/0: gateway 192.168.1.2 is not on a network of eth1");
        assertThatThrownBy(() -> routes.add(RouteEntry.parse("default via 192.168.1.1")))
                .as("an own address").isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> routes.add(RouteEntry.parse("default dev eth9"))).hasMessage("route to 0.0.0.0/0: there is no interface eth9");
        assertThat(routes.entries()).isEmpty();
    }

    @Test
    void refusesASecondRouteToTheSamePrefix() {
        routes.add(RouteEntry.parse("10.0.0.0/8 dev eth0"));
        assertThatThrownBy(() -> routes.add(RouteEntry.parse("blackhole 10.0.0.0/8"))).hasMessage("there is a route to 10.0.0.0/8 already");
        assertThatThrownBy(() -> routes.add(RouteEntry.parse("blackhole 192.168.1.0/24")))
                .as("the link's own").hasMessage("there is a route to 192.168.1.0/24 already");
    }

    @Test
    void aRouteTakenAwayUncoversTheOneBehindIt() {
        routes.add(RouteEntry.parse("default dev eth0"));
        routes.add(RouteEntry.parse("blackhole 10.0.0.0/8"));
        assertThat(routes.remove(Ipv4Prefix.parse("10.0.0.0/8"))).isTrue();
        assertThat(routes.remove(Ipv4Prefix.parse("10.0.0.0/8"))).isFalse();
        assertThat(lookup("10.9.9.9")).isInstanceOf(Route.Unicast.class);
    }

    @Test
    void noRouteStandsInTheWayOfAnOwnAddress() {
        routes.add(RouteEntry.parse("blackhole 192.168.1.1/32"));
        assertThat(lookup("192.168.1.1")).isEqualTo(new Route.Local(LAN, address("192.168.1.1")));
    }

    @Test
    void anInterfaceThatIsDownHidesItsRoutesUntilItIsUp() {
        routes.add(RouteEntry.parse("default via 203.0.113.2"));
        routes.update(List.of(LO, LAN));
        assertThat(lookup("9.9.9.9")).isSameAs(RouteTable.NO_ROUTE);
        assertThat(lookup("203.0.113.1")).isSameAs(RouteTable.NO_ROUTE);
        routes.update(List.of(LO, LAN, WAN));
        assertThat(lookup("9.9.9.9")).isInstanceOf(Route.Unicast.class);
        assertThat(lookup("203.0.113.1")).isEqualTo(new Route.Local(WAN, address("203.0.113.1")));
    }

    @Test
    void theNextAddressOfANetworkTakesThePlaceOfItsPrimary() {
        NetInterface less = TestInterface.of("eth0", 2, "192.168.1.9/24");
        routes.add(RouteEntry.parse("10.0.0.0/8 via 192.168.1.2"));
        routes.update(List.of(LO, less, WAN));
        assertThat(lookup("192.168.1.77")).isEqualTo(new Route.Unicast(less, 0, address("192.168.1.9")));
        assertThat(lookup("10.9.9.9")).isEqualTo(new Route.Unicast(less, address("192.168.1.2"), address("192.168.1.9")));
        assertThat(lookup("192.168.1.1")).isEqualTo(new Route.Unicast(less, 0, address("192.168.1.9")));
    }

    @Test
    void knowsExactlyItsOwnAddresses() {
        for (String own : List.of("127.0.0.1", "192.168.1.1", "192.168.1.9", "203.0.113.1", "10.0.0.1")) {
            assertThat(addresses.isLocal(address(own))).as(own).isTrue();
        }
        for (String other : List.of("0.0.0.0", "127.0.0.2", "192.168.1.255", "192.168.1.2", "255.255.255.255")) {
            assertThat(addresses.isLocal(address(other))).as(other).isFalse();
        }
    }

    @Test
    void speaksFromTheAddressNearestToTheOther() {
        NetInterface many = TestInterface.of("eth0", 2, "10.0.0.1/24", "10.0.1.1/24", "10.0.1.2/24");
        addresses.update(List.of(LO, many));
        assertThat(addresses.select(many, address("10.0.1.77"))).isEqualTo(address("10.0.1.1"));
        assertThat(addresses.select(many, address("9.9.9.9"))).isEqualTo(address("10.0.0.1"));
        assertThat(addresses.select(TestInterface.of("eth1", 3), address("9.9.9.9"))).as("of another interface").isEqualTo(address("10.0.0.1"));
        addresses.update(List.of(LO));
        assertThat(addresses.select(TestInterface.of("eth1", 3), address("9.9.9.9"))).isZero();
    }

    @Test
    void saysWhatAnAddressIsToThisHost() {
        routes.add(RouteEntry.parse("default via 203.0.113.2"));
        routes.add(RouteEntry.parse("blackhole 8.8.0.0/16"));
        assertThat(type("192.168.1.9", null)).isEqualTo(AddressType.LOCAL);
        assertThat(type("127.1.2.3", null)).isEqualTo(AddressType.LOCAL);
        assertThat(type("192.168.1.255", null)).isEqualTo(AddressType.BROADCAST);
        assertThat(type("255.255.255.255", null)).isEqualTo(AddressType.BROADCAST);
        assertThat(type("0.0.0.0", null)).isEqualTo(AddressType.BROADCAST);
        assertThat(type("0.1.2.3", null)).isEqualTo(AddressType.UNICAST);
        assertThat(type("224.0.0.251", null)).isEqualTo(AddressType.MULTICAST);
        assertThat(type("192.168.1.2", null)).isEqualTo(AddressType.UNICAST);
        assertThat(type("9.9.9.9", null)).isEqualTo(AddressType.UNICAST);
        assertThat(type("8.8.8.8", null)).isEqualTo(AddressType.UNICAST);
    }

    @Test
    void addressesOfAnotherInterfaceAreUnicastToOne() {
        assertThat(type("192.168.1.1", LAN)).isEqualTo(AddressType.LOCAL);
        assertThat(type("192.168.1.1", WAN)).isEqualTo(AddressType.UNICAST);
        assertThat(type("192.168.1.255", LAN)).isEqualTo(AddressType.BROADCAST);
        assertThat(type("192.168.1.255", WAN)).isEqualTo(AddressType.UNICAST);
        assertThat(type("255.255.255.255", WAN)).isEqualTo(AddressType.BROADCAST);
        assertThat(type("224.0.0.1", WAN)).isEqualTo(AddressType.MULTICAST);
    }

    private AddressType type(String address, @Nullable NetInterface on) {
        return routes.typeOf(address(address), on);
    }
}
