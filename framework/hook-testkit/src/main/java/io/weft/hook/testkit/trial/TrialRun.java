package io.weft.hook.testkit.trial;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Runs a plugin in a host while it is written: takes it anew when its classes change, and shows what its handlers decide, each second.
///
/// Started by `mvn weft:run` with the name of a file of settings. It ends when it is told to, after its time, or when its standard input
/// ends, as it does when whoever started it is gone.
public final class TrialRun {

    private static final long STEP_MS = 20;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int LOOK_EVERY_STEPS = 5;
    private static final long CLOSING_TIMEOUT_S = 10;
    private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

    private final TrialSettings settings;
    private final PrintStream out;
    private final Counters counters = new Counters();
    private int linesToOverwrite;
    private int jars;

    TrialRun(TrialSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /// @param words the file of settings
    public static void main(String[] words) throws Exception {
        TrialLog.quiet();
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            told.countDown();
            await(closed);
        }, "trial stop"));
        Thread input = new Thread(() -> endOfInput(told), "trial input");
        input.setDaemon(true);
        input.start();
        int exitCode = 1;
        try {
            new TrialRun(TrialSettings.read(Path.of(words[0])), System.out).run(() -> told.getCount() == 0);
            exitCode = 0;
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            System.err.println(e.getMessage());
        } finally {
            closed.countDown();
        }
        if (told.getCount() > 0) {
            // threads of a plugin's own do not keep it from ending
            System.exit(exitCode);
        }
    }

    private static void await(CountDownLatch closed) {
        try {
            closed.await(CLOSING_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void endOfInput(CountDownLatch told) {
        try {
            while (System.in.read() >= 0) { }
        } catch (IOException gone) {
            // as good as an end
        }
        told.countDown();
    }

    /// @param stop asked at each step
    void run(BooleanSupplier stop) throws Exception {
        Path folder = Files.createTempDirectory("weft-trial");
        try (Trial trial = new Trial(settings.makeHost())) {
            CompiledPlugin plugin = new CompiledPlugin(settings.plugin(), settings.manifest());
            tell(trial.take(packed(plugin, folder)), "runs in " + settings.host() + "; its classes are watched in " + settings.plugin());
            work(trial, plugin, folder, stop);
        } finally {
            for (int i = 1; i <= jars; i++) {
                Files.deleteIfExists(jar(folder, i));
            }
            Files.deleteIfExists(folder);
        }
        out.println("stopped");
    }

    /// Packs the classes, beside what was packed before.
    private Path packed(CompiledPlugin plugin, Path folder) throws IOException {
        jars++;
        Path jar = jar(folder, jars);
        plugin.pack(jar);
        return jar;
    }

    private Path jar(Path folder, int number) {
        return folder.resolve(name() + "-" + number + ".jar");
    }

    private String name() {
        return settings.manifest().getOrDefault("Plugin-Id", "plugin");
    }

    private void work(Trial trial, CompiledPlugin plugin, Path folder, BooleanSupplier stop) throws Exception {
        long startNs = System.nanoTime();
        long shownNs = startNs;
        for (long step = 1; !stop.getAsBoolean() && (settings.seconds() == 0 || System.nanoTime() - startNs < settings.seconds() * SECOND_NS); step++) {
            trial.work();
            if (step % LOOK_EVERY_STEPS == 0 && plugin.hasChanged()) {
                tell(trial.take(packed(plugin, folder)), "was taken anew");
            }
            long nowNs = System.nanoTime();
            if (nowNs - shownNs >= SECOND_NS) {
                show(trial, (nowNs - shownNs) / (double) SECOND_NS);
                shownNs = nowNs;
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MS);
        }
        show(trial, Math.max(1, System.nanoTime() - shownNs) / (double) SECOND_NS);
    }

    private void tell(@Nullable String refusal, String done) {
        out.println(refusal == null ? name() + " " + done : refusal);
        out.flush();
        linesToOverwrite = 0;
    }

    private void show(Trial trial, double seconds) throws Exception {
        List<String> lines = new ArrayList<>(counters.lines(trial.stands(), seconds));
        if (trial.runs()) {
            lines.addAll(trial.figures());
        }
        if (settings.terminal() && linesToOverwrite > 0) {
            out.printf(UP_AND_CLEAR, linesToOverwrite);
        }
        lines.forEach(out::println);
        out.flush();
        linesToOverwrite = lines.size();
    }
}
