package io.weft.net.app;

import io.weft.net.app.control.ControlClient;
import io.weft.net.app.control.ControlException;
import io.weft.net.app.control.ControlPath;
import io.weft.net.app.top.Top;
import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `weft top`: a running router's rates.
@Command(
        name = "top",
        description = "A running router's rates: each NIC, why packets are dropped, what each handler decides. Live in a terminal "
                + "(q quits), else as text.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        sortOptions = false)
final class TopCommand implements Callable<Integer> {

    private static final double LEAST_DELAY_S = 0.1;
    private static final double MOST_DELAY_S = 86_400;

    @Option(names = {"-d", "--delay"}, paramLabel = "SECONDS", description = "From one page to the next (usual: 2).")
    private double delay = 2;

    @Option(names = {"-n", "--iterations"}, paramLabel = "COUNT", description = "Ends after so many pages (usual: never).")
    private int iterations;

    @Option(names = {"-b", "--batch"}, description = "Prints text, also in a terminal.")
    private boolean batch;

    @Option(names = "--control", paramLabel = "PATH", description = "Where the router's control socket is.")
    private @Nullable Path control;

    private final OutputStream out;
    private final PrintStream err;

    TopCommand(OutputStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        if (!(delay >= LEAST_DELAY_S && delay <= MOST_DELAY_S) || iterations < 0) {
            err.println("weft top: want a delay of 0.1 to 86400 seconds and a number of pages that is not negative");
            return Main.EXIT_USAGE;
        }
        Path socket = control == null ? ControlPath.standard() : control;
        Top top = new Top(new ControlClient(socket), Duration.ofMillis((long) (delay * 1000)), iterations);
        try {
            if (control == null) {
                ControlPath.requireOwnIfThere(socket);
            }
            if (batch || !isTerminal()) {
                top.print(new PrintStream(out, false, StandardCharsets.UTF_8));
            } else {
                live(top);
            }
            return Main.EXIT_OK;
        } catch (ControlException e) {
            err.println("weft top: " + e.getMessage());
            return Main.EXIT_FAILED;
        }
    }

    private void live(Top top) throws ControlException {
        try {
            top.live();
        } catch (ControlException e) {
            throw e;
        } catch (IOException noTerminal) {
            top.print(new PrintStream(out, false, StandardCharsets.UTF_8));
        }
    }

    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
