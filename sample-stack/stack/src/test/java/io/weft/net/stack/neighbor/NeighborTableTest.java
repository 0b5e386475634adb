package io.weft.net.stack.neighbor;

import static io.weft.net.testkit.packet.PacketAssert.assertThatFrame;
import static io.weft.net.stack.testing.TestRouter.ETH0_MAC;
import static io.weft.net.stack.testing.TestRouter.LAN_MAC;
import static io.weft.net.stack.testing.TestRouter.WAN_MAC;
import static io.weft.net.stack.testing.TestRouter.fromWan;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.packet.DropReason;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.stack.time.Timers;
import io.weft.net.testkit.packet.PacketBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NeighborTableTest {

    private static final String STRANGER = "192.168.1.50";
    private static final String OTHER_MAC = "02:00:00:00:99:99";
    private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";

    private TestRouter router = TestRouter.open();

    @AfterEach
    void close() {
        router.close();
    }

    private void sendToStranger() {
        sendTo(STRANGER);
    }

    private void sendTo(String address) {
        router.arrive(router.eth1, fromWan(PacketBuilder.udp("203.0.113.2", 1, address, 2).payload("hello")));
    }

    private void reply(String mac, String address) {
        router.arrive(router.eth0, PacketBuilder.arp(2, mac, address, ETH0_MAC, "192.168.1.1").ethernet(mac, ETH0_MAC));
    }

    private void request(String mac, String address) {
        router.arrive(router.eth0, PacketBuilder.arp(1, mac, address, "00:00:00:00:00:00", "192.168.1.1").ethernet(mac, BROADCAST));
    }

    private NeighborState state() {
        return router.stack.neighbors().stream().filter(entry -> entry.address() == Ipv4.parse(STRANGER)).map(NeighborEntry::state)
                .findFirst().orElseThrow();
    }

    private static byte[] arpRequest(String target, String to) {
        return PacketBuilder.arp(1, ETH0_MAC, "192.168.1.1", "00:00:00:00:00:00", target).ethernet(ETH0_MAC, to).bytes();
    }

    private void assertAsked(String to) {
        assertThat(router.onlyFrame(router.eth0)).isEqualTo(arpRequest(STRANGER, to));
    }

    /// One ping there, one answer, both forgotten.
    private void resolve() {
        sendToStranger();
        reply(LAN_MAC, STRANGER);
        router.eth0.takeSent();
    }

    @Test
    void asksForAnUnknownNeighbourAndSendsWhatWaitedWhenItAnswers() {
        sendToStranger();
        assertAsked(BROADCAST);
        sendToStranger();
        router.sentNothing();
        reply(LAN_MAC, STRANGER);
        List<byte[]> sent = router.eth0.takeSent();
        assertThat(sent).hasSize(2);
        sent.forEach(frame -> assertThatFrame(frame).goesFrom(ETH0_MAC).goesTo(LAN_MAC).hasDestination(STRANGER).hasTtl(63));
        assertThat(state()).isEqualTo(NeighborState.REACHABLE);
        sendToStranger();
        assertThatFrame(router.onlyFrame(router.eth0)).goesTo(LAN_MAC);
    }

    @Test
    void asksThreeTimesASecondApartAndThenTellsTheSenders() {
        sendToStranger();
        sendToStranger();
        assertAsked(BROADCAST);
        router.pass(Duration.ofMillis(999)).sentNothing();
        router.pass(Duration.ofMillis(1));
        assertAsked(BROADCAST);
        router.pass(Duration.ofSeconds(1));
        assertAsked(BROADCAST);
        router.pass(Duration.ofMillis(999)).sentNothing();
        router.pass(Duration.ofMillis(1));
        assertThat(router.eth0.takeSent()).isEmpty();
        List<byte[]> errors = router.eth1.takeSent();
        assertThat(errors).hasSize(2);
        errors.forEach(error -> assertThatFrame(error).goesTo(WAN_MAC).isIcmp(3, 1).hasSource("203.0.113.1").hasDestination("203.0.113.2"));
        assertThat(state()).isEqualTo(NeighborState.FAILED);
        assertThat(router.dropped(DropReason.NEIGHBOR_FAILED)).isEqualTo(2);
    }

    @Test
    void asksAnewAfterAFailureWhenThereIsSomethingToSend() {
        sendToStranger();
        router.pass(Duration.ofSeconds(3));
        router.eth0.takeSent();
        router.eth1.takeSent();
        router.pass(Duration.ofSeconds(10)).sentNothing();
        sendToStranger();
        assertAsked(BROADCAST);
        reply(LAN_MAC, STRANGER);
        assertThatFrame(router.onlyFrame(router.eth0)).goesTo(LAN_MAC);
    }

    @Test
    void keepsTheNewestPacketsThatWait() {
        for (int i = 0; i < 105; i++) {
            router.arrive(router.eth1, fromWan(PacketBuilder.udp("203.0.113.2", 1000 + i, STRANGER, 2)));
        }
        assertThat(router.dropped(DropReason.NEIGHBOR_QUEUE_FULL)).isEqualTo(4);
        router.eth0.takeSent();
        reply(LAN_MAC, STRANGER);
        List<byte[]> sent = router.eth0.takeSent();
        assertThat(sent).hasSize(101);
        assertThatFrame(sent.getFirst()).isUdp(1004, 2);
        assertThatFrame(sent.getLast()).isUdp(1104, 2);
    }

    @Test
    void boundsTheBytesThatWait() {
        router.close();
        router = TestRouter.open(settings -> settings.withNeighbors(new NeighborSettings(30_000_000_000L, 5_000_000_000L, 1_000_000_000L,
                1_000_000_000L, 60_000_000_000L, 3, 3, 101, 3_000, 128, 1_024)));
        for (int i = 0; i < 4; i++) {
            router.arrive(router.eth1, fromWan(PacketBuilder.udp("203.0.113.2", 1, STRANGER, 2).payloadOf(1_000)));
        }
        assertThat(router.dropped(DropReason.NEIGHBOR_QUEUE_FULL)).isEqualTo(2);
    }

    @Test
    void asksAStaleNeighbourByUnicastFiveSecondsAfterItsNextUse() {
        resolve();
        router.pass(Duration.ofSeconds(46));
        assertThat(state()).isEqualTo(NeighborState.STALE);
        router.sentNothing();
        sendToStranger();
        assertThatFrame(router.onlyFrame(router.eth0)).goesTo(LAN_MAC).hasDestination(STRANGER);
        assertThat(state()).isEqualTo(NeighborState.DELAY);
        router.pass(Duration.ofMillis(4_999)).sentNothing();
        router.pass(Duration.ofMillis(1));
        assertAsked(LAN_MAC);
        assertThat(state()).isEqualTo(NeighborState.PROBE);
        sendToStranger();
        assertThatFrame(router.onlyFrame(router.eth0)).as("it is used while it is probed").goesTo(LAN_MAC).hasDestination(STRANGER);
        reply(LAN_MAC, STRANGER);
        assertThat(state()).isEqualTo(NeighborState.REACHABLE);
    }

    @Test
    void givesUpANeighbourThatDoesNotAnswerThreeUnicastRequests() {
        resolve();
        router.pass(Duration.ofSeconds(46));
        sendToStranger();
        router.eth0.takeSent();
        router.pass(Duration.ofSeconds(5));
        assertAsked(LAN_MAC);
        router.pass(Duration.ofSeconds(1));
        assertAsked(LAN_MAC);
        router.pass(Duration.ofSeconds(1));
        assertAsked(LAN_MAC);
        router.pass(Duration.ofSeconds(1)).sentNothing();
        assertThat(state()).isEqualTo(NeighborState.FAILED);
        sendToStranger();
        assertAsked(BROADCAST);
    }

    @Test
    void aNeighbourInUseIsAskedWithoutAPauseInTraffic() {
        resolve();
        // reachable for 15 to 45 s; used all the time
        for (int i = 0; i < 60 && state() != NeighborState.PROBE; i++) {
            router.pass(Duration.ofSeconds(1));
            sendToStranger();
        }
        assertThat(state()).isEqualTo(NeighborState.PROBE);
    }

    @Test
    void believesTheFirstOfSeveralAnswers() {
        resolve();
        reply(OTHER_MAC, STRANGER);
        sendToStranger();
        assertThatFrame(router.onlyFrame(router.eth0)).goesTo(LAN_MAC);
        router.pass(Duration.ofMillis(1_001));
        reply(OTHER_MAC, STRANGER);
        sendToStranger();
        assertThatFrame(router.onlyFrame(router.eth0)).as("after the lock time").goesTo(OTHER_MAC);
    }

    @Test
    void learnsFromARequestToItselfAtOnce() {
        resolve();
        request(OTHER_MAC, STRANGER);
        router.eth0.takeSent();
        assertThat(state()).isEqualTo(NeighborState.STALE);
        sendToStranger();
        assertThatFrame(router.onlyFrame(router.eth0)).goesTo(OTHER_MAC);
    }

    @Test
    void aRequestWithTheKnownAddressChangesNothing() {
        resolve();
        request(LAN_MAC, STRANGER);
        assertThat(state()).isEqualTo(NeighborState.REACHABLE);
    }

    @Test
    void aGratuitousRequestBringsAKnownNeighbourUpToDate() {
        resolve();
        router.arrive(router.eth0, PacketBuilder.arp(1, OTHER_MAC, STRANGER, "00:00:00:00:00:00", STRANGER).ethernet(OTHER_MAC, BROADCAST));
        router.sentNothing();
        sendToStranger();
        assertThatFrame(router.onlyFrame(router.eth0)).goesTo(OTHER_MAC);
    }

    @Test
    void arpNeverChangesAPermanentNeighbour() {
        router.pass(Duration.ofSeconds(5));
        reply(OTHER_MAC, "192.168.1.2");
        request(OTHER_MAC, "192.168.1.2");
        router.eth0.takeSent();
        sendTo("192.168.1.2");
        assertThatFrame(router.onlyFrame(router.eth0)).goesTo(LAN_MAC);
    }

    @Test
    void settingANeighbourSendsWhatWaitsForIt() {
        sendToStranger();
        router.eth0.takeSent();
        router.stack.addNeighbor("eth0", Ipv4.parse(STRANGER), MacAddress.parse(OTHER_MAC));
        router.settle();
        assertThatFrame(router.onlyFrame(router.eth0)).goesTo(OTHER_MAC);
        router.pass(Duration.ofMinutes(5)).sentNothing();
        assertThat(state()).isEqualTo(NeighborState.PERMANENT);
    }

    @Test
    void takingANeighbourAwayForgetsItsPacketsToo() {
        sendToStranger();
        router.eth0.takeSent();
        router.stack.removeNeighbor("eth0", Ipv4.parse(STRANGER));
        router.pass(Duration.ofSeconds(10)).sentNothing();
        assertThat(router.stack.neighbors()).extracting(NeighborEntry::address).doesNotContain(Ipv4.parse(STRANGER));
    }

    @Test
    void anEmptyTableHasNothingToDo() {
        resolve();
        router.stack.neighbors().forEach(each -> router.stack.removeNeighbor(each.device(), each.address()));
        assertThat(router.stack.nextDeadlineNs()).isEqualTo(Timers.NEVER);
    }

    @Test
    void anInterfaceThatGoesDownForgetsWhatArpTaught() {
        resolve();
        router.stack.setUp("eth0", false);
        assertThat(router.stack.neighbors()).filteredOn(entry -> entry.device().equals("eth0"))
                .extracting(NeighborEntry::state).containsOnly(NeighborState.PERMANENT);
    }

    private TestRouter withRoomFor(int neighbors) {
        router.close();
        return TestRouter.open(settings -> settings.withNeighbors(new NeighborSettings(30_000_000_000L, 5_000_000_000L, 1_000_000_000L,
                1_000_000_000L, 60_000_000_000L, 3, 3, 101, 212_992, 8, neighbors)));
    }

    @Test
    void aFullTableRefusesNewcomersWhileAllOthersAreBeingAskedFor() {
        router = withRoomFor(10);
        for (int i = 10; i < 15; i++) {
            sendTo("192.168.1." + i);
        }
        assertThat(router.stack.neighbors()).hasSize(10);
        assertThat(router.dropped(DropReason.NEIGHBOR_TABLE_FULL)).isEqualTo(2);
    }

    @Test
    void aFullTableForgetsTheOneUnusedForLongest() {
        router = withRoomFor(10);
        for (int i = 10; i < 13; i++) {
            request(OTHER_MAC, "192.168.1." + i);
            router.pass(Duration.ofMillis(100));
        }
        sendTo("192.168.1.77");
        assertThat(router.stack.neighbors()).hasSize(10).extracting(NeighborEntry::address)
                .contains(Ipv4.parse("192.168.1.77"), Ipv4.parse("192.168.1.11")).doesNotContain(Ipv4.parse("192.168.1.10"));
        assertThat(router.dropped(DropReason.NEIGHBOR_TABLE_FULL)).isZero();
    }

    @Test
    void forgetsTheUnusedInTimeWhenThereAreMany() {
        router = withRoomFor(100);
        for (int i = 10; i < 20; i++) {
            request(OTHER_MAC, "192.168.1." + i);
        }
        router.eth0.takeSent();
        assertThat(router.stack.neighbors()).hasSize(17);
        router.pass(Duration.ofSeconds(100));
        assertThat(router.stack.neighbors()).hasSize(7).extracting(NeighborEntry::state).containsOnly(NeighborState.PERMANENT);
    }

    @Test
    void asksFromTheWaitingPacketsSourceIfItIsThisHosts() {
        router.stack.addAddress("eth0", InterfaceAddress.parse("192.168.1.9/24"));
        router.arrive(router.eth0, PacketBuilder.echoRequest(STRANGER, "192.168.1.9", 1, 1).ethernet(LAN_MAC, ETH0_MAC));
        byte[] frame = router.onlyFrame(router.eth0);
        assertThat(Arrays.copyOfRange(frame, 28, 32)).containsExactly(192, 168, 1, 9);
    }
}
