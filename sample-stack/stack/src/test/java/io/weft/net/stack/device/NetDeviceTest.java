package io.weft.net.stack.device;

import static io.weft.net.testkit.packet.PacketAssert.assertThatFrame;
import static io.weft.net.stack.testing.TestRouter.ETH0_MAC;
import static io.weft.net.stack.testing.TestRouter.ETH1_MAC;
import static io.weft.net.stack.testing.TestRouter.LAN_MAC;
import static io.weft.net.stack.testing.TestRouter.WAN_MAC;
import static io.weft.net.stack.testing.TestRouter.fromLan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Segmentation;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.link.TestDriver;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetDeviceTest {

    private TestRouter router = TestRouter.open();

    @AfterEach
    void close() {
        router.close();
    }

    private static PacketBuilder toWan() {
        return fromLan(PacketBuilder.udp("192.168.1.2", 1000, "203.0.113.2", 53).payload("hello"));
    }

    @Test
    void dropsFramesForOtherHosts() {
        router.arrive(router.eth0, toWan().ethernet(LAN_MAC, "02:00:00:00:00:77")).sentNothing();
        router.droppedOnly(DropReason.OTHER_HOST);
    }

    @Test
    void dropsFramesTooShortForTheirHeader() {
        router.arrive(router.eth0, Arrays.copyOf(toWan().bytes(), 13)).sentNothing();
        router.droppedOnly(DropReason.FRAME_TOO_SHORT);
    }

    @Test
    void dropsProtocolsThatItDoesNotSpeak() {
        router.arrive(router.eth0, toWan().etherType(0x86DD)).sentNothing();
        router.droppedOnly(DropReason.UNKNOWN_ETHERTYPE);
    }

    @Test
    void sendsWhatATurnBroughtInOneBatch() {
        for (int i = 0; i < 70; i++) {
            router.eth0.arrive(toWan().bytes());
        }
        router.settle();
        assertThat(router.eth1.takeSent()).hasSize(70);
        assertThat(router.eth1.batches()).containsExactly(64, 6);
    }

    @Test
    void anInterfaceThatIsDownTakesAndSendsNothing() {
        router.stack.setUp("eth1", false);
        router.arrive(router.eth1, PacketBuilder.echoRequest("203.0.113.2", "203.0.113.1", 1, 1).ethernet(WAN_MAC, ETH1_MAC)).sentNothing();
        router.droppedOnly(DropReason.INTERFACE_DOWN);
        router.stack.setUp("eth1", true);
        router.arrive(router.eth0, toWan());
        assertThatFrame(router.onlyFrame(router.eth1)).goesTo(WAN_MAC);
    }

    @Test
    void aDriverThatThrowsLosesItsFramesAndNothingElse() {
        router.expectFaults();
        router.eth1.fail(new IllegalArgumentException("a bug in a driver"));
        router.arrive(router.eth0, toWan());
        router.arrive(router.eth0, fromLan(PacketBuilder.echoRequest("192.168.1.2", "192.168.1.1", 1, 1)));
        assertThat(router.eth0.takeSent()).as("the other link").hasSize(1);
        assertThat(router.stack.faults()).isPositive();
        router.eth1.fail(null);
        router.arrive(router.eth0, toWan());
        assertThat(router.eth1.takeSent()).hasSize(1);
    }

    @Test
    void finishesChecksumsThatTheCardDoesNot() {
        byte[] frame = toWan().bytes();
        // what a host with checksum offload leaves in the field: the sum of the pseudo header
        byte[] unfinished = frame.clone();
        int pseudo = pseudoSum(frame);
        unfinished[40] = (byte) (pseudo >>> 8);
        unfinished[41] = (byte) pseudo;
        router.arrive(router.eth0, unfinished, packet -> packet.checksumToFinish(EthernetHeader.LENGTH + 20, 6));
        assertThatFrame(router.onlyFrame(router.eth1)).isUdp(1000, 53);
    }

    private static int pseudoSum(byte[] frame) {
        int sum = 17 + ((frame[38] & 0xFF) << 8 | frame[39] & 0xFF);
        for (int i = 26; i < 34; i += 2) {
            sum += (frame[i] & 0xFF) << 8 | frame[i + 1] & 0xFF;
        }
        return (sum & 0xFFFF) + (sum >>> 16);
    }

    @Test
    void handsLargePacketsOnWholeWhereTheCardCutsThem() {
        router.close();
        router = TestRouter.open(settings -> settings, Offloads.ALL);
        byte[] large = fromLan(PacketBuilder.tcp("192.168.1.2", 1000, "203.0.113.2", 80).payloadOf(20_000)).bytes();
        router.arrive(router.eth0, large, packet -> {
            packet.segmentation(Segmentation.TCPV4, 1_460, false);
            packet.checksumToFinish(EthernetHeader.LENGTH + 20, 16);
        });
        assertThat(router.onlyFrame(router.eth1)).hasSize(20_054);
    }

    @Test
    void cutsLargePacketsForACardThatDoesNot() {
        byte[] large = fromLan(PacketBuilder.tcp("192.168.1.2", 1000, "203.0.113.2", 80).payloadOf(4_000)).bytes();
        router.arrive(router.eth0, large, packet -> {
            packet.segmentation(Segmentation.TCPV4, 1_460, false);
            packet.checksumToFinish(EthernetHeader.LENGTH + 20, 16);
        });
        List<byte[]> segments = router.eth1.takeSent();
        assertThat(segments).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThatFrame(segments.get(i)).goesTo(WAN_MAC).isTcp(1000, 80).hasTtl(63).hasSequence(1_000 + i * 1_460);
        }
    }

    @Test
    void aLinkWithoutFramesCarriesBarePackets() {
        TestDriver tun = TestDriver.bare(1_400);
        router.stack.addDevice("tun0", tun);
        router.stack.addAddress("tun0", InterfaceAddress.parse("10.8.0.1/24"));
        router.arrive(tun, PacketBuilder.udp("10.8.0.2", 1, "203.0.113.2", 53).bytes());
        assertThatFrame(router.onlyFrame(router.eth1)).goesFrom(ETH1_MAC).goesTo(WAN_MAC).hasSource("10.8.0.2").hasTtl(63);
        router.arrive(router.eth0, fromLan(PacketBuilder.udp("192.168.1.2", 1, "10.8.0.2", 2)));
        assertThat(tun.takeSent()).hasSize(1).first().satisfies(packet -> assertThat(packet).hasSize(28).startsWith(0x45));
        router.arrive(tun, new byte[] {0x60, 0, 0, 0});
        router.arrive(tun, new byte[0]);
        assertThat(router.dropped(DropReason.UNKNOWN_ETHERTYPE)).isOne();
        assertThat(router.dropped(DropReason.FRAME_TOO_SHORT)).isOne();
    }

    @Test
    void hasTheMacAndMtuThatTheOperatorSays() {
        TestDriver driver = TestDriver.ethernet("02:00:00:00:00:20", 1_500, Offloads.NONE);
        NetDevice device = router.stack.addDevice("eth3", driver, MacAddress.parse(ETH0_MAC), 1_280);
        assertThat(device.mac()).hasToString(ETH0_MAC);
        assertThat(device.mtu()).isEqualTo(1_280);
        assertThat(device.index()).isEqualTo(5);
        assertThatThrownBy(() -> router.stack.addDevice("eth4", driver, MacAddress.ZERO, 1_501))
                .hasMessageContaining("an MTU of 1501 for eth4 is not within 68 and the 1500 of");
        assertThatThrownBy(() -> router.stack.addDevice("eth3", driver)).hasMessage("there is an interface eth3 already");
    }
}
