package io.weft.net.mangle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {

    private static final int SYN = TcpHeader.SYN;

    private final MangleDouble mangle = new MangleDouble();

    @AfterEach
    void noPacketIsLeft() throws Exception {
        mangle.close();
    }

    private Packet udp(int tos, int ttl) {
        Packet packet = mangle.packets().udp(1, 2);
        packet.ip().tos(tos);
        packet.ip().ttl(ttl);
        packet.ip().computeChecksum();
        return packet;
    }

    private Packet syn(int... options) {
        return mangle.packets().tcp(1, 80, SYN, options);
    }

    private void accepts(Packet packet, String rule) {
        assertThat(mangle.forward(packet, rule).kind()).isEqualTo(Verdict.Kind.ACCEPT);
        assertThat(packet.ip().checksumIsRight()).isTrue();
        assertThat(packet.ip().totalLength()).isEqualTo(packet.length());
    }

    private void drops(Packet packet, String rule) {
        assertThat(mangle.forward(packet, rule).kind()).isEqualTo(Verdict.Kind.DROP);
        packet.release();
    }

    @ParameterizedTest
    @CsvSource({"--ttl-set 0, 64, 0", "--ttl-set 255, 64, 255", "--ttl-inc 5, 64, 69", "--ttl-inc 255, 1, 255", "--ttl-dec 5, 64, 59",
        "--ttl-dec 255, 64, 0"})
    void ttlStaysWithinItsByte(String options, int before, int after) {
        Packet packet = udp(0, before);
        accepts(packet, "-j TTL " + options);
        assertThat(packet.ip().ttl()).isEqualTo(after);
        packet.release();
    }

    @ParameterizedTest
    @CsvSource({"TOS --set-tos 0x10, 0xff, 0x10", "TOS --set-tos Minimize-Cost, 0xff, 0xc2", "TOS --and-tos 0x0f, 0xa5, 0x05",
        "TOS --or-tos 0x0f, 0xa5, 0xaf", "TOS --xor-tos 0xff, 0xa5, 0x5a", "TOS --set-tos 0x03/0x01, 0x00, 0x03",
        "DSCP --set-dscp 0x2e, 0x03, 0xbb", "DSCP --set-dscp-class CS0, 0xff, 0x03", "DSCP --set-dscp-class AF43, 0x00, 0x98",
        "ECN --ecn-ip-ect 2, 0xff, 0xfe", "ECN --ecn-ip-ect 0, 0xff, 0xfc"})
    void typeOfServiceChangesInItsBits(String target, String before, String after) {
        Packet packet = udp(Integer.decode(before), 64);
        accepts(packet, "-j " + target);
        assertThat(packet.ip().tos()).isEqualTo(Integer.decode(after));
        packet.release();
    }

    @Test
    void aWrongIpChecksumStaysWrong() {
        Packet packet = udp(0, 64);
        packet.ip().checksum(packet.ip().checksum() ^ 1);
        assertThat(mangle.forward(packet, "-j TTL --ttl-set 3").kind()).isEqualTo(Verdict.Kind.ACCEPT);
        assertThat(packet.ip().checksumIsRight()).isFalse();
        packet.release();
    }

    @ParameterizedTest
    @CsvSource({"--ecn-tcp-remove, 0xC2, 0x02", "--ecn-tcp-cwr 1, 0x02, 0x82", "--ecn-tcp-ece 1, 0x02, 0x42", "--ecn-tcp-ece 0, 0xC2, 0x82"})
    void ecnChangesTheBitsOfTcp(String options, String before, String after) {
        Packet packet = mangle.packets().tcp(1, 2, Integer.decode(before));
        accepts(packet, "-p tcp -j ECN " + options);
        assertThat(packet.tcp().flags()).isEqualTo(Integer.decode(after));
        assertThat(packet.tcp().checksumIsRight()).isTrue();
        packet.release();
    }

    @Test
    void ecnDropsACutHeader() {
        drops(mangle.packets().ip("1.1.1.1", "2.2.2.2", Ipv4Header.PROTOCOL_TCP, 19), "-p tcp -j ECN --ecn-tcp-remove");
    }

    @ParameterizedTest
    @CsvSource({"1460, 1000", "1001, 1000", "1000, 1000", "900, 900", "0, 0"})
    void mssIsOnlyLowered(int before, int after) {
        Packet packet = syn(2, 4, before >> 8, before & 0xFF);
        accepts(packet, "-p tcp --syn -j TCPMSS --set-mss 1000");
        assertThat(packet.u16(42)).isEqualTo(after);
        assertThat(packet.tcp().checksumIsRight()).isTrue();
        packet.release();
    }

    @Test
    void mssAtAnOddPlaceIsLoweredAndAsInLinuxTheChecksumSpoilt() {
        Packet packet = syn(1, 2, 4, 5, 0xB4, 1, 1, 1);
        accepts(packet, "-p tcp --syn -j TCPMSS --set-mss 1000");
        assertThat(packet.u16(43)).isEqualTo(1000);
        assertThat(packet.tcp().checksumIsRight()).isFalse();
        packet.release();
    }

    @Test
    void mssThatIsNotThereIsPutBeforeTheOthers() {
        Packet packet = syn(1, 3, 3, 7);
        accepts(packet, "-p tcp --syn -j TCPMSS --set-mss 1000");
        byte[] bytes = packet.toByteArray();
        assertThat(Arrays.copyOfRange(bytes, 40, 48)).containsExactly(2, 4, 2, 24, 1, 3, 3, 7);
        assertThat(packet.tcp().headerLength()).isEqualTo(28);
        assertThat(packet.tcp().checksumIsRight()).isTrue();
        packet.release();
    }

    @Test
    void mssIsNotPutBeforeDataOrIntoAFullHeader() {
        Packet full = syn(new int[40]);
        accepts(full, "-p tcp --syn -j TCPMSS --set-mss 1000");
        assertThat(full.length()).isEqualTo(80);
        full.release();
        Packet data = syn(1, 1, 1, 1);
        data.tcp().headerLength(20);
        data.tcp().computeChecksum();
        accepts(data, "-p tcp --syn -j TCPMSS --set-mss 1000");
        assertThat(data.length()).isEqualTo(44);
        data.release();
    }

    @Test
    void mssLeavesAnUnfinishedChecksumToBeFinished() {
        Packet packet = syn();
        packet.tcp().checksum(packet.ip().pseudoHeaderSum());
        packet.checksumToFinish(20, TcpHeader.CHECKSUM_OFFSET);
        accepts(packet, "-p tcp --syn -j TCPMSS --set-mss 400");
        assertThat(Checksum.finish(packet)).isTrue();
        assertThat(packet.tcp().checksumIsRight()).isTrue();
        packet.release();
    }

    @Test
    void clampingTakesTheSmallerOfBothWays() {
        Packet packet = syn(2, 4, 5, 0xDC);
        accepts(packet, "-p tcp --syn -j TCPMSS --clamp-mss-to-pmtu");
        assertThat(packet.u16(42)).isEqualTo(1460);
        packet.release();
    }

    @Test
    void tcpmssDropsHeadersThatLie() {
        Packet beyond = syn(2, 4, 5, 0xB4);
        beyond.tcp().headerLength(32);
        drops(beyond, "-p tcp --syn -j TCPMSS --set-mss 1000");
        Packet tiny = syn();
        tiny.tcp().headerLength(16);
        drops(tiny, "-p tcp --syn -j TCPMSS --set-mss 1000");
    }

    @Test
    void strippedOptionsBecomeNoOperation() {
        Packet packet = syn(2, 4, 5, 0xB4, 4, 2, 1, 3, 3, 7, 99, 2);
        accepts(packet, "-p tcp -j TCPOPTSTRIP --strip-options mss,wscale,99");
        assertThat(Arrays.copyOfRange(packet.toByteArray(), 40, 52)).containsExactly(1, 1, 1, 1, 4, 2, 1, 1, 1, 1, 1, 1);
        assertThat(packet.tcp().checksumIsRight()).isTrue();
        packet.release();
    }

    @Test
    void laterFragmentsHaveNoOptions() {
        Packet packet = mangle.packets().laterFragment(syn(2, 4, 5, 0xB4), 64);
        packet.ip().computeChecksum();
        byte[] before = packet.toByteArray();
        accepts(packet, "-p tcp -j TCPOPTSTRIP --strip-options mss");
        assertThat(packet.toByteArray()).isEqualTo(before);
        packet.release();
    }

    @Test
    void whatRoutesDependOnHasOwnPacketsRerouted() {
        mangle.shell().ok("iptables -t mangle -A OUTPUT -p udp --dport 2 -j TTL --ttl-set 9",
                "iptables -t mangle -A OUTPUT -p udp --dport 3 -j MARK --set-mark 1",
                "iptables -t mangle -A OUTPUT -p udp --dport 4 -j TOS --set-tos 8",
                "iptables -t mangle -A OUTPUT -p udp --dport 5 -j MARK --set-mark 2");
        assertThat(output(2).kind()).isEqualTo(Verdict.Kind.ACCEPT);
        assertThat(mangle.stack().sent()).isEmpty();
        assertThat(output(3).kind()).isEqualTo(Verdict.Kind.ACCEPT);
        assertThat(output(4).kind()).isEqualTo(Verdict.Kind.ACCEPT);
        assertThat(mangle.stack().sent()).containsExactly("rerouted", "rerouted");
        assertThat(Objects.requireNonNull(output(5).reason())).as("no way for mark 2").contains("no route");
    }

    private Verdict output(int port) {
        Packet packet = mangle.packets().udp(1, port);
        Verdict verdict = mangle.table().output(packet);
        packet.release();
        return verdict;
    }

    @Test
    void queuesAreNamedByTheirNumbers() {
        Packet packet = udp(0, 64);
        Verdict verdict = mangle.forward(packet, "-j NFQUEUE --queue-num 7");
        assertThat(verdict.queue()).isEqualTo("nfqueue:7");
        assertThat(verdict.bypass()).isFalse();
        verdict = mangle.forward(packet, "-j NFQUEUE --queue-num 7 --queue-bypass");
        assertThat(verdict.bypass()).isTrue();
        packet.release();
    }

    @Test
    void bothWaysOfAFlowTakeTheSameQueueAndFlowsAreSpread() {
        mangle.shell().ok("iptables -t mangle -A FORWARD -j NFQUEUE --queue-balance 3:6");
        var seen = new TreeSet<String>();
        for (int i = 1; i < 100; i++) {
            Packet there = mangle.packets().udp("10.0.0." + i, "10.1.0.1", 1, 2);
            Packet back = mangle.packets().udp("10.1.0.1", "10.0.0." + i, 2, 1);
            String queue = mangle.table().forward(there).queue();
            assertThat(mangle.table().forward(back).queue()).isEqualTo(queue);
            seen.add(Objects.requireNonNull(queue));
            there.release();
            back.release();
        }
        assertThat(seen).containsExactly("nfqueue:3", "nfqueue:4", "nfqueue:5", "nfqueue:6");
    }
}
