package io.weft.net.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// What iptables-legacy said once, beside what plugins say now: a test a session, in which every line of output, every message and
/// every exit code counts.
public final class RecordedTool {

    private RecordedTool() { }

    /// @param transcript a resource of the module under test
    /// @param plugins starts them, for each session anew
    public static Stream<DynamicTest> beside(String transcript, Supplier<PluginsDouble> plugins) {
        return Transcript.load(transcript).sessions().stream()
                .map(session -> dynamicTest(session.name(), () -> play(session, plugins)));
    }

    private static void play(Transcript.Session session, Supplier<PluginsDouble> started) throws Exception {
        var wanted = new StringBuilder();
        var got = new StringBuilder();
        try (var plugins = started.get()) {
            for (Transcript.Step step : session.steps()) {
                wanted.append(Transcript.format(step, step.recorded()));
                got.append(Transcript.format(step, Transcript.comparable(plugins.shell().run(step.command(), step.input()))));
            }
        }
        assertThat(got).hasToString(wanted.toString());
    }
}
