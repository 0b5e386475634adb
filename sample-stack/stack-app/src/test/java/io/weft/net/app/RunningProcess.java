package io.weft.net.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process of a test: its output is collected while it runs, and it does not outlive the test.
final class RunningProcess implements AutoCloseable {

    /// The launcher that this module's `package` phase makes startable.
    static final String LAUNCHER = Path.of("..", "weft").toAbsolutePath().normalize().toString();
    private static final long TIMEOUT_S = 60;
    private static final String END = "(end of output)";

    private final List<String> words;
    private final Process process;
    private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
    private final StringBuffer err = new StringBuffer();
    private final List<Thread> readers = new ArrayList<>();

    private RunningProcess(List<String> words, Process process) {
        this.words = words;
        this.process = process;
        readers.add(Thread.ofVirtual().start(() -> readLines(process.getInputStream())));
        readers.add(Thread.ofVirtual().start(() -> {
            try {
                err.append(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                err.append("(reading standard error failed: ").append(e).append(')');
            }
        }));
    }

    /// What a process that ended left.
    record Ended(int exitCode, String out, String err) { }

    static RunningProcess start(Map<String, String> environment, List<String> words) throws IOException {
        // a shell's background job ignores SIGINT, and so would all that it starts
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        // the tests' own JVM would lead the launcher to its JDK
        builder.environment().putAll(environment);
        return new RunningProcess(words, builder.start());
    }

    /// Runs a process to its end.
    static Ended run(Map<String, String> environment, String input, List<String> words) throws Exception {
        try (RunningProcess process = start(environment, words)) {
            try (OutputStream stdin = process.process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // it does not read its input
            }
            return process.awaitEnd();
        }
    }

    static Ended run(String... words) throws Exception {
        return run(Map.of(), "", List.of(words));
    }

    private void readLines(InputStream stream) {
        try (BufferedReader lines = new BufferedReader(new java.io.InputStreamReader(stream, StandardCharsets.UTF_8))) {
            lines.lines().forEach(out::add);
        } catch (IOException | UncheckedIOException e) {
            out.add("(reading standard output failed: " + e + ")");
        } finally {
            out.add(END);
        }
    }

    /// The next line of its standard output, or null at the end.
    @Nullable String nextLine() throws InterruptedException {
        String line = out.poll(TIMEOUT_S, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError(words + " printed nothing within " + TIMEOUT_S + " s; standard error: " + err);
        }
        return line.equals(END) ? null : line;
    }

    /// Waits for its first line to be `ready`.
    RunningProcess awaitReady() throws InterruptedException {
        String line = nextLine();
        if (!"ready".equals(line)) {
            throw new AssertionError(words + " said '" + line + "' instead of 'ready'; standard error: " + awaitEnd().err);
        }
        return this;
    }

    void writeLine(String line) throws IOException {
        OutputStream stdin = process.getOutputStream();
        stdin.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        stdin.flush();
    }

    /// Sends a signal, such as TERM.
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start().waitFor();
    }

    Ended awaitEnd() throws InterruptedException {
        return awaitEnd(Duration.ofSeconds(TIMEOUT_S));
    }

    Ended awaitEnd(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost)) {
            throw new AssertionError(words + " did not end within " + atMost.toSeconds() + " s; until then it said " + out + err);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        StringBuilder lines = new StringBuilder();
        for (String line = out.poll(); line != null && !line.equals(END); line = out.poll()) {
            lines.append(line).append('\n');
        }
        return new Ended(process.exitValue(), lines.toString(), err.toString());
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }
}
