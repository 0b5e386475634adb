package io.weft.net.stack;

import static io.weft.net.testkit.packet.PacketAssert.assertThatFrame;
import static io.weft.net.stack.testing.TestRouter.fromLan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.Verdict;
import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.driver.Offloads;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.route.InterfaceListener;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.route.RoutingRule;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.link.TestDriver;
import io.weft.net.testkit.packet.PacketBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetStackTest {

    private final TestRouter router = TestRouter.open();

    @AfterEach
    void close() {
        router.close();
    }

    private static PacketBuilder ping(String destination) {
        return fromLan(PacketBuilder.echoRequest("192.168.1.2", destination, 1, 1));
    }

    @Test
    void showsItsInterfacesToPlugins() {
        Stack stack = router.stack;
        assertThat(stack.interfaces()).extracting(NetInterface::name).containsExactly("lo", "eth0", "eth1", "eth2");
        assertThat(stack.interfaces()).extracting(NetInterface::index).containsExactly(1, 2, 3, 4);
        assertThat(stack.interfaceNamed("lo")).isNotNull().satisfies(lo -> assertThat(lo.isLoopback()).isTrue());
        assertThat(stack.interfaceNamed("eth9")).isNull();
        assertThat(stack.name()).isEqualTo("router");
    }

    @Test
    void addressesComeAndGoWhileItRuns() {
        router.stack.addAddress("eth0", InterfaceAddress.parse("10.5.0.1/24"));
        router.arrive(router.eth0, ping("10.5.0.1"));
        assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(0, 0).hasSource("10.5.0.1");
        router.stack.removeAddress("eth0", InterfaceAddress.parse("10.5.0.1/24"));
        router.arrive(router.eth0, ping("10.5.0.1"));
        assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(3, 0);
    }

    @Test
    void routesComeAndGoWhileItRuns() {
        router.stack.addRoute(RouteEntry.parse("100.64.0.0/10 via 10.9.0.2"));
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("192.168.1.2", 1, "100.64.0.1", 2)));
        assertThat(router.eth2.takeSent()).hasSize(1);
        router.stack.removeRoute(Ipv4Prefix.parse("100.64.0.0/10"));
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("192.168.1.2", 1, "100.64.0.1", 2)));
        assertThatFrame(router.onlyFrame(router.eth0)).isIcmp(3, 0);
        assertThat(router.stack.routes()).extracting(entry -> entry.prefix().toString()).contains("8.0.0.0/8", "192.168.1.0/24", "127.0.0.0/8");
    }

    @Test
    void tellsWhoListensWhatGoesAway() throws Exception {
        List<String> news = new ArrayList<>();
        AutoCloseable listening = router.stack.listen(new InterfaceListener() {
            @Override
            public void wentDown(NetInterface device) {
                news.add(device.name() + " went down");
            }

            @Override
            public void lost(NetInterface device, InterfaceAddress address) {
                news.add(device.name() + " lost " + address + " of " + (device.addresses().size() + 1));
            }
        });
        router.stack.addAddress("eth0", InterfaceAddress.parse("10.5.0.1/24"));
        router.stack.removeAddress("eth0", InterfaceAddress.parse("10.5.0.1/24"));
        router.stack.setUp("eth1", false);
        router.stack.setUp("eth1", false);
        router.stack.setUp("eth1", true);
        assertThat(news).containsExactly("eth0 lost 10.5.0.1/24 of 2", "eth1 went down");
        listening.close();
        router.stack.setUp("eth0", false);
        assertThat(news).hasSize(2);
    }

    @Test
    void listenerThatThrowsIsAFault() {
        router.expectFaults();
        router.stack.listen(new InterfaceListener() {
            @Override
            public void wentDown(NetInterface device) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void lost(NetInterface device, InterfaceAddress address) { }
        });
        router.expectFaults().stack.setUp("eth0", false);
        assertThat(router.stack.faults()).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrongWithAConfiguration() {
        NetStack stack = router.stack;
        assertThatThrownBy(() -> stack.addAddress("eth9", InterfaceAddress.parse("10.0.0.1/8")))
                .hasMessage("there is no interface eth9; there are lo, eth0, eth1, eth2");
        assertThatThrownBy(() -> stack.addAddress("eth0", InterfaceAddress.parse("192.168.1.1/24")))
                .hasMessage("eth0 has the address 192.168.1.1/24 already");
        assertThatThrownBy(() -> stack.addAddress("eth0", InterfaceAddress.parse("224.0.0.1/24"))).hasMessage("224.0.0.1 is no address for a host");
        assertThatThrownBy(() -> stack.removeAddress("eth0", InterfaceAddress.parse("192.168.1.1/25")))
                .hasMessage("eth0 does not have the address 192.168.1.1/25");
        assertThatThrownBy(() -> stack.removeRoute(Ipv4Prefix.parse("9.0.0.0/8"))).hasMessage("there is no route to 9.0.0.0/8");
        assertThatThrownBy(() -> stack.removeNeighbor("eth0", Ipv4.parse("192.168.1.99"))).hasMessage("eth0 has no neighbour 192.168.1.99");
        assertThatThrownBy(() -> stack.addRoute(RouteEntry.parse("9.0.0.0/8 via 1.2.3.4")))
                .hasMessage("route to 9.0.0.0/8: gateway 1.2.3.4 is not on a network of any interface");
    }

    @Test
    void sendsToANextHopOfThePluginsChoiceWhateverTheDestination() {
        List<String> seen = new ArrayList<>();
        router.stack.hooks().at(PacketHooks.LOCAL_OUT, Packet.class).attach(0, "look", packet -> {
            seen.add(packet.in() + " → " + packet.out() + " " + packet.ip().identification());
            return Verdict.ACCEPT;
        });
        for (String gateway : List.of("10.9.0.2", "10.9.0.2", "172.16.5.5")) {
            Packet packet = PacketBuilder.udp("192.168.1.2", 5, "203.0.113.2", 6).identification(0).ttl(3).build(router.stack.pool());
            packet.ip().ttl(2);
            router.stack.sendVia(packet, Ipv4.parse(gateway));
        }
        router.settle();

        List<byte[]> frames = router.eth2.takeSent();
        assertThat(frames).hasSize(3).allSatisfy(frame ->
                assertThatFrame(frame).hasSource("192.168.1.2").hasDestination("203.0.113.2").hasTtl(2));
        assertThat(frames).extracting(frame -> frame[5]).as("the next hop's MAC address").containsOnly((byte) 0x12);
        assertThat(router.eth1.takeSent()).isEmpty();
        assertThat(seen).containsExactly("null → eth2 0", "null → eth2 0", "null → eth2 0");
    }

    @Test
    void dropsWhatIsToGoByANextHopToWhichThereIsNoRoute() {
        router.stack.sendVia(PacketBuilder.udp("192.168.1.2", 5, "203.0.113.2", 6).build(router.stack.pool()), Ipv4.parse("9.9.9.9"));
        router.settle();
        router.droppedOnly(DropReason.NO_ROUTE);
    }

    @Test
    void closesItsDriversAheadOfItselfForThoseThatComeFromPlugins() {
        router.stack.disconnect();
        assertThat(router.eth0.isClosed()).isTrue();
        router.stack.setUp("eth1", true);
        router.stack.send(PacketBuilder.udp("192.168.1.1", 5, "203.0.113.2", 6).build(router.stack.pool()));
        router.stack.send(PacketBuilder.udp("127.0.0.1", 5, "127.0.0.1", 6).build(router.stack.pool()));
        router.settle();
        assertThat(router.dropped(DropReason.UDP_NO_PORT)).as("what lo still carries").isOne();
        assertThat(router.eth1.takeSent()).isEmpty();
    }

    @Test
    void sendsWhatAPluginMakes() {
        Packet packet = PacketBuilder.udp("0.0.0.0", 5, "203.0.113.2", 6).identification(0).build(router.stack.pool());
        packet.ip().source(0);
        router.stack.send(packet);
        router.settle();
        byte[] frame = router.onlyFrame(router.eth1);
        assertThat(new byte[] {frame[26], frame[27], frame[28], frame[29]}).as("the source").containsExactly(203, 0, 113, 1);
        assertThat(frame[18] << 8 | frame[19]).as("the identification").isNotZero();
    }

    @Test
    void dropsWhatAPluginSendsNowhere() {
        router.stack.send(PacketBuilder.udp("192.168.1.1", 5, "100.64.0.1", 6).build(router.stack.pool()));
        router.settle().sentNothing();
        router.droppedOnly(DropReason.NO_ROUTE);
    }

    @Test
    void sendsBroadcastsToTheLinkAndToItself() throws Exception {
        List<String> heard = new ArrayList<>();
        try (var socket = router.stack.udp().bind(Ipv4.ANY, 68, (self, datagram) -> heard.add(datagram.in().name()))) {
            router.stack.send(PacketBuilder.udp("192.168.1.1", 67, "192.168.1.255", 68).build(router.stack.pool()));
            router.settle();
            assertThatFrame(router.onlyFrame(router.eth0)).goesTo("ff:ff:ff:ff:ff:ff").isUdp(67, 68);
            Packet limited = PacketBuilder.udp("10.9.0.1", 67, "255.255.255.255", 68).build(router.stack.pool());
            router.stack.send(limited);
            router.settle();
            assertThatFrame(router.onlyFrame(router.eth2)).goesTo("ff:ff:ff:ff:ff:ff").hasDestination("255.255.255.255");
            assertThat(heard).containsExactly("eth0", "eth2");
            assertThat(socket.port()).isEqualTo(68);
        }
    }

    @Test
    void hearsWhatItSendsToAllAsItsOwn() throws Exception {
        List<String> heard = new ArrayList<>();
        router.stack.hooks().at("PRE_ROUTING", Packet.class).attach(0, "hear", packet -> {
            heard.add(Objects.requireNonNull(packet.in()).name() + " " + packet.linkType());
            return Verdict.ACCEPT;
        });
        router.stack.send(PacketBuilder.udp("192.168.1.1", 67, "192.168.1.255", 68).build(router.stack.pool()));
        router.settle();
        assertThat(router.eth0.takeSent()).hasSize(1);
        router.stack.send(PacketBuilder.udp("127.0.0.1", 67, "127.255.255.255", 68).build(router.stack.pool()));
        router.settle().sentNothing();
        assertThat(heard).containsExactly("eth0 LOOPBACK", "lo HOST");
    }

    @Test
    void knowsTheWayBack() {
        router.stack.addRoute(RouteEntry.parse("default via 10.9.0.3 dev eth2 table 100"));
        router.stack.addRule(RoutingRule.parse("fwmark 0x1 lookup 100"));
        router.stack.addRule(RoutingRule.parse("from 255.255.255.255 prohibit"));
        assertThat(back("192.168.1.2", "203.0.113.2", 0)).isEqualTo("eth0");
        assertThat(back("9.9.9.9", "203.0.113.2", 0)).isEqualTo("Unreachable[code=0]");
        assertThat(back("9.9.9.9", "203.0.113.2", 1)).isEqualTo("eth2");
        assertThat(back("192.168.1.2", "255.255.255.255", 0)).as("which nobody answers from").isEqualTo("eth0");
        assertThat(back("203.0.113.1", "192.168.1.2", 1)).isEqualTo("local eth1");
    }

    private String back(String source, String destination, int mark) {
        Packet packet = PacketBuilder.udp(source, 1, destination, 2).build(router.stack.pool());
        Route route = router.stack.routeBack(packet, mark);
        packet.release();
        return switch (route) {
            case Route.Unicast hop -> hop.device().name();
            case Route.Local local -> "local " + local.device().name();
            case Route.Broadcast _, Route.Blackhole _, Route.Unreachable _ -> route.toString();
        };
    }

    @Test
    void sendsMulticastToTheGroupsMacAddress() {
        router.stack.send(PacketBuilder.udp("10.9.0.1", 67, "239.129.2.3", 68).build(router.stack.pool()));
        router.settle();
        assertThatFrame(router.onlyFrame(router.eth2)).goesTo("01:00:5e:01:02:03");
    }

    @Test
    void rejectsAsPluginsAsk() {
        router.stack.hooks().at("FORWARD", Packet.class).attach(0, "reject", packet -> {
            router.stack.sendTcpReset(packet);
            router.stack.sendIcmpError(packet, 3, 10, 0);
            return Verdict.DROP;
        });
        router.arrive(router.eth0, fromLan(PacketBuilder.tcp("192.168.1.2", 1000, "203.0.113.2", 80).acknowledgment(77)));
        List<byte[]> sent = router.eth0.takeSent();
        assertThat(sent).hasSize(2);
        assertThatFrame(sent.get(0)).hasSource("203.0.113.2").isTcp(80, 1000).hasFlags(4).hasSequence(77).hasTos(0).hasDontFragment(true);
        assertThatFrame(sent.get(1)).hasSource("192.168.1.1").isIcmp(3, 10);
    }

    @Test
    void tellsWhenItHasSomethingToDo() {
        router.pass(Duration.ofMinutes(2));
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.77", 2)));
        assertThat(router.stack.nextDeadlineNs() - router.stack.nowNs()).as("the next ARP request").isEqualTo(1_000_000_000L);
    }

    @Test
    void closingGivesBackWhatWaits() {
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.77", 2)));
        router.arrive(router.eth0, fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).moreFragments().payloadOf(64)));
        assertThat(router.stack.pool().underWay()).isEqualTo(2);
        router.stack.close();
        assertThat(router.stack.pool().underWay()).isZero();
        assertThat(router.eth0.isClosed()).isTrue();
        router.stack.close();
    }

    @Test
    void aPoolRunDryDropsAndRecovers() {
        List<Packet> taken = new ArrayList<>();
        for (Packet packet = router.stack.pool().take(); packet != null; packet = router.stack.pool().take()) {
            taken.add(packet);
        }
        router.eth0.arrive(ping("192.168.1.1").bytes());
        router.settle().sentNothing();
        taken.removeLast().release();
        router.settle().sentNothing();
        assertThat(router.dropped(DropReason.NO_BUFFER)).as("no packet for the reply").isOne();
        taken.forEach(Packet::release);
        router.arrive(router.eth0, ping("192.168.1.1"));
        assertThat(router.eth0.takeSent()).hasSize(1);
    }

    @Test
    void refusesADriverWithoutRoomForAFragment() {
        TestDriver tiny = TestDriver.ethernet("02:00:00:00:00:77", 67, Offloads.NONE);
        assertThatThrownBy(() -> router.stack.addDevice("eth9", tiny)).hasMessageContaining("an MTU of 67 for eth9 is not within 68");
    }
}
