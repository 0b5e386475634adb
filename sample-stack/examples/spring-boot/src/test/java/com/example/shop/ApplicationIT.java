package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The application's jar, copied to a place where nothing else is, run there, and told to end.
@Timeout(300)
class ApplicationIT {

    @TempDir
    private Path folder;

    @Test
    void beansHooksAndPluginsWorkOutOfNestedJarsAndEndWithTheApplication() throws Exception {
        Files.copy(Path.of("target", "shop.jar"), folder.resolve("shop.jar"));
        Process application = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + folder, "-jar", "shop.jar")
                .directory(folder.toFile()).redirectErrorStream(true).start();
        List<String> printed = new ArrayList<>();
        try (BufferedReader output = application.inputReader()) {
            readUntil("open until somebody ends it", output, printed);
            assertThat(printed).containsSubsequence("later: sorry", "3 tea: sending 3 tea", "500 tea: sorry", "3 tea: Connection refused");
            // the handle, since the process itself would close its output
            application.toHandle().destroy();
            output.lines().forEach(printed::add);
        } finally {
            application.destroyForcibly();
        }
        assertThat(application.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(printed).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
        assertThat(position(printed, "Plugin filter is unloaded")).isLessThan(position(printed, "Plugin tables is unloaded"));
        // the copies of the plugin jars are gone
        try (var left = Files.list(folder)) {
            assertThat(left).extracting(Path::getFileName).containsExactly(Path.of("shop.jar"));
        }
    }

    private static void readUntil(String last, BufferedReader output, List<String> printed) throws IOException {
        for (String line = output.readLine(); ; line = output.readLine()) {
            assertThat(line).as("the application ended: %s", printed).isNotNull();
            printed.add(line);
            if (line.equals(last)) {
                return;
            }
        }
    }

    private static int position(List<String> lines, String part) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                found.add(i);
            }
        }
        assertThat(found).as("'%s' in %s", part, lines).hasSize(1);
        return found.getFirst();
    }
}
