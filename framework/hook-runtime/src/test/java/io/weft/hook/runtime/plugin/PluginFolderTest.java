package io.weft.hook.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.Letter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A host that follows a folder of jars.
@Timeout(120)
class PluginFolderTest {

    @TempDir
    private Path folder;

    @TempDir
    private Path workshop;

    private final HookTables tables = HookTables.create();
    private PluginHost host;
    private PluginFolder watched;

    @BeforeEach
    void watch() throws Exception {
        tables.declare("SORT", Letter.class, PointOptions.failClosed());
        host = PluginHost.builder().hooks(tables).build();
        Files.copy(look("first").build(), folder.resolve("first.jar"));
        watched = PluginFolder.watch(host, folder, 100);
    }

    @AfterEach
    void close() {
        watched.close();
        host.close();
    }

    @Test
    void jarsAreLoadedReloadedAndUnloadedAsTheyComeChangeAndGo() throws Exception {
        assertThat(running()).containsExactly("first 1.2.3");
        PluginJar second = look("second");
        Files.copy(second.build(), folder.resolve("second.jar"));
        await(() -> running().equals(List.of("first 1.2.3", "second 1.2.3")));
        Files.copy(second.version("0.9.0").build(), folder.resolve("second.jar"), StandardCopyOption.REPLACE_EXISTING);
        await(() -> running().equals(List.of("first 1.2.3", "second 0.9.0")));
        Files.delete(folder.resolve("first.jar"));
        await(() -> running().equals(List.of("second 0.9.0")));
        assertThat(host.refused()).isEmpty();
    }

    @Test
    void halfWrittenJarChangesNothingUntilItIsWhole() throws Exception {
        Path jar = folder.resolve("first.jar");
        byte[] next = Files.readAllBytes(look("first").version("2.0.0").build());
        Files.write(jar, Arrays.copyOf(next, next.length / 2));
        Files.copy(look("sign").build(), folder.resolve("sign.jar"));
        await(() -> running().contains("sign 1.2.3"));
        assertThat(running()).contains("first 1.2.3");
        assertThat(host.refused()).isEmpty();
        Files.write(jar, next);
        await(() -> running().contains("first 2.0.0"));
        assertThat(host.refused()).isEmpty();
    }

    @Test
    void jarThatWasRefusedIsTriedAgainWhenAnotherComes() throws Exception {
        Files.copy(look("needy").manifest("Plugin-Dependencies", "base").build(), folder.resolve("needy.jar"));
        await(() -> !host.refused().isEmpty());
        Files.copy(look("base").build(), folder.resolve("base.jar"));
        await(() -> running().equals(List.of("first 1.2.3", "base 1.2.3", "needy 1.2.3")));
        Files.delete(folder.resolve("base.jar"));
        await(() -> running().equals(List.of("first 1.2.3")));
    }

    @Test
    void folderThatIsFollowedNoMoreLeavesThePluginsAlone() throws Exception {
        watched.close();
        Files.delete(folder.resolve("first.jar"));
        assertThat(running()).containsExactly("first 1.2.3");
    }

    private List<String> running() {
        return host.plugins().stream().map(plugin -> plugin.id() + " " + plugin.version()).toList();
    }

    private static void await(BooleanSupplier state) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!state.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for too long").isLessThan(deadlineNs);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private PluginJar look(String id) {
        return new PluginJar(workshop, id).source("Look", "public class Look { @HookHandler(at = \"SORT\") public void look(Letter letter) { } }");
    }
}
