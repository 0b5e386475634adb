package io.weft.hook.testkit.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.index.PluginIndexProcessor;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins that are compiled, packed, run and checked as `weft:run` and `weft:check` do it.
class TrialTest {

    private static final String PASSES = """
            package stamp; import io.weft.hook.*;
            public class Stamp {
                @HookHandler(at = "SORT")
                public Verdict stamp(String letter) { return Verdict.ACCEPT; }
            }""";
    private static final String DROPS = PASSES.replace("Verdict.ACCEPT", "Verdict.drop(\"no stamp\")");
    private static final String FAILS = PASSES.replace("return Verdict.ACCEPT", "throw new IllegalStateException(letter)");
    private static final String LOST = PASSES.replace("\"SORT\"", "\"SELL\"");
    private static final String LEAKS = PASSES.replace("public class Stamp {",
            "public class Stamp { public Stamp() { Runtime.getRuntime().addShutdownHook(new Thread(() -> { }, \"left-behind\") { }); }");
    private static final String LOOKS_INSIDE = PASSES.replace("return", "io.weft.hook.index.PluginIndex.PATH.length(); new meter.Meter().read(); return");

    private static final long LONG_ENOUGH_S = 120;

    @TempDir
    Path folder;

    // ---- run

    @Test
    void aClassThatChangesIsTakenAnewAndTheCountersShowIt() throws Exception {
        compile(PASSES, "classes");
        String said = run(new BooleanSupplier() {
            private boolean changed;

            @Override
            public boolean getAsBoolean() {
                if (!changed && counted("passed")) {
                    changed = true;
                    compile(DROPS, "classes");
                }
                return counted("dropped");
            }
        });
        assertThat(said).startsWith("stamp runs in ").contains("\nstamp was taken anew\n").endsWith("stopped\n")
                .containsPattern("SORT +Stamp.stamp +passed [1-9].* dropped 0 ").containsPattern("SORT +Stamp.stamp +passed 0 .* dropped [1-9]");
    }

    @Test
    void aClassThatCannotRunIsRefusedAndAGoodOneTakenAfterIt() throws Exception {
        compile(LOST, "classes");
        String said = run(new BooleanSupplier() {
            private boolean changed;

            @Override
            public boolean getAsBoolean() {
                if (!changed && printed().contains("SELL")) {
                    changed = true;
                    compile(DROPS, "classes");
                }
                return counted("dropped");
            }
        });
        assertThat(said).startsWith("Plugin jar stamp-1.jar is refused: ").contains("\nstamp was taken anew\n");
    }

    @Test
    void whatRanGoesOnWhenTheNewOneIsRefused() throws Exception {
        compile(PASSES, "classes");
        String said = run(new BooleanSupplier() {
            private boolean changed;
            private int atRefusal;

            @Override
            public boolean getAsBoolean() {
                if (!changed && counted("passed")) {
                    changed = true;
                    compile(LOST, "classes");
                }
                if (atRefusal == 0 && printed().contains("is refused")) {
                    atRefusal = printed().length();
                }
                return atRefusal > 0 && printed().substring(atRefusal).contains("Stamp.stamp");
            }
        });
        assertThat(said).contains("Plugin jar stamp-2.jar is refused: ").doesNotContain("taken anew");
    }

    @Test
    void itEndsAfterItsTime() throws Exception {
        compile(PASSES, "classes");
        new TrialRun(settings(folder.resolve("classes"), Office.class.getName(), List.of(), 1), printer()).run(() -> false);
        assertThat(printed()).contains("Stamp.stamp").endsWith("stopped\n");
    }

    @Test
    void aHostThatIsNoneIsNamed() {
        assertThatThrownBy(() -> settings(folder, "java.lang.String", List.of(), 1).makeHost()).hasMessageStartingWith("java.lang.String is no ");
        assertThatThrownBy(() -> settings(folder, "no.Such", List.of(), 1).makeHost()).hasMessageContaining("weft.host");
    }

    // ---- check

    @Test
    void nothingIsSaidAgainstAPluginThatLeavesNothingBehind() throws Exception {
        assertThat(problems(PASSES)).isEmpty();
    }

    @Test
    void whatKeepsItsClassesIsSaidWithTheWayOut() throws Exception {
        // a class that the JVM holds for good; the patience is the build's, so look before it ends
        Path jar = jar(LEAKS);
        try (Trial trial = new Trial(new Office())) {
            assertThat(trial.take(jar)).isNull();
            trial.work();
            assertThatThrownBy(() -> trial.unload().requireCollected(500)).hasMessageContaining("its classes are not collected");
        }
    }

    @Test
    void aHandlerThatFailsIsNamed() throws Exception {
        assertThat(problems(FAILS)).singleElement().asString().startsWith("The handler Stamp.stamp at SORT failed ");
    }

    @Test
    void whatTheHostRefusesIsSaidInItsSentence() throws Exception {
        assertThat(problems(LOST)).singleElement().asString().startsWith("Plugin jar stamp.jar is refused: ").contains("SELL");
    }

    @Test
    void classAndMemberAreNamedOfWhatIsNotThere() throws Exception {
        List<String> problems = problems(LOOKS_INSIDE);
        assertThat(problems).contains("stamp.jar: its class stamp.Stamp refers to the class meter.Meter, which is not here");
        assertThat(problems.get(problems.size() - 1)).contains("scope provided").contains("weft.plugin.dependencies");
    }

