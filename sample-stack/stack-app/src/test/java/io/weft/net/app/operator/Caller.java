package io.weft.net.app.operator;

import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.tables.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs commands as a caller of the control door does; the words of a line are parted by spaces.
public final class Caller {

    private final List<Command> commands;

    public Caller(Command... commands) {
        this.commands = List.of(commands);
    }

    public Shell.Result run(String line) {
        List<String> words = List.of(line.split(" "));
        Command command = commands.stream().filter(each -> each.name().equals(words.getFirst())).findFirst().orElseThrow();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (PrintStream toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
                PrintStream toErr = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            int exitCode = command.run(new CommandCall(words.subList(1, words.size()), InputStream.nullInputStream(), toOut, toErr));
            return new Shell.Result(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), exitCode);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs lines that must all succeed, and says what the last one printed.
    public String ok(String... lines) {
        String out = "";
        for (String line : lines) {
            Shell.Result result = run(line);
            if (result.exitCode() != 0) {
                throw new AssertionError(line + ": " + result);
            }
            out = result.out();
        }
        return out;
    }
}
