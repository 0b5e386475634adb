package io.weft.net.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a command answered to a program that called it in its own process.
///
/// @param out what it printed to standard output
/// @param err what it printed to standard error
public record CommandAnswer(int exitCode, String out, String err) {

    /// Runs a line such as `iptables -A INPUT -p icmp -j DROP`. Spaces part its words, and nothing is quoted.
    ///
    /// @param commands those that there are, as `PluginHost.services(Command.class)` lists them
    /// @throws IllegalArgumentException when none of them bears the line's first word
    public static CommandAnswer to(List<Command> commands, String line) {
        List<String> words = List.of(line.strip().split(" +"));
        Command command = commands.stream().filter(each -> each.name().equals(words.getFirst())).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no command " + words.getFirst() + " among "
                        + commands.stream().map(Command::name).toList()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (PrintStream toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream toErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            int exitCode = command.run(new CommandCall(words.subList(1, words.size()), InputStream.nullInputStream(), toOut, toErr));
            return new CommandAnswer(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
