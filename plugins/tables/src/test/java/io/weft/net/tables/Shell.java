package io.weft.net.tables;

import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.iptables.IptablesCommand;
import io.weft.net.tables.iptables.RestoreCommand;
import io.weft.net.tables.iptables.SaveCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Runs the plugin's commands as a caller of the control door does.
public final class Shell {

    /// What a call left behind.
    public record Result(String out, String err, int exitCode) { }

    private final List<Command> commands;

    public Shell(TableRegistry registry) {
        this(List.of(new IptablesCommand(registry), new SaveCommand(registry), new RestoreCommand(registry)));
    }

    public Shell(List<Command> commands) {
        this.commands = commands;
    }

    /// Runs one line; words are parted by spaces, and `'` or `"` keep them together as in a shell.
    public Result run(String line) {
        return run(line, "");
    }

    public Result run(String line, String input) {
        List<String> words = split(line);
        Command command = commands.stream().filter(each -> each.name().equals(words.getFirst())).findFirst().orElseThrow();
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try (var outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
                var errStream = new PrintStream(err, false, StandardCharsets.UTF_8)) {
            int exitCode = command.run(new CommandCall(
                    words.subList(1, words.size()), new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), outStream,
                    errStream));
            outStream.flush();
            errStream.flush();
            return new Result(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), exitCode);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs lines that must all succeed, and says what the last one printed.
    public String ok(String... lines) {
        String out = "";
        for (String line : lines) {
            Result result = run(line);
            if (result.exitCode() != 0) {
                throw new AssertionError(line + ": " + result);
            }
            out = result.out();
        }
        return out;
    }

    /// The rules of a chain as `-S` prints them, without the chain's own line.
    public List<String> rules(String chain) {
        return Arrays.stream(ok("iptables -S " + chain).split("\n")).filter(line -> line.startsWith("-A")).toList();
    }

    /// A line's words, as a shell parts them.
    public static List<String> split(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && c == ' ') {
                if (open) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                open = false;
                continue;
            }
            open = true;
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == '"' && c == '\\') {
                word.append(line.charAt(++i));
            } else {
                word.append(c);
            }
        }
        if (open) {
            words.add(word.toString());
        }
        return words;
    }
}
