package io.weft.net.app;

import io.weft.net.app.config.FileFault;
import io.weft.net.app.control.ControlClient;
import io.weft.net.app.control.ControlException;
import io.weft.net.app.control.ControlPath;
import io.weft.net.app.operator.OperatorCommands;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The command `weft`: runs one of its own commands here, and hands every other to the running router.
///
/// The way to the router is kept short, without the command line library: it is what scripts call a hundred times.
public final class Main {

    static final int EXIT_OK = 0;
    static final int EXIT_FAILED = 1;
    static final int EXIT_USAGE = 2;

    /// What runs in this process.
    static final List<String> OWN = List.of("demo", "run", "oracle", "top", "completion", "help");
    /// What every router offers: by itself, and where it has the plugins that come with weft.
    static final List<String> ROUTER = Stream.concat(OperatorCommands.names().stream(),
            Stream.of("iptables", "iptables-save", "iptables-restore", "trace", "conntrack", "sysctl")).toList();
    /// Which of its own ask for the control socket.
    private static final List<String> CONTROLLED = List.of("run", "top");
    private static final List<String> HELP = List.of("--help", "-h");

    private static final String CONTROL = "--control";

    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private final PrintStream errText;

    Main(InputStream in, OutputStream out, OutputStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.errText = new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    public static void main(String[] words) {
        // not System.out: it turns a closed pipe into silence
        Main main = new Main(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
        System.exit(main.run(List.of(words)));
    }

    /// @return the exit code: 0 done, 1 failed, 2 not understood; of a router's command that command's own
    int run(List<String> words) {
        @Nullable String control = null;
        int at = 0;
        while (at < words.size() && (words.get(at).equals(CONTROL) || words.get(at).startsWith(CONTROL + "="))) {
            if (words.get(at).equals(CONTROL)) {
                if (++at == words.size()) {
                    errText.println("weft: --control wants the path of a control socket");
                    return EXIT_USAGE;
                }
                control = words.get(at);
            } else {
                control = words.get(at).substring(CONTROL.length() + 1);
            }
            at++;
        }
        List<String> rest = words.subList(at, words.size());
        if (rest.isEmpty() || rest.getFirst().startsWith("-") || OWN.contains(rest.getFirst())) {
            return CommandLines.execute(withControl(rest, control), in, out, errText);
        }
        return callRouter(control == null ? ControlPath.standard() : Path.of(control), control == null, rest);
    }

    private static List<String> withControl(List<String> words, @Nullable String control) {
        if (control == null || words.isEmpty() || !CONTROLLED.contains(words.getFirst())) {
            return words;
        }
        List<String> moved = new ArrayList<>(words);
        moved.addAll(1, List.of(CONTROL, control));
        return moved;
    }

    private int callRouter(Path socket, boolean standard, List<String> words) {
        String help = OperatorCommands.help(words.getFirst());
        if (help != null && words.size() == 2 && HELP.contains(words.get(1))) {
            new PrintStream(out, true, StandardCharsets.UTF_8).print(help);
            return EXIT_OK;
        }
        ControlClient client = new ControlClient(socket);
        try {
            if (standard) {
                ControlPath.requireOwnIfThere(socket);
            }
            CallersFiles files = CallersFiles.of(words);
            return words.getFirst().equals("dump") ? dump(client, files) : client.call(files.words(), in, out, err);
        } catch (ControlException e) {
            return refused(client, words.getFirst(), e);
        }
    }

    /// Ctrl-C ends it well, with its last words, as it ends tcpdump.
    private int dump(ControlClient client, CallersFiles files) throws ControlException {
        StopSignal stop = StopSignal.install();
        Thread.ofVirtual().start(() -> {
            try {
                stop.await();
                client.end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Path file = files.capture();
        try (OutputStream capture = file == null ? OutputStream.nullOutputStream() : Files.newOutputStream(file)) {
            return client.call(files.words(), in, file == null ? out : capture, err);
        } catch (ControlException e) {
            throw e;
        } catch (IOException e) {
            errText.println("weft dump: " + file + " cannot be written: " + FileFault.reason(e));
            return EXIT_FAILED;
        } finally {
            stop.done();
        }
    }

    private int refused(ControlClient client, String name, ControlException refusal) {
        if (ROUTER.contains(name)) {
            errText.println("weft: " + refusal.getMessage());
            return EXIT_FAILED;
        }
        Set<String> known = new TreeSet<>(OWN);
        @Nullable List<String> offered = offeredBy(client);
        known.addAll(offered == null ? ROUTER : offered);
        if (known.contains(name)) {
            errText.println("weft: " + refusal.getMessage());
            return EXIT_FAILED;
        }
        errText.println("weft: '" + name + "' is no command" + Similar.suggestion(name, known));
        errText.println(offered == null ? "More may be offered by a router, but " + refusal.getMessage()
                : "There are " + String.join(", ", known) + "; try 'weft --help'");
        return EXIT_USAGE;
    }

    private static @Nullable List<String> offeredBy(ControlClient client) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        try {
            client.call(List.of(), InputStream.nullInputStream(), list, OutputStream.nullOutputStream());
        } catch (ControlException e) {
            return null;
        }
        return list.toString(StandardCharsets.UTF_8).lines().map(line -> line.split("\t", 2)[0]).toList();
    }
}
