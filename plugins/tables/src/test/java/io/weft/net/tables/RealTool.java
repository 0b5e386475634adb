package io.weft.net.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// The installed iptables-legacy, each session in a network namespace of its own, beside plugins: a test a session, in which every line
/// of output, every message and every exit code counts.
///
/// With `-Dweft.record=FILE` it writes down what iptables-legacy said, as the transcript for machines that have none.
public final class RealTool {

    private static final String RECORDED_VERSION = "iptables v1.8.9 (legacy)\n";
    private static final String NAMESPACE = "weft-tables-" + ProcessHandle.current().pid();

    private RealTool() { }

    /// Skips the tests of a class where the tool cannot be run, and prints why.
    public static void require(Class<?> test) throws Exception {
        boolean there = Stream.of("/usr/sbin/iptables-legacy", "/sbin/iptables-legacy").anyMatch(path -> new File(path).canExecute());
        skipUnless(test, there, "there is no iptables-legacy on this machine");
        skipUnless(test, exec(List.of("id", "-u"), "").out().equals("0\n"), "making a network namespace takes root");
        skipUnless(test, exec(List.of("iptables-legacy", "-V"), "").out().equals(RECORDED_VERSION), "iptables-legacy is not 1.8.9");
        try (var _ = new Namespace()) {
            skipUnless(test, inNamespace("iptables-legacy", List.of("-S"), "").exitCode() == 0, "the kernel has no ip_tables");
        }
    }

    private static void skipUnless(Class<?> test, boolean fulfilled, String reason) {
        if (!fulfilled) {
            System.out.println(test.getSimpleName() + " is skipped: " + reason);
        }
        assumeTrue(fulfilled, reason);
    }

    /// @param transcript a resource of the module under test
    /// @param plugins starts them, for each session anew
    public static Stream<DynamicTest> beside(String transcript, Supplier<PluginsDouble> plugins) {
        return Transcript.load(transcript).sessions().stream()
                .map(session -> dynamicTest(session.name(), () -> play(session, plugins)));
    }

    private static void play(Transcript.Session session, Supplier<PluginsDouble> started) throws Exception {
        var wanted = new StringBuilder();
        var got = new StringBuilder();
        try (var plugins = started.get(); var _ = new Namespace()) {
            for (Transcript.Step step : session.steps()) {
                List<String> words = Shell.split(step.command());
                String real = words.getFirst().replace("iptables", "iptables-legacy");
                Shell.Result said = inNamespace(real, words.subList(1, words.size()), step.input());
                var named = new Shell.Result(said.out(), said.err().replace("iptables-legacy-", "iptables-"), said.exitCode());
                wanted.append(Transcript.format(step, Transcript.comparable(named)));
                got.append(Transcript.format(step, Transcript.comparable(plugins.shell().run(step.command(), step.input()))));
            }
        }
        record(session.name(), wanted);
        assertThat(got).hasToString(wanted.toString());
    }

    private static void record(String session, CharSequence said) throws IOException {
        String file = System.getProperty("weft.record", "");
        if (!file.isEmpty()) {
            Path path = Path.of(file);
            String before = Files.exists(path)
                    ? Files.readString(path)
                    : "# What iptables v1.8.9 (legacy) says; recorded with -Dweft.record=FILE\n";
            Files.writeString(path, before + "== " + session + "\n" + said);
        }
    }

    private static Shell.Result inNamespace(String program, List<String> words, String input) throws Exception {
        var command = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE, program));
        command.addAll(words);
        return exec(command, input);
    }

    private static Shell.Result exec(List<String> command, String input) throws Exception {
        Path out = Files.createTempFile("weft", ".out");
        Path err = Files.createTempFile("weft", ".err");
        try {
            Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                // it ended without reading, as after a wrong option
            }
            int exitCode = process.waitFor();
            return new Shell.Result(Files.readString(out), Files.readString(err), exitCode);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /// A network namespace for as long as it is open.
    private static final class Namespace implements AutoCloseable {

        Namespace() throws Exception {
            Shell.Result made = exec(List.of("ip", "netns", "add", NAMESPACE), "");
            if (made.exitCode() != 0) {
                throw new IllegalStateException("no namespace: " + made.err());
            }
        }

        @Override
        public void close() throws Exception {
            exec(List.of("ip", "netns", "del", NAMESPACE), "");
        }
    }
}