    @Test
    void classAndMemberAreNamedOfWhatIsNotMeantForPlugins() throws Exception {
        Path inside = new CompiledJar(folder.resolve("inside.jar"), Map.of("Weft-Api", "io.weft.made.up, io.weft.made"))
                .with("io/weft/made/inside/Wheel.java", "package io.weft.made.inside; public class Wheel { public static void turn() { } }")
                .with("io/weft/made/Handle.java", "package io.weft.made; public class Handle { public static void turn() { } }").pack();
        Path jar = new CompiledJar(folder.resolve("stamp.jar"), manifest()).against(inside).with("stamp/Stamp.java",
                PASSES.replace("return", "io.weft.made.Handle.turn(); io.weft.made.inside.Wheel.turn(); return")).pack();
        List<Path> api = new ArrayList<>(api());
        api.add(inside);
        assertThat(new ApiCheck(jar, api).problems()).containsExactly("its class stamp.Stamp uses the method void io.weft.made.inside.Wheel.turn(), "
                + "but io.weft.made.inside is the inside of inside.jar, which may be another tomorrow; of that jar plugins may use "
                + "io.weft.made.up, io.weft.made");
    }

    @Test
    void classesOfAPluginAreThereForThoseThatDependOnIt() throws Exception {
        Path meters = new CompiledJar(folder.resolve("meters.jar"), Map.of("Plugin-Id", "meters", "Plugin-Version", "1.0.0"))
                .with("meter/Meter.java", "package meter; public class Meter { public void read() { } }").pack();
        List<Path> api = new ArrayList<>(api());
        api.add(meters);
        String source = PASSES.replace("return", "new meter.Meter().read(); return");
        Path without = new CompiledJar(folder.resolve("without.jar"), manifest()).against(meters).with("stamp/Stamp.java", source).pack();
        Path with = new CompiledJar(folder.resolve("with.jar"), Map.of("Plugin-Id", "stamp", "Plugin-Version", "1.0.0",
                "Plugin-Dependencies", "other?, meters@>=1.0.0")).against(meters).with("stamp/Stamp.java", source).pack();
        assertThat(new ApiCheck(without, api).problems()).contains("its class stamp.Stamp refers to the class meter.Meter, which is not here");
        assertThat(new ApiCheck(with, api).problems()).isEmpty();
    }

    // ---- what these tests work with

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private PrintStream printer() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /// Whether the counters have shown at least one of what the word says.
    private boolean counted(String word) {
        return printed().lines().anyMatch(line -> line.matches(".* " + word + " [1-9].*"));
    }

    private String run(BooleanSupplier stop) throws Exception {
        new TrialRun(settings(folder.resolve("classes"), Office.class.getName(), List.of(), LONG_ENOUGH_S), printer()).run(stop);
        return printed();
    }

    private List<String> problems(String source) throws Exception {
        return new TrialCheck(settings(jar(source), Office.class.getName(), api(), 0)).problems();
    }

    private static TrialSettings settings(Path plugin, String host, List<Path> api, long seconds) {
        return new TrialSettings(host, plugin, manifest(), api, seconds, false);
    }

    private static Map<String, String> manifest() {
        return Map.of("Plugin-Id", "stamp", "Plugin-Version", "1.0.0");
    }

    /// What a plugin would have of a host: the hook API.
    private static List<Path> api() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).filter(each -> each.contains("hook-api")).map(Path::of).toList();
    }

    /// Compiled against a class that nobody packs.
    private Path jar(String source) throws IOException {
        Path meter = new CompiledJar(folder.resolve("meter-" + source.hashCode() + ".jar"), Map.of())
                .with("meter/Meter.java", "package meter; public class Meter { public void read() { } }").pack();
        return new CompiledJar(folder.resolve("stamp.jar"), manifest()).against(meter).with("stamp/Stamp.java", source).pack();
    }

    private void compile(String source, String to) {
        try {
            new CompiledJar(folder.resolve("stamp.jar"), manifest()).with("stamp/Stamp.java", source).compile(folder.resolve(to));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A jar out of sources.
    private static final class CompiledJar {

        private final Path jar;
        private final Map<String, String> manifest;
        private final List<Path> sources = new ArrayList<>();
        private String classPath = System.getProperty("java.class.path");

        CompiledJar(Path jar, Map<String, String> manifest) {
            this.jar = jar;
            this.manifest = manifest;
        }

        CompiledJar against(Path other) {
            classPath += File.pathSeparator + other;
            return this;
        }

        CompiledJar with(String file, String source) throws IOException {
            Path written = jar.resolveSibling(jar.getFileName() + "-sources").resolve(file);
            Files.createDirectories(written.getParent());
            sources.add(Files.writeString(written, source));
            return this;
        }

        void compile(Path classes) throws IOException {
            Files.createDirectories(classes);
            JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
            StringWriter said = new StringWriter();
            try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
                JavaCompiler.CompilationTask task = javac.getTask(said, manager, null, List.of("-d", classes.toString(), "-cp", classPath), null,
                        manager.getJavaFileObjectsFromPaths(sources));
                task.setProcessors(List.of(new PluginIndexProcessor()));
                assertThat(task.call()).as(said.toString()).isTrue();
            }
        }

        Path pack() throws IOException {
            Path classes = jar.resolveSibling(jar.getFileName() + "-classes");
            compile(classes);
            new CompiledPlugin(classes, manifest).pack(jar);
            return jar;
        }
    }
}
