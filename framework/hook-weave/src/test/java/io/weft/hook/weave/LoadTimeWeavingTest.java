package io.weft.hook.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host that nobody wove runs with the AspectJ agent, which finds the aspect by the `aop.xml` of this module.
class LoadTimeWeavingTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path directory;

    @Test
    void agentWeavesAHostWhenItIsLoaded() throws Exception {
        Sources.compile(directory, "io.weft.hook.weave.Program", """
                package io.weft.hook.weave;
                public class Program implements io.weft.hook.HookHost {
                    private final Gatekeeper gatekeeper = new Gatekeeper();
                    public io.weft.hook.Hooks hooks() { return gatekeeper; }
                    @io.weft.hook.Hook("SORT") void sort(String letter) { System.out.println("sorted " + letter); }
                    public static void main(String[] arguments) {
                        Weaving.require(Program.class);
                        Program program = new Program();
                        program.sort("first");
                        program.gatekeeper.open = false;
                        program.sort("second");
                        System.out.println(program.gatekeeper.seen);
                    }
                }
                """);
        assertThat(run("-javaagent:" + weaver())).containsExactly("sorted first", "[SORT:first, SORT:second]");
        assertThat(run("-Dagent=none")).anyMatch(line -> line.contains("Program.sort is a hook point that nobody wove"));
    }

    private List<String> run(String option) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), option, "-XX:TieredStopAtLevel=1",
                        "-cp", directory.resolve("classes") + File.pathSeparator + CLASS_PATH, "io.weft.hook.weave.Program")
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                // the JVM's own remarks about agents
                .filter(line -> !line.startsWith("WARNING:"))
                .toList();
        process.waitFor();
        return lines;
    }

    private static String weaver() {
        return Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> Path.of(entry).getFileName().toString().startsWith("aspectjweaver"))
                .findFirst().orElseThrow();
    }
}
