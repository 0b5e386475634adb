package io.weft.net.tables.match.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.Packet;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkMatchTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0x80000012 | YES", "0x12 | NO", "0x12/0xff | YES", "0x2/0x3 | YES", "0x3/0x3 | NO", "0x12/0x3 | NO", "0/0 | YES", "1/0 | NO"})
    void marksAreComparedUnderTheMask(String mark, Answer answer) throws SyntaxException {
        try (var stack = new StackDouble()) {
            assertThat(Answer.of(new MarkExtension(), "--mark " + mark, marked(stack), 0)).isEqualTo(answer);
            assertThat(Answer.of(new MarkExtension(), "! --mark " + mark, marked(stack), 0)).isEqualTo(answer.inverted());
        }
    }

    private static Packet marked(StackDouble stack) {
        Packet packet = new TestPackets(stack).udp(1, 2);
        packet.mark(0x8000_0012);
        return packet;
    }
}
