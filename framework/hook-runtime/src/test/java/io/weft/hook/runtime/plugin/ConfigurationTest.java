package io.weft.hook.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.Letter;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A plugin gets what the operator wrote as a record, or the operator is told what is wrong.
class ConfigurationTest {

    @TempDir
    private Path folder;

    private final HookTables tables = HookTables.create();
    private final Diary diary = new Diary();
    private Path jar;
    private Path yaml;

    @BeforeEach
    void buildPlugin() throws Exception {
        tables.declare("SORT", Letter.class, PointOptions.failClosed());
        yaml = folder.resolve("post.yaml");
        jar = new PluginJar(folder, "post")
                .source("Post", """
                        public class Post {
                            public Post(Rules rules, Diary diary) { diary.entries.add(rules.toString()); }
                            @HookHandler(at = "SORT") public void look(Letter letter) { }
                        }
                        """)
                .source("Rules", """
                        import java.time.Duration; import java.util.*; import org.jspecify.annotations.Nullable;
                        @PluginConfig
                        record Rules(int pieces, @Setting(byDefault = "2.5", atLeast = 0, atMost = 10) double price,
                                @Setting(byDefault = "5s") Duration window, @Setting(byDefault = "normal") Speed speed, @Nullable String note,
                                Optional<Boolean> night, @Setting(byDefault = {"Ada", "Bob"}) List<String> names, Box box,
                                @Setting(byDefault = "7") long seven, @Nullable Map<String, Integer> zones) {
                            enum Speed { NORMAL, EXPRESS_MAIL }
                            record Box(@Setting(byDefault = "10", atLeast = 1) int width) { }
                            Rules {
                                if (pieces == 13) throw new IllegalArgumentException("13 pieces bring no luck");
                                note = note == null ? "none" : note;
                            }
                        }
                        """)
                .build();
    }

    @Test
    void fileAndDefaultsBecomeARecord() throws Exception {
        write("pieces: 100\nwindow: 250ms\nspeed: express-mail\nnight: true\nnames: [Eve]\nbox:\n  width: 3\nzones: {north: 1, south: 2}");
        assertThat(start()).isEmpty();
        assertThat(diary.entries).containsExactly("Rules[pieces=100, price=2.5, window=PT0.25S, speed=EXPRESS_MAIL, note=none,"
                + " night=Optional[true], names=[Eve], box=Box[width=3], seven=7, zones={north=1, south=2}]");
    }

    @Test
    void whatIsNotSaidIsDefault() throws Exception {
        write("pieces: 1");
        assertThat(start()).isEmpty();
        assertThat(diary.entries).containsExactly("Rules[pieces=1, price=2.5, window=PT5S, speed=NORMAL, note=none,"
                + " night=Optional.empty, names=[Ada, Bob], box=Box[width=10], seven=7, zones=null]");
    }

    @Test
    void hostItselfCanBeTheSource() {
        assertThat(start(ConfigSource.of(Map.of("post", Map.of("pieces", 3, "names", List.of("Cid")))))).isEmpty();
        assertThat(diary.entries).singleElement().asString().contains("pieces=3").contains("names=[Cid]");
        assertThat(start(ConfigSource.of(Map.of("post", Map.of("pieces", "x")))))
                .containsExactly("configuration of post: key pieces is 'x', but must be a whole number from -2147483648 to 2147483647");
    }

    @Test
    void oneFileCanHoldThePluginsAll() throws Exception {
        Path all = Files.writeString(folder.resolve("plugins.yaml"), "post:\n  pieces: 4\nother:\n  x: 1\n");
        assertThat(start(ConfigSource.file(all))).isEmpty();
        assertThat(diary.entries).singleElement().asString().contains("pieces=4");
    }

    @Test
    void missingKey() throws Exception {
        assertThat(start()).containsExactly(yaml + ": key pieces is missing; it must be a whole number from -2147483648 to 2147483647");
    }

    @Test
    void unknownKeys() throws Exception {
        write("pieces: 1\n\nprise: 2");
        assertThat(start()).containsExactly(yaml + ":3: key prise is unknown; known are"
                + " [pieces, price, window, speed, note, night, names, box, seven, zones]");
        write("pieces: 1\nbox:\n  height: 2");
        assertThat(start()).containsExactly(yaml + ":3: key box.height is unknown; known are [width]");
    }

    @Test
    void valuesThatAreNotAllowed() throws Exception {
        write("pieces: many");
        assertThat(start()).containsExactly(yaml + ":1: key pieces is 'many', but must be a whole number from -2147483648 to 2147483647");
        write("pieces: 1\nprice: 11");
        assertThat(start()).containsExactly(yaml + ":2: key price is '11', but must be a number from 0 to 10");
        write("pieces: 1\nspeed: slow");
        assertThat(start()).containsExactly(yaml + ":2: key speed is 'slow', but must be one of [NORMAL, EXPRESS_MAIL]");
        write("pieces: 1\nwindow: soon");
        assertThat(start()).containsExactly(yaml + ":2: key window is 'soon', but must be a duration such as 250ms, 5s, 2m or 1h");
        write("pieces: 1\nbox: {width: 0}");
        assertThat(start()).containsExactly(yaml + ":2: key box.width is '0', but must be a whole number from 1 to 2147483647");
        write("pieces: 1\nnames:\n  - Ada\n  - [Bob]");
        assertThat(start()).containsExactly(yaml + ":4: key names[1] is a list, but must be a text");
        write("pieces: 1\nnight: maybe");
        assertThat(start()).containsExactly(yaml + ":2: key night is 'maybe', but must be true or false");
        write("pieces: 3000000000");
        assertThat(start()).containsExactly(yaml + ":1: key pieces is '3000000000', but must be a whole number from -2147483648 to 2147483647");
    }

    @Test
    void valueThatTheRecordItselfRefuses() throws Exception {
        write("pieces: 13");
        assertThat(start()).containsExactly(yaml + ":1: the configuration is refused by Rules: 13 pieces bring no luck");
    }

    @Test
    void fileThatIsNoMappingOrNoYaml() throws Exception {
        write("- 1");
        assertThat(start()).singleElement().asString().startsWith(yaml + ":1: the configuration is a list, but must be a mapping with the keys [pieces,");
        write("pieces: 1\nnote: [");
        assertThat(start()).singleElement().asString().startsWith(yaml + ":2: this is no YAML: ");
        write("pieces: 1\npieces: 2");
        assertThat(start()).containsExactly(yaml + ":2: key pieces stands there twice");
    }

    @Test
    void reloadReadsTheFileAnew() throws Exception {
        write("pieces: 1");
        try (PluginHost host = host(ConfigSource.folder(folder))) {
            write("pieces: 2");
            assertThat(host.reload("post")).isEmpty();
            write("pieces: nonsense");
            assertThat(host.reload("post")).hasSize(1);
            assertThat(host.plugins()).hasSize(1);
        }
        assertThat(diary.entries).extracting(entry -> entry.substring(0, 14)).containsExactly("Rules[pieces=1", "Rules[pieces=2");
    }

    private void write(String text) throws Exception {
        Files.writeString(yaml, text);
    }

    /// What is wrong with the configuration, if anything is.
    private List<String> start() {
        return start(ConfigSource.folder(folder));
    }

    private List<String> start(ConfigSource source) {
        try (PluginHost host = host(source)) {
            return host.refused().stream().map(refusal -> refusal.reason().replace("its configuration is wrong: ", "")).toList();
        }
    }

    private PluginHost host(ConfigSource source) {
        return PluginHost.builder().hooks(tables).service(Diary.class, diary).config(source).plugins(jar).build();
    }
}
