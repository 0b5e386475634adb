package io.weft.net.testkit.link;

import static io.weft.net.testkit.packet.PacketAssert.assertThatFrame;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TwoLinkRouterTest {

    private static final String LAN = "192.168.1.2";
    private static final String WAN = "203.0.113.2";

    private final TwoLinkRouter router = TwoLinkRouter.open();

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void passesPacketsBothWays() {
        List<byte[]> out = router.fromLan(PacketBuilder.udp(LAN, 1000, WAN, 53).payload("question"));
        assertThat(out).hasSize(1);
        assertThatFrame(out.getFirst()).hasSource(LAN).hasDestination(WAN).isUdp(1000, 53).hasTtl(63).goesTo("02:00:00:00:01:11");

        List<byte[]> back = router.fromWan(PacketBuilder.udp(WAN, 53, LAN, 1000).payload("answer"));
        assertThat(back).hasSize(1);
        assertThatFrame(back.getFirst()).hasSource(WAN).isUdp(53, 1000).hasTtl(63).goesTo("02:00:00:00:01:10");
    }

    @Test
    void answersOnlyWithWhatLeftForThisPacket() {
        router.fromLan(PacketBuilder.udp(LAN, 1, WAN, 53));
        assertThat(router.fromLan(PacketBuilder.udp(LAN, 2, WAN, 53))).hasSize(1);
        assertThat(router.fromLan(PacketBuilder.echoRequest(LAN, "192.168.1.1", 1, 1))).as("answered on the side that it came from").isEmpty();
        assertThat(router.fromWan(PacketBuilder.udp(WAN, 53, LAN, 1))).hasSize(1);
    }

    @Test
    void asksTheHandlersOfItsStack() {
        router.stack().hooks().at(PacketHooks.FORWARD, Packet.class).attach(0, "refuse", _ -> Verdict.DROP);
        assertThat(router.fromLan(PacketBuilder.udp(LAN, 1000, WAN, 53))).isEmpty();
        assertThat(router.stack().pool().drops().of(DropReason.HOOK)).isOne();
    }

    @Test
    void timeStandsStill() {
        long before = router.stack().nowNs();
        router.fromLan(PacketBuilder.udp(LAN, 1000, WAN, 53));
        assertThat(router.stack().nowNs()).isEqualTo(before);
    }
}
