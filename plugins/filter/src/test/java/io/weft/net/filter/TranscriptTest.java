package io.weft.net.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays recorded sessions of iptables-legacy to the plugins: every line of output, every message, every exit code.
class TranscriptTest {

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySaid() {
        return Transcript.load("/iptables/legacy-1.8.9.txt").sessions().stream()
                .map(session -> dynamicTest(session.name(), () -> play(session)));
    }

    private static void play(Transcript.Session session) throws Exception {
        var wanted = new StringBuilder();
        var got = new StringBuilder();
        try (var filter = new FilterDouble()) {
            for (Transcript.Step step : session.steps()) {
                wanted.append(Transcript.format(step, step.recorded()));
                got.append(Transcript.format(step, Transcript.comparable(filter.shell().run(step.command(), step.input()))));
            }
        }
        assertThat(got).hasToString(wanted.toString());
    }
}
