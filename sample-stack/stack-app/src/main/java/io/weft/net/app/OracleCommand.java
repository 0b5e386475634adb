package io.weft.net.app;

import io.weft.net.app.oracle.OracleAdapter;
import io.weft.net.app.oracle.OracleRouter;
import io.weft.net.app.router.RouterException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `weft oracle`: the stack in the kernel's place, for the comparison of both.
@Command(
        name = "oracle",
        description = "The stack in the kernel's place for oracle.py, which compares both.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLines.Version.class,
        footer = {
            "",
            "  oracle.py run --router 'cmd:weft oracle' -o mine.jsonl         in memory, no root",
            "  oracle.py run --router 'ns:weft oracle --ns' -o mine.jsonl     on eth0 to eth2 of a namespace"})
final class OracleCommand implements Callable<Integer> {

    @Option(names = "--ns", description = "On the interfaces of this network namespace; TOPOLOGY and CASE_DIR in the environment say "
            + "which router.")
    private boolean onInterfaces;

    @Option(names = "--plugins", paramLabel = "DIR", description = "The folder of plugin jars (usual: those that come with weft).")
    private @Nullable Path plugins;

    @Option(names = "--log", paramLabel = "LEVEL", description = "error, warn (usual), info, debug or trace.")
    private LogLevel level = LogLevel.WARN;

    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;

    OracleCommand(InputStream in, OutputStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws InterruptedException {
        level.apply();
        Path folder = PluginFolder.of(plugins);
        try {
            return onInterfaces ? runOnInterfaces(folder) : runInMemory(folder);
        } catch (RouterException | IOException e) {
            err.println("weft oracle: " + e.getMessage());
            return Main.EXIT_FAILED;
        }
    }

    private int runInMemory(Path folder) throws IOException, RouterException {
        try (OracleAdapter adapter = new OracleAdapter(folder, err)) {
            adapter.converse(in, out);
        }
        return Main.EXIT_OK;
    }

    private int runOnInterfaces(Path folder) throws IOException, RouterException, InterruptedException {
        String topology = System.getenv("TOPOLOGY");
        String caseFolder = System.getenv("CASE_DIR");
        if (topology == null || caseFolder == null) {
            err.println("weft oracle: --ns wants TOPOLOGY, a file, and CASE_DIR, a case's folder, in its environment");
            return Main.EXIT_USAGE;
        }
        StopSignal stop = StopSignal.install();
        try (OracleAdapter adapter = new OracleAdapter(folder, err, OracleRouter.onInterfaces(Path.of(topology), Path.of(caseFolder), folder, err))) {
            out.write("ready\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            Thread.ofPlatform().daemon().name("oracle-questions").start(() -> answer(adapter));
            stop.await();
        } finally {
            stop.done();
        }
        return Main.EXIT_OK;
    }

    /// The frames go over the interfaces; what is asked here is the end of a case.
    private void answer(OracleAdapter adapter) {
        try {
            adapter.converse(in, out);
        } catch (IOException | RouterException e) {
            err.println("weft oracle: " + e.getMessage());
        }
    }
}
