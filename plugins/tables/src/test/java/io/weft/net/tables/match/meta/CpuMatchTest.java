package io.weft.net.tables.match.meta;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuMatchTest {

    @ParameterizedTest
    @CsvSource({"--cpu 0, YES", "--cpu 1, NO", "--cpu 4294967295, NO", "! --cpu 0, NO", "! --cpu 9, YES"})
    void thereIsOneProcessor(String options, Answer answer) throws SyntaxException {
        try (var stack = new StackDouble()) {
            assertThat(Answer.of(new CpuExtension(), options, new TestPackets(stack).udp(1, 2), 0)).isEqualTo(answer);
        }
    }
}
