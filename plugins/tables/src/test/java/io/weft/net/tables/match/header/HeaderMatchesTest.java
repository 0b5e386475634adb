package io.weft.net.tables.match.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.Answer;
import io.weft.net.tables.match.meta.CommentExtension;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderMatchesTest {

    private static final int SYN = TcpHeader.SYN;
    private static final int ACK = TcpHeader.ACK;
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final StackDouble stack = new StackDouble();
    private final TestPackets packets = new TestPackets(stack);

    @AfterEach
    void noPacketIsLeft() {
        stack.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--sport 1000            | YES", "--sport 999             | NO",  "! --sport 1000          | NO",  "! --sport 5             | YES",
        "--dport 80              | YES", "--dport 79:80           | YES", "--dport 81:             | NO",  "--dport :79             | NO",
        "--sport 1000 --dport 80 | YES", "--sport 1000 --dport 81 | NO",  "--syn                   | YES", "! --syn                 | NO",
        "--tcp-flags ALL SYN     | YES", "--tcp-flags SYN,ACK ACK | NO",  "! --tcp-flags ACK ACK   | YES", "--tcp-flags ALL NONE    | NO",
        "--tcp-option 2          | YES", "--tcp-option 8          | NO",  "! --tcp-option 2        | NO",  "! --tcp-option 8        | YES",
        "--tcp-option 3          | YES"})
    void tcpAsksForPortsFlagsAndOptions(String options, Answer answer) throws SyntaxException {
        // MSS, no operation, window scale
        Packet packet = packets.tcp(1000, 80, SYN, 2, 4, 5, 0xB4, 1, 3, 3, 7);
        assertThat(Answer.of(new TcpExtension(), options, packet, TCP)).isEqualTo(answer);
    }

    @Test
    void optionsEndAtTheHeadersEnd() throws SyntaxException {
        Packet packet = packets.tcp(1000, 80, SYN, 1, 1, 1, 254);
        assertThat(Answer.of(new TcpExtension(), "--tcp-option 254", packet, TCP)).isEqualTo(Answer.YES);
        Packet zeroLength = packets.tcp(1000, 80, SYN, 254, 0, 8, 2);
        assertThat(Answer.of(new TcpExtension(), "--tcp-option 8", zeroLength, TCP)).isEqualTo(Answer.YES);
        Packet overlong = packets.tcp(1000, 80, SYN, 254, 200, 8, 2);
        assertThat(Answer.of(new TcpExtension(), "--tcp-option 8", overlong, TCP)).isEqualTo(Answer.NO);
    }

    @Test
    void optionsThatAreNotThereAreHotDropped() throws SyntaxException {
        Packet cut = packets.tcp(1000, 80, SYN);
        cut.tcp().headerLength(40);
        assertThat(Answer.of(new TcpExtension(), "--tcp-option 8", cut, TCP)).isEqualTo(Answer.HOT_DROP);
        Packet tiny = packets.tcp(1000, 80, SYN);
        tiny.tcp().headerLength(16);
        assertThat(Answer.of(new TcpExtension(), "--tcp-option 8", tiny, TCP)).isEqualTo(Answer.HOT_DROP);
        Packet notAsked = packets.tcp(1000, 80, SYN);
        notAsked.tcp().headerLength(40);
        assertThat(Answer.of(new TcpExtension(), "--dport 80", notAsked, TCP)).isEqualTo(Answer.YES);
    }

    @Test
    void cutHeadersAreHotDropped() throws SyntaxException {
        assertThat(Answer.of(new TcpExtension(), "--dport 80", packets.ip("1.1.1.1", "2.2.2.2", TCP, 19), TCP)).isEqualTo(Answer.HOT_DROP);
        assertThat(Answer.of(new UdpExtension(), "--dport 80", packets.ip("1.1.1.1", "2.2.2.2", UDP, 7), UDP)).isEqualTo(Answer.HOT_DROP);
        assertThat(Answer.of(new IcmpExtension(), "--icmp-type any", packets.ip("1.1.1.1", "2.2.2.2", 1, 7), 1)).isEqualTo(Answer.HOT_DROP);
        assertThat(Answer.of(new MultiportExtension(), "--dports 80", packets.ip("1.1.1.1", "2.2.2.2", UDP, 3), UDP))
                .isEqualTo(Answer.HOT_DROP);
        assertThat(Answer.of(new MultiportExtension(), "--dports 0", packets.ip("1.1.1.1", "2.2.2.2", UDP, 4), UDP)).isEqualTo(Answer.YES);
    }

    @Test
    void laterFragmentsMatchNoPorts() throws SyntaxException {
        Function<Integer, Packet> later = offset -> packets.laterFragment(packets.tcp(1000, 80, ACK), offset);
        assertThat(Answer.of(new TcpExtension(), "--dport 80", later.apply(64), TCP)).isEqualTo(Answer.NO);
        assertThat(Answer.of(new TcpExtension(), "! --dport 99", later.apply(64), TCP)).isEqualTo(Answer.NO);
        assertThat(Answer.of(new TcpExtension(), "--dport 80", later.apply(8), TCP)).isEqualTo(Answer.HOT_DROP);
        assertThat(Answer.of(new UdpExtension(), "--dport 80", packets.laterFragment(packets.udp(1, 80), 8), UDP)).isEqualTo(Answer.NO);
        assertThat(Answer.of(new MultiportExtension(), "! --dports 1", packets.laterFragment(packets.udp(1, 80), 8), UDP))
                .isEqualTo(Answer.NO);
        assertThat(Answer.of(new IcmpExtension(), "--icmp-type any", packets.laterFragment(packets.icmp(8, 0), 8), 1)).isEqualTo(Answer.NO);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--sport 53 | YES", "! --sport 53 | NO", "--dport 68 | YES", "--dport 67:68 | YES", "--dport 69: | NO", "--dport 69:67 | NO",
        "! --dport 69:67 | YES", "--dport bootpc | YES", "--sport 53 ! --dport 68 | NO"})
    void udpAsksForPorts(String options, Answer answer) throws SyntaxException {
        assertThat(Answer.of(new UdpExtension(), options, packets.udp(53, 68), UDP)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "8 | 8 | 0 | YES", "echo-request | 8 | 0 | YES", "echo-request | 8 | 5 | YES", "8 | 0 | 0 | NO", "3/1 | 3 | 1 | YES",
        "3/1 | 3 | 2 | NO", "any | 42 | 7 | YES", "host-unreachable | 3 | 1 | YES", "host-unreachable | 3 | 0 | NO"})
    void icmpAsksForTypeAndCode(String type, int messageType, int code, Answer answer) throws SyntaxException {
        assertThat(Answer.of(new IcmpExtension(), "--icmp-type " + type, packets.icmp(messageType, code), 1)).isEqualTo(answer);
        Answer opposite = answer == Answer.YES ? Answer.NO : Answer.YES;
        assertThat(Answer.of(new IcmpExtension(), "! --icmp-type " + type, packets.icmp(messageType, code), 1)).isEqualTo(opposite);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--sports 1,53,9 | YES", "--dports 1,53,9 | NO", "--ports 68 | YES", "--ports 53 | YES", "--ports 54:67 | NO",
        "--dports 60:70 | YES", "! --dports 68 | NO", "! --ports 1,2 | YES", "! --ports 68,2 | NO"})
    void multiportAsksForOneOfSeveralPorts(String options, Answer answer) throws SyntaxException {
        assertThat(Answer.of(new MultiportExtension(), options, packets.udp(53, 68), UDP)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "40 | YES", "39 | NO", "0:39 | NO", "40:41 | YES", "41: | NO", ":40 | YES", "50:30 | NO"})
    void lengthAsksForTheIpTotalLength(String length, Answer answer) throws SyntaxException {
        assertThat(Answer.of(new LengthExtension(), "--length " + length, packets.tcp(1, 2, SYN), 0)).isEqualTo(answer);
        Answer opposite = answer == Answer.YES ? Answer.NO : Answer.YES;
        assertThat(Answer.of(new LengthExtension(), "! --length " + length, packets.tcp(1, 2, SYN), 0)).isEqualTo(opposite);
    }

    @Test
    void commentMatchesAll() throws SyntaxException {
        assertThat(Answer.of(new CommentExtension(), "--comment x", packets.icmp(0, 0), 0)).isEqualTo(Answer.YES);
    }
}
