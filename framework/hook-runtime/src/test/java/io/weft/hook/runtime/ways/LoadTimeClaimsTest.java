package io.weft.hook.runtime.ways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.File;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/// The claims for an office as javac made it, in a JVM whose agent weaves it by the `aop.xml` of hook-weave.
class LoadTimeClaimsTest {

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path unwoven;

    @BeforeEach
    void compileTheOfficeWithoutWeavingIt() {
        Path source = Path.of("src/test/java", WovenOffice.class.getName().replace('.', '/') + ".java");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", CLASS_PATH, "-d", unwoven.toString(), source.toString());
        assertThat(result).isZero();
        assertThat(unwoven.resolve("io/weft/hook/runtime/ways/WovenOffice.class")).exists();
    }

    @Test
    void allClaimsHoldWithTheAgent() throws Exception {
        assertThat(claimsIn("-javaagent:" + weaver())).endsWith("ClaimsRun[held=17, broken=0]");
    }

    @Test
    void withoutTheAgentTheOfficeIsNotWoven() throws Exception {
        assertThat(claimsIn("-Dagent=none")).anyMatch(line -> line.contains("that nobody wove")).noneMatch(line -> line.contains("broken=0"));
    }

    private List<String> claimsIn(String option) throws Exception {
        Path output = Files.createTempFile(unwoven, "claims", ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), option, "-XX:TieredStopAtLevel=1",
                        "-cp", unwoven + File.pathSeparator + CLASS_PATH, ClaimsRun.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.waitFor();
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }

    private static String weaver() {
        return Arrays.stream(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> Path.of(entry).getFileName().toString().startsWith("aspectjweaver"))
                .findFirst().orElseThrow();
    }

    /// Runs the claims for woven methods and says how many hold.
    record ClaimsRun(long held, long broken) {

        public static void main(String[] arguments) {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(WovenClaimsTest.class)).build(), listener);
            TestExecutionSummary summary = listener.getSummary();
            List<String> lines = new ArrayList<>();
            summary.getFailures().forEach(failure -> lines.add(failure.getTestIdentifier().getDisplayName() + ": " + failure.getException()));
            lines.add(new ClaimsRun(summary.getTestsSucceededCount(), summary.getTestsFailedCount()).toString());
            try (PrintWriter out = new PrintWriter(System.out)) {
                lines.forEach(out::println);
            }
            System.exit(summary.getTestsFailedCount() == 0 ? 0 : 1);
        }
    }
}
