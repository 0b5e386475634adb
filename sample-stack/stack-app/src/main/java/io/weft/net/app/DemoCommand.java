package io.weft.net.app;

import io.weft.net.app.demo.Demo;
import io.weft.net.app.router.RouterException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `weft demo`: a story in one process.
@Command(
        name = "demo",
        description = "A client, a router and a server in this process, a rule that comes and goes, NAT, and a website. Needs no root.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        footer = {"", "Exit code 1 if something does not happen as told."})
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--plugins", paramLabel = "DIR", description = "The folder of plugin jars (usual: those that come with weft).")
    private @Nullable Path plugins;

    @Option(names = "--log", paramLabel = "LEVEL", description = "error, warn (usual), info, debug or trace.")
    private LogLevel level = LogLevel.WARN;

    private final OutputStream out;
    private final PrintStream err;

    DemoCommand(OutputStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws Exception {
        level.apply();
        PrintStream text = new PrintStream(out, true, StandardCharsets.UTF_8);
        try {
            return new Demo(text).run(PluginFolder.of(plugins)) ? Main.EXIT_OK : Main.EXIT_FAILED;
        } catch (RouterException e) {
            err.println("weft demo: " + e.getMessage());
            return Main.EXIT_FAILED;
        }
    }
}
