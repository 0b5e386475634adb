package io.weft.net.stack.neighbor;

import static io.weft.net.stack.testing.TestRouter.ETH0_MAC;
import static io.weft.net.stack.testing.TestRouter.LAN_MAC;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.DropReason;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArpInputTest {

    private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    private static final String NOBODY = "00:00:00:00:00:00";

    private final TestRouter router = TestRouter.open();

    @AfterEach
    void close() {
        router.close();
    }

    private static PacketBuilder request(String sender, String target) {
        return PacketBuilder.arp(1, LAN_MAC, sender, NOBODY, target).ethernet(LAN_MAC, BROADCAST);
    }

    private static byte[] reply(String own, String asker) {
        return PacketBuilder.arp(2, ETH0_MAC, own, LAN_MAC, asker).ethernet(ETH0_MAC, LAN_MAC).bytes();
    }

    @Test
    void answersForItsAddressOnTheLink() {
        router.arrive(router.eth0, request("192.168.1.20", "192.168.1.1"));
        assertThat(router.onlyFrame(router.eth0)).isEqualTo(reply("192.168.1.1", "192.168.1.20"));
        assertThat(router.stack.pool().drops().total()).isZero();
    }

    @Test
    void answersForItsAddressOnAnotherLink() {
        router.arrive(router.eth0, request("192.168.1.20", "203.0.113.10"));
        assertThat(router.onlyFrame(router.eth0)).isEqualTo(reply("203.0.113.10", "192.168.1.20"));
    }

    @Test
    void answersAProbe() {
        router.arrive(router.eth0, request("0.0.0.0", "192.168.1.1"));
        assertThat(router.onlyFrame(router.eth0)).isEqualTo(reply("192.168.1.1", "0.0.0.0"));
        assertThat(router.stack.neighbors()).extracting(NeighborEntry::state).containsOnly(NeighborState.PERMANENT);
    }

    @Test
    void answersBothNumbersOfEthernet() {
        byte[] frame = request("192.168.1.20", "192.168.1.1").bytes();
        frame[15] = 6;
        router.arrive(router.eth0, frame);
        assertThat(router.onlyFrame(router.eth0)).isEqualTo(reply("192.168.1.1", "192.168.1.20"));
    }

    @Test
    void ignoresRequestsForOthers() {
        router.arrive(router.eth0, request("192.168.1.20", "192.168.1.77")).sentNothing();
        router.droppedOnly(DropReason.ARP_IGNORED);
    }

    @Test
    void ignoresAnUnsolicitedReply() {
        router.arrive(router.eth0, PacketBuilder.arp(2, LAN_MAC, "192.168.1.61", ETH0_MAC, "192.168.1.1").ethernet(LAN_MAC, ETH0_MAC));
        router.sentNothing();
        assertThat(router.stack.neighbors()).extracting(NeighborEntry::state).containsOnly(NeighborState.PERMANENT);
        router.droppedOnly(DropReason.ARP_IGNORED);
    }

    @Test
    void doesNotAnswerWhoClaimsItsOwnAddress() {
        router.arrive(router.eth0, request("192.168.1.1", "192.168.1.1")).sentNothing();
        router.droppedOnly(DropReason.ARP_IGNORED);
    }

    @Test
    void believesNobodyWhoHasAGroupsMacAddress() {
        router.arrive(router.eth0, PacketBuilder.arp(1, BROADCAST, "192.168.1.20", NOBODY, "192.168.1.1").ethernet(LAN_MAC, BROADCAST));
        router.sentNothing();
        router.droppedOnly(DropReason.ARP_IGNORED);
    }

    @Test
    void ignoresRequestsForLoopbackAddresses() {
        router.arrive(router.eth0, request("192.168.1.20", "127.0.0.1")).sentNothing();
        router.droppedOnly(DropReason.ARP_IGNORED);
    }

    @Test
    void namesWhatItDoesNotUnderstand() {
        byte[] good = request("192.168.1.20", "192.168.1.1").bytes();
        router.arrive(router.eth0, Arrays.copyOf(good, 41)).sentNothing();
        assertThat(router.dropped(DropReason.ARP_TOO_SHORT)).isOne();
        for (int[] change : new int[][] {{15, 2}, {16, 9}, {18, 5}, {19, 16}, {21, 3}, {21, 8}}) {
            byte[] bad = good.clone();
            bad[change[0]] = (byte) change[1];
            router.arrive(router.eth0, bad).sentNothing();
        }
        assertThat(router.dropped(DropReason.ARP_UNSUPPORTED)).isEqualTo(6);
    }
}
