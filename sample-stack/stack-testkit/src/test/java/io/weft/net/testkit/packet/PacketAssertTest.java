package io.weft.net.testkit.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PacketAssertTest {

    private static PacketBuilder datagram() {
        return PacketBuilder.udp("192.168.1.2", 40_000, "10.9.0.2", 53).payload("hello");
    }

    @Test
    void builderMakesTheFramesOfTheOracle() {
        assertThat(frame(PacketBuilder.echoRequest("192.168.1.2", "203.0.113.2", 77, 1).identification(0x400B).payload("abcdefgh")))
                .isEqualTo("020000000010020000000110080045000024400b000040013d21c0a80102cb0071020800661c004d00016162636465666768");
        assertThat(frame(PacketBuilder.udp("192.168.1.2", 5353, "8.8.8.8", 53).identification(0x4001).payload("hello")))
                .isEqualTo("0200000000100200000001100800450000214001000040116911c0a801020808080814e90035000dd52968656c6c6f");
        assertThat(frame(PacketBuilder.tcp("192.168.1.2", 40_000, "203.0.113.2", 80).identification(0x4003)
                .sequence(1000).acknowledgment(0).flags(2).window(8192)))
                .isEqualTo("0200000000100200000001100800450000284003000040063d20c0a80102cb0071029c400050000003e80000000050022000f1bc0000");
    }

    private static String frame(PacketBuilder packet) {
        return HexFormat.of().formatHex(packet.ethernet("02:00:00:00:01:10", "02:00:00:00:00:10").bytes());
    }

    @Test
    void acceptsWhatTheBuilderMakes() {
        PacketAssert.assertThatIp(datagram().bytes()).isUdp(40_000, 53).hasPayload("hello".getBytes());
        PacketAssert.assertThatFrame(datagram().ethernet("02:00:00:00:00:01", "02:00:00:00:00:02").padTo(60).bytes())
                .goesFrom("02:00:00:00:00:01").goesTo("02:00:00:00:00:02").hasSource("192.168.1.2");
    }

    @Test
    void refusesWrongChecksums() {
        assertThatThrownBy(() -> PacketAssert.assertThatIp(datagram().wrongIpChecksum().bytes())).hasMessageContaining("IP header's sum");
        assertThatThrownBy(() -> PacketAssert.assertThatIp(datagram().wrongTransportChecksum().bytes()))
                .hasMessageContaining("transport sum");
        byte[] echo = PacketBuilder.echoRequest("10.0.0.1", "10.0.0.2", 1, 2).wrongTransportChecksum().bytes();
        assertThatThrownBy(() -> PacketAssert.assertThatIp(echo)).hasMessageContaining("ICMP message's sum");
        byte[] segment = PacketBuilder.tcp("10.0.0.1", 1, "10.0.0.2", 2).wrongTransportChecksum().bytes();
        assertThatThrownBy(() -> PacketAssert.assertThatIp(segment)).hasMessageContaining("transport sum");
    }

    @Test
    void refusesWrongLengths() {
        assertThatThrownBy(() -> PacketAssert.assertThatIp(datagram().totalLength(30).bytes())).hasMessageContaining("total length 30");
        assertThatThrownBy(() -> PacketAssert.assertThatIp(new byte[19])).hasMessageContaining("no IP packet");
    }

    @Test
    void saysWhichFieldDiffers() {
        PacketAssert packet = PacketAssert.assertThatIp(datagram().ttl(5).bytes());
        assertThatCode(() -> packet.hasTtl(5)).doesNotThrowAnyException();
        assertThatThrownBy(() -> packet.hasTtl(6)).hasMessageContaining("TTL is 5, expected 6");
        assertThatThrownBy(() -> packet.hasPayload("hullo".getBytes())).hasMessageContaining("differs at 1");
    }

    @Test
    void lacksNothingWhereUdpHasNoChecksum() {
        assertThatCode(() -> PacketAssert.assertThatIp(datagram().noTransportChecksum().bytes())).doesNotThrowAnyException();
    }
}
