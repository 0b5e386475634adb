package io.weft.net.tables;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Command lines and what iptables-legacy said to them, in sessions that begin with empty tables.
///
///     == name of a session
///     $ iptables -A INPUT -s 10.0.0.1
///     < a line of standard input
///     > a line of standard output
///     ! a line of standard error
///     = exit code, where it is not 0
///
/// Lines of output that begin with `#` are left out: they bear dates.
public record Transcript(List<Session> sessions) {

    public record Session(String name, List<Step> steps) { }

    public record Step(String command, String input, Shell.Result recorded) { }

    /// Reads a resource of the module under test.
    public static Transcript load(String resource) {
        try (InputStream file = Transcript.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(resource, e);
        }
    }

    private static Transcript parse(String text) {
        var sessions = new ArrayList<Session>();
        List<Step> steps = new ArrayList<>();
        List<String> lines = text.lines().filter(line -> !line.startsWith("#")).toList();
        int at = 0;
        while (at < lines.size()) {
            String line = lines.get(at++);
            if (line.startsWith("== ")) {
                steps = new ArrayList<>();
                sessions.add(new Session(line.substring(3), steps));
            } else if (line.startsWith("$ ")) {
                int from = at;
                while (at < lines.size() && !lines.get(at).startsWith("$ ") && !lines.get(at).startsWith("== ")) {
                    at++;
                }
                List<String> body = lines.subList(from, at);
                String code = collect(body, '=').strip();
                steps.add(new Step(line.substring(2), collect(body, '<'),
                        new Shell.Result(collect(body, '>'), collect(body, '!'), code.isEmpty() ? 0 : Integer.parseInt(code))));
            }
        }
        return new Transcript(sessions);
    }

    private static String collect(List<String> lines, char mark) {
        var text = new StringBuilder();
        for (String line : lines) {
            if (!line.isEmpty() && line.charAt(0) == mark) {
                text.append(line.length() > 2 ? line.substring(2) : "").append('\n');
            }
        }
        return text.toString();
    }

    /// A result as it is recorded and compared: without the lines that bear dates.
    public static Shell.Result comparable(Shell.Result result) {
        String out = result.out().lines().filter(line -> !line.startsWith("#")).map(line -> line + "\n")
                .reduce("", String::concat);
        return new Shell.Result(out, result.err(), result.exitCode());
    }

    /// One step in the form in which it is recorded.
    public static String format(Step step, Shell.Result result) {
        var text = new StringBuilder("$ ").append(step.command()).append('\n');
        mark(text, "<", step.input());
        mark(text, ">", result.out());
        mark(text, "!", result.err());
        if (result.exitCode() != 0) {
            text.append("= ").append(result.exitCode()).append('\n');
        }
        return text.toString();
    }

    private static void mark(StringBuilder text, String mark, String lines) {
        lines.lines().forEach(line -> text.append(mark).append(line.isEmpty() ? "" : " ").append(line).append('\n'));
    }
}
