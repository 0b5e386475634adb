package io.weft.hook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Registration;
import io.weft.hook.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a flight recording of a host shows.
class RecorderTest {

    private final HookTables tables = HookTables.create();
    private final SortingOffice office = SortingOffice.lenient(tables);

    @Test
    void recordingShowsPluginsChainsAndFaults(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("hooks.jfr");
        try (Recording recording = new Recording(); LogCapture log = new LogCapture()) {
            Stream.of("PluginLoaded", "PluginUnloaded", "ChainSwapped", "HandlerFailed").forEach(name -> recording.enable("io.weft.hook." + name));
            recording.start();
            OwnedHooks customs = tables.ownedBy("customs");
            Registration broken = customs.at("SORT", Letter.class).attach(0, "broken", any -> {
                throw new IllegalStateException("broken");
            });
            customs.at("SORT", Letter.class).attach(1, "open", any -> Verdict.ACCEPT);
            office.sort(new Letter("Ada"));
            broken.close();
            customs.close();
            recording.stop();
            recording.dump(file);
            assertThat(log.events()).hasSize(1);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events).extracting(RecorderTest::told).containsExactlyInAnyOrder(
                "PluginLoaded customs",
                "ChainSwapped SORT: customs/broken",
                "ChainSwapped SORT: customs/broken customs/open",
                "HandlerFailed customs/broken at SORT: java.lang.IllegalStateException",
                "ChainSwapped SORT: customs/open",
                "ChainSwapped SORT: ",
                "PluginUnloaded customs");
    }

    @Test
    void pluginThatNeverCameIsNotRecordedAsUnloaded(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("hooks.jfr");
        try (Recording recording = new Recording()) {
            Stream.of("PluginLoaded", "PluginUnloaded").forEach(name -> recording.enable("io.weft.hook." + name));
            recording.start();
            tables.stagedFor("refused").close();
            OwnedHooks customs = tables.stagedFor("customs");
            tables.exchange(List.of(), List.of(customs));
            customs.close();
            recording.stop();
            recording.dump(file);
        }
        assertThat(RecordingFile.readAllEvents(file)).extracting(RecorderTest::told)
                .containsExactlyInAnyOrder("PluginLoaded customs", "PluginUnloaded customs");
    }

    private static String told(RecordedEvent event) {
        String name = event.getEventType().getName().replace("io.weft.hook.", "");
        return switch (name) {
            case "ChainSwapped" -> name + " " + event.getString("point") + ": " + event.getString("handlers");
            case "HandlerFailed" -> name + " " + event.getString("plugin") + "/" + event.getString("handler") + " at " + event.getString("point")
                    + ": " + event.getString("fault");
            default -> name + " " + event.getString("plugin");
        };
    }
}
