package io.weft.net.tables.match.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RpfilterMatchTest {

    private final StackDouble stack = new StackDouble();

    @AfterEach
    void noPacketIsLeft() {
        stack.close();
    }

    private Packet packet(String source, String destination, String in) {
        Packet packet = new TestPackets(stack).udp(source, destination, 1, 2);
        packet.in(stack.interfaceNamed(in));
        return packet;
    }

    private void assertAnswer(Answer answer, String options, Packet packet, Packet again) throws SyntaxException {
        var extension = new RpfilterExtension(stack);
        assertThat(Answer.of(extension, options, packet, 0)).isEqualTo(answer);
        assertThat(Answer.of(extension, options + " --invert", again, 0)).isEqualTo(answer.inverted());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "192.168.1.2   | eth0 |                        | YES", "192.168.1.2   | eth1 |                        | NO",
        "192.168.1.2   | eth1 | --loose                | YES", "9.9.9.9       | eth1 |                        | YES",
        "192.168.1.1   | eth0 |                        | NO",  "192.168.1.1   | eth0 | --loose                | NO",
        "192.168.1.1   | eth0 | --accept-local         | YES", "192.168.1.1   | eth1 | --accept-local         | NO",
        "192.168.1.1   | eth1 | --accept-local --loose | YES", "192.168.1.255 | eth0 | --accept-local --loose | NO",
        "192.168.1.1   | lo   |                        | YES", "0.0.0.0       | eth0 |                        | NO"})
    void asksWhereTheAnswerWouldGo(String source, String in, String options, Answer answer) throws SyntaxException {
        String words = options == null ? "" : options;
        assertAnswer(answer, words, packet(source, "203.0.113.2", in), packet(source, "203.0.113.2", in));
    }

    @Test
    void whereNoAnswerGoesNothingPasses() throws SyntaxException {
        assertAnswer(Answer.NO, "--loose --accept-local", packet("192.168.1.2", "203.0.113.77", "eth0"),
                packet("192.168.1.2", "203.0.113.77", "eth0"));
    }

    @Test
    void theMarkCountsOnlyWhenItIsAskedTo() throws SyntaxException {
        assertAnswer(Answer.YES, "", marked(), marked());
        assertAnswer(Answer.NO, "--validmark", marked(), marked());
    }

    private Packet marked() {
        Packet packet = packet("192.168.1.2", "203.0.113.2", "eth0");
        packet.mark(2);
        return packet;
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 255.255.255.255, YES", "0.1.2.3, 224.0.0.22, YES", "0.0.0.0, 224.0.1.1, NO", "0.0.0.0, 192.168.1.255, NO"})
    void whoHasNoAddressYetMaySpeakToTheLink(String source, String destination, Answer answer) throws SyntaxException {
        assertAnswer(answer, "", packet(source, destination, "eth0"), packet(source, destination, "eth0"));
    }

    @Test
    void whatThisHostHearsFromItselfPasses() throws SyntaxException {
        assertAnswer(Answer.YES, "", looped(), looped());
    }

    private Packet looped() {
        Packet packet = packet("192.168.1.1", "192.168.1.255", "eth0");
        packet.linkType(LinkType.LOOPBACK);
        return packet;
    }
}
