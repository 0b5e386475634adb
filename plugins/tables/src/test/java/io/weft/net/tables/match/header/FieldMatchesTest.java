package io.weft.net.tables.match.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldMatchesTest {

    private static final int TCP = 6;

    private final StackDouble stack = new StackDouble();
    private final TestPackets packets = new TestPackets(stack);

    @AfterEach
    void noPacketIsLeft() {
        stack.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--ttl-eq 64 | YES", "--ttl-eq 63 | NO", "! --ttl-eq 64 | NO", "! --ttl-eq 63 | YES", "--ttl-lt 64 | NO", "--ttl-lt 65 | YES",
        "--ttl-gt 64 | NO", "--ttl-gt 63 | YES"})
    void ttlComparesTheField(String options, Answer answer) throws SyntaxException {
        assertThat(Answer.of(new TtlExtension(), options, packets.udp(1, 2), 0)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--tos 0xb9 | YES", "--tos 0xb8 | NO", "--tos 0x80/0x80 | YES", "--tos 0x00/0x40 | YES", "--tos 0x81/0x80 | NO",
        "--tos Normal-Service | NO", "! --tos 0xb9 | NO", "! --tos Normal-Service | YES", "--tos 0x39/0x3f | YES", "--tos 0/0 | YES"})
    void tosComparesUnderTheMask(String options, Answer answer) throws SyntaxException {
        assertThat(Answer.of(new TosExtension(), options, tos(0xB9), 0)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--dscp 46 | YES", "--dscp-class EF | YES", "--dscp 0 | NO", "! --dscp 46 | NO", "! --dscp-class AF11 | YES"})
    void dscpIsTheUpperSixBits(String options, Answer answer) throws SyntaxException {
        assertThat(Answer.of(new DscpExtension(), options, tos(0xB9), 0)).isEqualTo(answer);
    }

    private Packet tos(int tos) {
        Packet packet = packets.udp(1, 2);
        packet.ip().tos(tos);
        return packet;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--ecn-ip-ect 2 | YES", "--ecn-ip-ect 0 | NO", "! --ecn-ip-ect 2 | NO", "--ecn-tcp-ece | YES", "--ecn-tcp-cwr | NO",
        "! --ecn-tcp-ece | NO", "! --ecn-tcp-cwr | YES", "--ecn-tcp-ece ! --ecn-tcp-cwr | YES", "--ecn-tcp-ece --ecn-tcp-cwr | NO",
        "--ecn-tcp-ece --ecn-ip-ect 2 | YES", "--ecn-tcp-ece --ecn-ip-ect 1 | NO", "--ecn-tcp-ece ! --ecn-ip-ect 1 | YES"})
    void ecnAsksForBothHeaders(String options, Answer answer) throws SyntaxException {
        Packet packet = packets.tcp(1000, 80, TcpHeader.ACK | TcpHeader.ECE);
        packet.ip().tos(0x2E);
        assertThat(Answer.of(new EcnExtension(), options, packet, TCP)).isEqualTo(answer);
    }

    @Test
    void ecnMatchesNoCutTcpHeaderAndDropsNone() throws SyntaxException {
        assertThat(Answer.of(new EcnExtension(), "! --ecn-tcp-ece", packets.ip("1.1.1.1", "2.2.2.2", TCP, 19), TCP)).isEqualTo(Answer.NO);
        assertThat(Answer.of(new EcnExtension(), "! --ecn-tcp-ece", packets.ip("1.1.1.1", "2.2.2.2", TCP, 20), TCP)).isEqualTo(Answer.YES);
        assertThat(Answer.of(new EcnExtension(), "--ecn-ip-ect 0", packets.ip("1.1.1.1", "2.2.2.2", TCP, 0), TCP)).isEqualTo(Answer.YES);
    }

    @Test
    void ecnReadsALaterFragmentAsAHeader() throws SyntaxException {
        Packet later = packets.laterFragment(packets.tcp(1000, 80, TcpHeader.ECE), 64);
        assertThat(Answer.of(new EcnExtension(), "--ecn-tcp-ece", later, TCP)).isEqualTo(Answer.YES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1460 | YES", "1459 | NO", "1400:1460 | YES", "1461: | NO", ":1460 | YES", "0:65535 | YES"})
    void tcpmssComparesTheAnnouncedSize(String range, Answer answer) throws SyntaxException {
        assertThat(mss("--mss " + range, 1, 2, 4, 5, 0xB4, 0, 0, 0)).isEqualTo(answer);
        assertThat(mss("! --mss " + range, 1, 2, 4, 5, 0xB4, 0, 0, 0)).isEqualTo(answer.inverted());
    }

    @Test
    void noSizeAnnouncedIsBeyondAnyRange() throws SyntaxException {
        assertThat(mss("--mss 0:65535")).isEqualTo(Answer.NO);
        assertThat(mss("! --mss 0:65535")).isEqualTo(Answer.YES);
        assertThat(mss("--mss 0:65535", 1, 1, 1, 0)).isEqualTo(Answer.NO);
    }

    @Test
    void sizeIsFoundBehindTheEndOfTheListAndOptionsOfNoLength() throws SyntaxException {
        assertThat(mss("--mss 1460", 0, 0, 0, 0, 2, 4, 5, 0xB4)).isEqualTo(Answer.YES);
        assertThat(mss("--mss 1460", 8, 0, 2, 4, 5, 0xB4, 0, 0)).isEqualTo(Answer.YES);
        assertThat(mss("--mss 1460", 3, 3, 2, 1, 2, 4, 5, 0xB4)).isEqualTo(Answer.YES);
        assertThat(mss("--mss 1460", 3, 5, 2, 1, 2, 4, 5, 0xB4)).isEqualTo(Answer.NO);
    }

    @Test
    void sizeOfAnotherLengthOrCutShortIsNone() throws SyntaxException {
        assertThat(mss("--mss 0:65535", 2, 3, 5, 1)).isEqualTo(Answer.NO);
        assertThat(mss("--mss 0:65535", 1, 2, 4, 5)).isEqualTo(Answer.NO);
        assertThat(mss("--mss 0:65535", 1, 1, 1, 2)).isEqualTo(Answer.NO);
    }

    @Test
    void tcpmssHotDropsCutAndMalformedHeaders() throws SyntaxException {
        var extension = new TcpmssExtension();
        assertThat(Answer.of(extension, "! --mss 1", packets.ip("1.1.1.1", "2.2.2.2", TCP, 19), TCP)).isEqualTo(Answer.HOT_DROP);
        Packet small = packets.tcp(1, 2, TcpHeader.SYN);
        small.tcp().headerLength(16);
        assertThat(Answer.of(extension, "! --mss 1", small, TCP)).isEqualTo(Answer.HOT_DROP);
        Packet cut = packets.tcp(1, 2, TcpHeader.SYN);
        cut.tcp().headerLength(24);
        assertThat(Answer.of(extension, "! --mss 1", cut, TCP)).isEqualTo(Answer.HOT_DROP);
    }

    private Answer mss(String options, int... tcpOptions) throws SyntaxException {
        return Answer.of(new TcpmssExtension(), options, packets.tcp(1, 2, TcpHeader.SYN, tcpOptions), TCP);
    }
}
