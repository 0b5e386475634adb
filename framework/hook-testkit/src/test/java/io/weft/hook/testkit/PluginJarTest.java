package io.weft.hook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.weft.hook.index.PluginIndexProcessor;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/// Jars made on the spot, loaded by the real host.
class PluginJarTest {

    private static final String QUIET = """
            package stamp; import io.weft.hook.*;
            public class Stamp {
                @HookHandler(at = "SORT", priority = 0)
                public Verdict stamp(String letter) { return letter.isEmpty() ? Verdict.drop("no stamp") : Verdict.ACCEPT; }
            }""";
    private static final String LEAKS = """
            package stamp; import io.weft.hook.*;
            public class Stamp {
                public Stamp() { Runtime.getRuntime().addShutdownHook(new Thread(() -> { }, "left-behind") { }); }
                @HookHandler(at = "SORT", priority = 0)
                public Verdict stamp(String letter) { return Verdict.ACCEPT; }
            }""";

    @TempDir
    static Path folder;

    static class Jars {
        @RegisterExtension
        final TestHooks hooks = TestHooks.with("SORT", String.class);
    }

    static final class Quiet extends Jars {
        @Test
        void jarHandles() throws IOException {
            assertThat(hooks.load(jar("stamp", QUIET)).id()).isEqualTo("stamp");
            hooks.send("SORT", "").assertDropped("no stamp").by("Stamp.stamp");
        }
    }

    static final class Refused extends Jars {
        @Test
        void jarHandles() throws IOException {
            hooks.load(jar("stamp", QUIET.replace("\"SORT\"", "\"SELL\"")));
        }
    }

    static final class Leaking extends Jars {
        @Test
        void jarHandles() throws IOException {
            hooks.patience(Duration.ofSeconds(1)).load(jar("stamp", LEAKS));
        }
    }

    @Test
    void jarThatLeavesNothingBehindPasses() {
        run(Quiet.class).assertStatistics(all -> all.succeeded(1).failed(0));
    }

    @Test
    void refusedJarFailsTheTestWithTheHostsSentence() {
        assertThat(failure(Refused.class)).contains("stamp").contains("SELL");
    }

    @Test
    void pluginWhoseClassesStayFailsTheTestAfterItsOwnClaimsHeld() {
        assertThat(failure(Leaking.class)).contains("plugin stamp 1.0.0 is unloaded, but its classes are not collected");
    }

    private static Events run(Class<?> test) {
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(test)).execute().testEvents();
    }

    private static String failure(Class<?> test) {
        return run(test).failed().stream().map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().toString()).findFirst().orElse("it did not fail");
    }

    private static Path jar(String id, String source) throws IOException {
        Path work = Files.createTempDirectory(folder, "work");
        Path classes = Files.createDirectories(work.resolve("classes"));
        Path file = Files.writeString(work.resolve("Stamp.java"), source);
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            JavaCompiler.CompilationTask task = javac.getTask(said, manager, null,
                    List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")), null, manager.getJavaFileObjects(file));
            task.setProcessors(List.of(new PluginIndexProcessor()));
            assertThat(task.call()).as(said.toString()).isTrue();
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", id);
        manifest.getMainAttributes().putValue("Plugin-Version", "1.0.0");
        Path jar = work.resolve(id + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path each : compiled.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new ZipEntry(classes.relativize(each).toString()));
                Files.copy(each, entries);
            }
        }
        return jar;
    }
}
