package io.weft.net.stack.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.DropReason;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Datagrams to all hosts of a link, and to those who want to hear.
class UdpGroupsTest {

    private final UdpHost host = UdpHost.open();
    private final TestRouter router = host.router;

    @AfterEach
    void close() {
        host.close();
    }

    // ---- broadcast

    @Test
    void sendsToAllOnlyWithPermission() throws IOException {
        UdpSocket socket = host.bound(UdpHost.LAN, 4_000);
        for (String all : List.of("192.168.1.255", "255.255.255.255")) {
            assertThatThrownBy(() -> host.send(socket, all, 9, "all")).isInstanceOf(SocketException.class).hasMessageContaining("broadcast is off");
            assertThatThrownBy(() -> socket.connect(Ipv4.parse(all), 9)).isInstanceOf(SocketException.class);
        }
        router.sentNothing();
        socket.options().broadcast(true);
        host.send(socket, "192.168.1.255", 9, "all");
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).goesTo("ff:ff:ff:ff:ff:ff");
    }

    @Test
    void aBroadcastGoesToEachSocketOfThePort() throws IOException {
        UdpSocket first = host.sharing(Ipv4.ANY, 7);
        UdpSocket second = host.sharing(Ipv4.ANY, 7);
        UdpSocket all = host.sharing(Ipv4.parse("192.168.1.255"), 7);
        UdpSocket lan = host.sharing(UdpHost.LAN, 7);
        router.arrive(router.eth0, PacketBuilder.udp("192.168.1.2", 5, "192.168.1.255", 7).payload("all")
                .ethernet(TestRouter.LAN_MAC, "ff:ff:ff:ff:ff:ff"));
        for (UdpSocket each : List.of(first, second, all)) {
            assertThat(host.received(each)).containsExactly("all");
        }
        assertThat(host.received(lan)).isEmpty();
        assertThat(host.count(UdpCounter.IN_DATAGRAMS)).isEqualTo(3);
    }

    @Test
    void aBroadcastThatNobodyHearsIsIgnored() {
        router.arrive(router.eth0, PacketBuilder.udp("192.168.1.2", 5, "192.168.1.255", 7).payload("all")
                .ethernet(TestRouter.LAN_MAC, "ff:ff:ff:ff:ff:ff"));
        router.sentNothing();
        assertThat(host.count(UdpCounter.IGNORED_MULTI)).isOne();
        assertThat(host.count(UdpCounter.NO_PORTS)).isZero();
    }

    // ---- groups

    private void join(UdpSocket socket, String device) throws IOException {
        socket.join(UdpHost.GROUP, router.stack.interfaceNamed(device));
        router.settle();
        router.eth0.takeSent();
        router.eth1.takeSent();
        router.eth2.takeSent();
    }

    @Test
    void hearsAGroupWhereItJoinedIt() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 7);
        host.arriveAtGroup(router.eth0, "192.168.1.2", "too early");
        join(socket, "eth0");
        host.arriveAtGroup(router.eth0, "192.168.1.2", "in time");
        host.arriveAtGroup(router.eth1, "203.0.113.2", "elsewhere");
        socket.leave(UdpHost.GROUP, router.stack.interfaceNamed("eth0"));
        host.arriveAtGroup(router.eth0, "192.168.1.2", "too late");
        assertThat(host.received(socket)).containsExactly("in time");
        assertThat(Ipv4.format(host.datagram.destination())).isEqualTo("239.1.2.3");
        assertThat(host.datagram.device()).isSameAs(router.stack.interfaceNamed("eth0"));
        assertThat(router.dropped(DropReason.NOT_FOR_US)).isEqualTo(3);
    }

    @Test
    void aGroupsDatagramGoesToEachSocketOfThePort() throws IOException {
        UdpSocket first = host.sharing(Ipv4.ANY, 7);
        UdpSocket second = host.sharing(UdpHost.GROUP, 7);
        UdpSocket third = host.sharing(Ipv4.ANY, 7);
        third.options().multicastAll(false);
        join(second, "eth0");
        host.arriveAtGroup(router.eth0, "192.168.1.2", "all");
        assertThat(host.received(first)).as("IP_MULTICAST_ALL").containsExactly("all");
        assertThat(host.received(second)).containsExactly("all");
        assertThat(host.received(third)).as("did not join").isEmpty();
    }

    @Test
    void hearsOnlyTheSourcesThatItWants() throws IOException {
        UdpSocket only = host.sharing(Ipv4.ANY, 7);
        only.join(UdpHost.GROUP, router.stack.interfaceNamed("eth0"), UdpHost.PEER);
        UdpSocket allBut = host.sharing(Ipv4.ANY, 7);
        join(allBut, "eth0");
        allBut.block(UdpHost.GROUP, router.stack.interfaceNamed("eth0"), UdpHost.PEER);
        host.arriveAtGroup(router.eth0, "192.168.1.2", "two");
        host.arriveAtGroup(router.eth0, "192.168.1.3", "three");
        assertThat(host.received(only)).containsExactly("two");
        assertThat(host.received(allBut)).containsExactly("three");
        allBut.unblock(UdpHost.GROUP, router.stack.interfaceNamed("eth0"), UdpHost.PEER);
        host.arriveAtGroup(router.eth0, "192.168.1.2", "again");
        assertThat(host.received(allBut)).containsExactly("again");
    }

    @Test
    void anInterfaceLetsInNobodyWhomNobodyWants() throws IOException {
        UdpSocket only = host.bound(Ipv4.ANY, 7);
        only.join(UdpHost.GROUP, router.stack.interfaceNamed("eth0"), UdpHost.PEER);
        host.arriveAtGroup(router.eth0, "192.168.1.3", "three");
        assertThat(router.dropped(DropReason.NOT_FOR_US)).isOne();
    }

    @Test
    void nobodyJoinsTwiceOrLeavesUnjoined() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 7);
        join(socket, "eth0");
        assertThatThrownBy(() -> join(socket, "eth0")).isInstanceOf(SocketException.class).hasMessage("is in 239.1.2.3 on eth0 already");
        assertThatThrownBy(() -> socket.leave(UdpHost.GROUP, router.stack.interfaceNamed("eth1"))).isInstanceOf(SocketException.class)
                .hasMessage("is not in 239.1.2.3 on eth1");
        assertThatThrownBy(() -> socket.join(UdpHost.PEER, null)).isInstanceOf(SocketException.class)
                .hasMessage("192.168.1.2 is no multicast group");
        assertThatThrownBy(() -> socket.join(UdpHost.GROUP, null)).isInstanceOf(SocketException.class)
                .hasMessage("no route leads to 239.1.2.3: name an interface");
    }

    @Test
    void sendsToAGroupByTheInterfaceThatItWasTold() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 4_000);
        assertThatThrownBy(() -> host.send(socket, "239.1.2.3", 9, "all"))
                .isInstanceOf(SocketException.class).hasMessage("Network is unreachable");
        socket.options().multicastDevice(router.stack.interfaceNamed("eth1"));
        host.send(socket, "239.1.2.3", 9, "all");
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth1)).goesTo(UdpHost.GROUP_MAC).hasSource("203.0.113.1").hasTtl(1).isUdp(4_000, 9);
        socket.options().multicastTtl(32);
        host.send(socket, "239.1.2.3", 9, "all");
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth1)).hasTtl(32);
    }

    @Test
    void hearsItselfInAGroupUnlessItDoesNotWantTo() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 7);
        join(socket, "eth0");
        socket.options().multicastDevice(router.stack.interfaceNamed("eth0"));
        host.send(socket, "239.1.2.3", 7, "loops");
        assertThat(host.received(socket)).containsExactly("loops");
        socket.options().multicastLoop(false);
        host.send(socket, "239.1.2.3", 7, "does not");
        assertThat(host.received(socket)).isEmpty();
        assertThat(router.eth0.takeSent()).hasSize(2);
        socket.options().multicastLoop(true);
        socket.options().multicastTtl(0);
        host.send(socket, "239.1.2.3", 7, "stays here");
        assertThat(host.received(socket)).containsExactly("stays here");
        router.sentNothing();
    }

    @Test
    void aGroupThatOnlyAnotherInterfaceJoinedDoesNotLoop() throws IOException {
        UdpSocket socket = host.bound(Ipv4.ANY, 7);
        join(socket, "eth1");
        socket.options().multicastDevice(router.stack.interfaceNamed("eth0"));
        host.send(socket, "239.1.2.3", 7, "away");
        assertThat(host.received(socket)).isEmpty();
        assertThat(router.eth0.takeSent()).hasSize(1);
    }
}
