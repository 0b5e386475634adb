package io.weft.hook.testkit.trial;

import io.weft.hook.runtime.plugin.UnloadedPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks a plugin's jar: what it refers to is there and meant for it, it runs in a host, and it leaves nothing behind when it is unloaded.
///
/// Started by `mvn weft:check` with the name of a file of settings. Prints what is wrong, with the way out, and exits with 1 then.
public final class TrialCheck {

    private static final int SUBJECTS = 50;
    private static final long PATIENCE_MS = 30_000;
    private static final String NOT_HERE = "which is not here";

    private final TrialSettings settings;

    TrialCheck(TrialSettings settings) {
        this.settings = settings;
    }

    /// @param words the file of settings
    public static void main(String[] words) throws Exception {
        TrialLog.quiet();
        int exitCode = 1;
        try {
            List<String> problems = new TrialCheck(TrialSettings.read(Path.of(words[0]))).problems();
            problems.forEach(System.out::println);
            exitCode = problems.isEmpty() ? 0 : 1;
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            System.out.println(e.getMessage());
        }
        System.out.flush();
        // threads that a plugin forgot do not keep it from ending
        System.exit(exitCode);
    }

    /// Sentences; none when all is well.
    List<String> problems() throws Exception {
        Path jar = settings.plugin();
        List<String> problems = new ArrayList<>();
        new ApiCheck(jar, settings.api()).problems().forEach(problem -> problems.add(jar.getFileName() + ": " + problem));
        if (problems.stream().anyMatch(problem -> problem.contains(NOT_HERE))) {
            problems.add("A plugin finds in its host what its POM depends on with scope provided, and what is in plugins that it names in"
                    + " weft.plugin.dependencies. Whatever else it needs goes into its own jar (maven-shade-plugin).");
        }
        if (problems.isEmpty()) {
            String problem = lifeIn(settings.makeHost());
            if (problem != null) {
                problems.add(problem);
            }
        }
        return problems;
    }

    /// Loads it, sends subjects past it, unloads it, and waits for its classes to be collected.
    private @Nullable String lifeIn(TrialHost host) throws Exception {
        try (Trial trial = new Trial(host)) {
            String refusal = trial.take(settings.plugin());
            if (refusal != null) {
                return refusal;
            }
            for (int i = 0; i < SUBJECTS; i++) {
                trial.work();
            }
            for (Trial.Stand stand : trial.stands()) {
                if (stand.handler().faults() > 0) {
                    return "The handler " + stand.handler().name() + " at " + stand.point() + " failed " + stand.handler().faults()
                            + " times with the subjects of " + settings.host() + "; what it threw is in the log above";
                }
            }
            return leakOf(trial.unload());
        }
    }

    private static @Nullable String leakOf(UnloadedPlugin unloaded) {
        try {
            unloaded.requireCollected(PATIENCE_MS);
            return null;
        } catch (IllegalStateException held) {
            return held.getMessage() + "\n  What a plugin opens, starts or registers it hands to context.onStop(…), which closes it when the plugin goes";
        }
    }
}
