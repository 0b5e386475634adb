package io.weft.net.tables.match.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.Answer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BpfMatchTest {

    private static final long AD = 0xFFFF_F000L;
    private static final long NET = 0xFFF0_0000L;
    private static final long LINK = 0xFFE0_0000L;

    private final StackDouble stack = new StackDouble();

    @AfterEach
    void noPacketIsLeft() {
        stack.close();
    }

    /// 40 bytes from 192.168.1.2 port 4660 to 203.0.113.2 port 53, on eth0 with mark 7.
    private Packet packet() {
        Packet packet = new TestPackets(stack).udp(0x1234, 53);
        packet.in(stack.interfaceNamed("eth0"));
        packet.mark(7);
        return packet;
    }

    private Answer run(Packet packet, String... instructions) throws SyntaxException {
        String program = instructions.length + "," + String.join(",", instructions);
        return Answer.of(new BpfExtension(), "--bytecode \"" + program + "\"", packet, 0);
    }

    /// What A is after `instructions`.
    private void assertA(long a, String... instructions) throws SyntaxException {
        assertThat(run(packet(), with(instructions, "21 0 1 " + a, "6 0 0 1", "6 0 0 0"))).as(String.join(", ", instructions))
                .isEqualTo(Answer.YES);
    }

    private static String[] with(String[] first, String... rest) {
        String[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    @Test
    void loadsBytesHalvesAndWords() throws SyntaxException {
        assertA(17, "48 0 0 9");
        assertA(0x1234, "40 0 0 20");
        assertA(0xC0A8_0102L, "32 0 0 12");
        assertA(40, "128 0 0 0");
        assertA(20, "177 0 0 0", "135 0 0 0");
        assertA(53, "177 0 0 0", "72 0 0 2");
        assertA(17, "1 0 0 4294967295", "80 0 0 10");
        assertA(40, "129 0 0 0", "135 0 0 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "32 0 0 37", "40 0 0 39", "48 0 0 40", "48 0 0 2147483647", "177 0 0 40", "80 0 0 4294967295", "48 0 0 4292870143",
        "48 0 0 2147483648"})
    void aLoadOfWhatIsNotThereMatchesNothing(String load) throws SyntaxException {
        assertThat(run(packet(), load, "6 0 0 1")).isEqualTo(Answer.NO);
    }

    @Test
    void countsFromTheHeadersToo() throws SyntaxException {
        assertA(17, "48 0 0 " + (NET + 9));
        assertThat(run(framed(), "40 0 0 " + (LINK + 12), "21 0 1 2048", "6 0 0 1", "6 0 0 0")).isEqualTo(Answer.YES);
        assertThat(run(framed(), "48 0 0 " + (NET - 1), "6 0 0 1")).as("so far below").isEqualTo(Answer.NO);
        Packet own = packet();
        own.in(null);
        assertThat(run(own, "48 0 0 " + LINK, "6 0 0 1")).as("no frame brought it").isEqualTo(Answer.NO);
    }

    private Packet framed() {
        Packet packet = packet();
        packet.push(EthernetHeader.LENGTH);
        packet.markLinkHeader();
        packet.ethernet().type(EthernetHeader.TYPE_IPV4);
        packet.pull(EthernetHeader.LENGTH);
        return packet;
    }

    @Test
    void calculatesUnsignedInThirtyTwoBits() throws SyntaxException {
        assertA(0, "0 0 0 4294967295", "4 0 0 1");
        assertA(0xFFFF_FFFFL, "20 0 0 1");
        assertA(0xFFFF_FFFEL, "0 0 0 4294967295", "36 0 0 2");
        assertA(0x7FFF_FFFFL, "0 0 0 4294967295", "52 0 0 2");
        assertA(5, "0 0 0 4294967295", "148 0 0 10");
        assertA(0x0F, "0 0 0 1", "68 0 0 14");
        assertA(0x30, "0 0 0 51", "84 0 0 240");
        assertA(0x33 ^ 0xF0, "0 0 0 51", "164 0 0 240");
        assertA(0x8000_0000L, "0 0 0 1", "100 0 0 31");
        assertA(1, "0 0 0 2147483648", "116 0 0 31");
        assertA(0xFFFF_FFFFL, "0 0 0 1", "132 0 0 0");
        assertA(2, "0 0 0 7", "1 0 0 33", "124 0 0 0", "20 0 0 1");
        assertA(3, "0 0 0 10", "1 0 0 3", "60 0 0 0");
        assertA(1, "0 0 0 10", "1 0 0 3", "156 0 0 0");
        assertA(9, "0 0 0 10", "7 0 0 0", "0 0 0 19", "28 0 0 0");
        assertThat(run(packet(), "60 0 0 0", "6 0 0 1")).as("X is 0").isEqualTo(Answer.NO);
        assertThat(run(packet(), "156 0 0 0", "6 0 0 1")).isEqualTo(Answer.NO);
    }

    @Test
    void remembersAndJumps() throws SyntaxException {
        assertA(8, "0 0 0 8", "2 0 0 15", "0 0 0 0", "96 0 0 15");
        assertA(8, "1 0 0 8", "3 0 0 0", "1 0 0 0", "97 0 0 0", "135 0 0 0");
        assertA(1, "0 0 0 1", "5 0 0 1", "0 0 0 2");
        assertA(1, "0 0 0 4294967295", "37 0 1 2147483647", "0 0 0 1");
        assertA(1, "0 0 0 4294967295", "53 0 1 4294967295", "0 0 0 1");
        assertA(1, "0 0 0 6", "69 0 1 4", "0 0 0 1");
        assertA(6, "0 0 0 6", "1 0 0 9", "45 0 1 0", "0 0 0 1");
        assertThat(run(packet(), "0 0 0 6", "22 0 0 0")).isEqualTo(Answer.YES);
        assertThat(run(packet(), "22 0 0 0")).as("A begins with 0").isEqualTo(Answer.NO);
    }

    @Test
    void asksForWhatIsKnownBesideTheBytes() throws SyntaxException {
        assertA(0x0800, "32 0 0 " + AD);
        assertA(0, "32 0 0 " + (AD + 4));
        assertA(2, "32 0 0 " + (AD + 8));
        assertA(7, "32 0 0 " + (AD + 20));
        assertA(0, "32 0 0 " + (AD + 36));
        assertA(6, "0 0 0 5", "1 0 0 3", "32 0 0 " + (AD + 40));
        assertA(0, "0 0 0 5", "32 0 0 " + (AD + 48));
        assertA(28, "40 0 0 " + (AD + 52));
        Packet toAll = packet();
        toAll.linkType(LinkType.LOOPBACK);
        assertThat(run(toAll, "32 0 0 " + (AD + 4), "21 0 1 5", "6 0 0 1", "6 0 0 0")).isEqualTo(Answer.YES);
        Packet own = packet();
        own.in(null);
        assertThat(run(own, "32 0 0 " + (AD + 8), "6 0 0 1")).as("at no interface yet").isEqualTo(Answer.NO);
    }

    @ParameterizedTest
    @CsvSource({"0, 40", "12, 52"})
    void tcpDataBeginsBehindItsOptions(int options, int payload) throws SyntaxException {
        Packet packet = new TestPackets(stack).tcp(1, 2, 0, new int[options]);
        assertThat(run(packet, "32 0 0 " + (AD + 52), "21 0 1 " + payload, "6 0 0 1", "6 0 0 0")).isEqualTo(Answer.YES);
    }

    @Test
    void pinnedProgramsAreTheKernels() {
        assertThatThrownBy(() -> Answer.parse(new BpfExtension(), "--object-pinned /sys/fs/bpf/x", 0))
                .isInstanceOf(SyntaxException.class).hasMessageContaining("bpf: failed to get bpf object");
    }
}
