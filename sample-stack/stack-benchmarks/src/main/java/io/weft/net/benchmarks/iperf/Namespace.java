package io.weft.net.benchmarks.iperf;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A network namespace of this program, gone with it.
final class Namespace implements AutoCloseable {

    private final String name;

    /// Needs root and iproute2.
    Namespace(String suffix) throws IOException, InterruptedException {
        name = "weft-bench-" + ProcessHandle.current().pid() + "-" + suffix;
        run(List.of("ip", "netns", "add", name));
    }

    String name() {
        return name;
    }

    /// Runs a command inside, its words parted by blanks.
    ///
    /// @return what it prints
    String run(String command) throws IOException, InterruptedException {
        return run(inside(command));
    }

    /// Starts a command inside and waits until it has printed something; what it prints afterwards is lost.
    Process start(String command, String untilItPrints) throws IOException {
        Process started = new ProcessBuilder(inside(command)).redirectErrorStream(true).start();
        String line = started.inputReader().readLine();
        while (line != null && !line.contains(untilItPrints)) {
            line = started.inputReader().readLine();
        }
        if (line == null) {
            throw new IOException(command + " ended before it printed '" + untilItPrints + "'");
        }
        Thread.ofVirtual().start(() -> drain(started));
        return started;
    }

    /// Lest it waits for somebody to read what it prints.
    private static void drain(Process from) {
        try {
            from.inputReader().transferTo(Writer.nullWriter());
        } catch (IOException ended) {
            // it was told to
        }
    }

    private List<String> inside(String command) {
        return Stream.concat(Stream.of("ip", "netns", "exec", name), Stream.of(command.split(" "))).toList();
    }

    /// Runs a command of this program's own namespace.
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + text.strip());
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        try {
            run(List.of("ip", "netns", "del", name));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
