package io.weft.hook.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.HandlerInfo;
import io.weft.hook.PluginContext;
import io.weft.hook.PointOptions;
import io.weft.hook.Verdict;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.Letter;
import io.weft.hook.spi.Dispatcher;
import io.weft.hook.spi.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins that run, what they may do, and that nothing of them stays.
class PluginHostTest {

    @TempDir
    private Path folder;

    private final HookTables tables = HookTables.create();
    /// A service of the host; plugins write down what they do.
    private final Diary diary = new Diary();

    @BeforeEach
    void declarePoints() {
        tables.declare("SORT", Letter.class, PointOptions.failClosed());
        tables.declare("STAMP", Letter.class, PointOptions.failClosed());
    }

    @Test
    void pluginHandlesSubjectsUntilItIsUnloaded() throws Exception {
        censor("censor").build();
        try (PluginHost host = host()) {
            assertThat(host.refused()).isEmpty();
            assertThat(host.plugins()).containsExactly(new PluginInfo("censor", "1.2.3", "the post", folder.resolve("censor.jar")));
            assertThat(send("SORT", "nobody")).hasToString("Stop[point=SORT, plugin=censor, handler=Censor.read, verdict=DROP(unknown)]");
            assertThat(send("SORT", "Ada")).isNull();
            assertThat(tables.at("SORT", Letter.class).handlers()).containsExactly(new HandlerInfo("censor", "Censor.read", -5, 1, 1, 0, 0, 0));
            host.unload("censor");
            assertThat(host.plugins()).isEmpty();
            assertThat(send("SORT", "nobody")).isNull();
            assertThat(tables.at("SORT", Letter.class).handlers()).isEmpty();
        }
    }

    @Test
    void pluginOutOfTheProgramsOwnJarRunsAndCanBeReloaded() throws Exception {
        Path jar = censor("censor").build();
        Path program = folder.resolve("program.jar.with-plugins");
        try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(program))) {
            output.putNextEntry(new ZipEntry("plugins/censor.jar"));
            Files.copy(jar, output);
        }
        Files.delete(jar);
        URL inside = URI.create("jar:" + program.toUri() + "!/plugins/censor.jar").toURL();
        try (PluginHost host = PluginHost.builder().hooks(tables).plugins(inside).build()) {
            // read once: the program's jar is not needed any more
            Files.delete(program);
            assertThat(host.refused()).isEmpty();
            assertThat(send("SORT", "nobody")).isNotNull();
            assertThat(host.reload("censor")).isEmpty();
            assertThat(send("SORT", "nobody")).isNotNull();
        }
    }

    @Test
    void jarThatIsNotInTheProgramsJarIsSaidByItsUrl() throws Exception {
        URL nowhere = folder.resolve("absent.jar").toUri().toURL();
        assertThatThrownBy(() -> PluginHost.builder().hooks(tables).plugins(nowhere).build())
                .isInstanceOf(UncheckedIOException.class).hasMessage("the plugin jar " + nowhere + " cannot be read");
    }

    @Test
    void pluginStartsAfterItsObjectsAreMadeAndStopsAfterItsHandlersAreGone() throws Exception {
        new PluginJar(folder, "life")
                .source("Life", """
                        public class Life implements HookPlugin {
                            private final PluginContext context;
                            private final Diary diary;
                            public Life(PluginContext context, Diary diary) {
                                this.context = context;
                                this.diary = diary;
                                diary.entries.add("made with " + handlers());
                                context.onStop(() -> diary.entries.add("first resource closed"));
                                context.onStop(() -> diary.entries.add("second resource closed"));
                            }
                            private int handlers() { return context.hooks().at("SORT", Letter.class).handlers().size(); }
                            public void start() {
                                context.hooks().at("SORT", Letter.class).attach(1, "lambda", letter -> Verdict.ACCEPT);
                                context.publish(Runnable.class, () -> { });
                                diary.entries.add("started with " + handlers());
                            }
                            @HookHandler(at = "SORT") public void look(Letter letter) { }
                            public void stop() {
                                diary.entries.add("stopped with " + handlers() + " and " + context.services(Runnable.class).size() + " services");
                            }
                        }
                        """)
                .build();
        PluginHost host = host();
        assertThat(host.services(Runnable.class)).hasSize(1);
        assertThat(tables.at("SORT", Letter.class).handlers()).extracting(HandlerInfo::name).containsExactly("Life.look", "lambda");
        host.close();
        host.close();
        assertThat(host.services(Runnable.class)).isEmpty();
        assertThat(diary.entries).containsExactly(
                "made with 0", "started with 0", "stopped with 0 and 0 services", "second resource closed", "first resource closed");
    }

    @Test
    void pluginThatStopsKnowsWhetherTheWholeHostCloses() throws Exception {
        for (String id : List.of("first", "second")) {
            new PluginJar(folder, id)
                    .source("Leaver", """
                            public record Leaver(PluginContext context, Diary diary) implements HookPlugin {
                                public void start() { }
                                public void stop() { diary.entries.add(context.pluginId() + " " + context.isHostClosing()); }
                            }
                            """)
                    .build();
        }
        PluginHost host = host();
        host.unload("first");
        host.close();
        assertThat(diary.entries).containsExactly("first false", "second true");
    }

    @Test
    void pluginSeesClassesAndServicesOfThePluginsItDependsOn() throws Exception {
        Path provider = provider("zz").build();
        dependent("aa", "zz@>=1.0.0 & <2.0.0").against(provider).build();
        PluginHost host = host();
        assertThat(host.refused()).isEmpty();
        assertThat(host.plugins()).extracting(PluginInfo::id).containsExactly("zz", "aa");
        assertThatIllegalStateException().isThrownBy(() -> host.unload("zz"))
                .withMessage("plugin zz must stay, because others depend on it: aa; unloadWithDependents takes them too");
        assertThat(host.plugins()).extracting(PluginInfo::id).containsExactly("zz", "aa");
        host.unloadWithDependents("zz");
        assertThat(host.plugins()).isEmpty();
        assertThat(diary.entries).containsExactly("zz starts", "aa found Stamp of zz", "aa stops", "zz stops");
    }

    @Test
    void pluginWhoseObjectTheHostUsesStaysAndSaysWhy() throws Exception {
        Path provider = provider("zz").build();
        Path dependent = dependent("aa", "zz@>=1.0.0 & <2.0.0").against(provider).build();
        PluginHost host = host();
        host.keep(host.services(Runnable.class).get(0), "the door uses its seal");
        host.keep(host.services(Runnable.class).get(0), "the window, too");
        host.keep("a text of the host's own", "nobody minds");

        String refusal = "plugin aa must stay, because the door uses its seal, and the window, too";
        assertThatIllegalStateException().isThrownBy(() -> host.unload("aa")).withMessage(refusal);
        assertThatIllegalStateException().isThrownBy(() -> host.stop("aa")).withMessage(refusal);
        assertThatIllegalStateException().isThrownBy(() -> host.unloadWithDependents("zz")).withMessage(refusal);
        assertThat(host.replace(dependent)).singleElement().asString().endsWith(refusal);
        assertThat(host.reload("zz")).singleElement().asString().endsWith(refusal);
        assertThat(host.plugins()).extracting(PluginInfo::id).containsExactly("zz", "aa");

        host.close();
        assertThat(host.plugins()).isEmpty();
    }

    @Test
    void pluginSeesNoServiceOfAPluginItDoesNotDependOn() throws Exception {
        Path provider = provider("zz").build();
        dependent("aa", "bb?").against(provider).build();
        PluginHost host = host();
        assertThat(host.refused()).singleElement().asString().contains("aa.jar is refused: its class aa.User refers to the class zz.Stamp, which is not here");
    }

    @Test
    void jarsCanBeLoadedLater() throws Exception {
        PluginHost host = host();
        assertThat(host.plugins()).isEmpty();
        assertThat(host.load(List.of(censor("censor").build()))).isEmpty();
        assertThat(send("SORT", "nobody")).isNotNull();
        host.unload("censor");
        assertThat(host.load(List.of(folder.resolve("censor.jar")))).isEmpty();
        assertThat(send("SORT", "nobody")).isNotNull();
        host.close();
    }

    @Test
    void unknownPluginIsNamedTogetherWithThoseThatRun() throws Exception {
        censor("censor").build();
        try (PluginHost host = host()) {
            assertThatIllegalArgumentException().isThrownBy(() -> host.unload("sensor"))
                    .withMessage("no plugin sensor runs; running are [censor]");
        }
    }

    @Test
    void stoppedPluginCanNeitherAttachNorPublishNorDeclare() throws Exception {
        new PluginJar(folder, "zombie")
                .source("Zombie", """
                        public class Zombie {
                            public Zombie(PluginContext context, Diary diary) { diary.context = context; }
                            @HookHandler(at = "SORT") public void look(Letter letter) { }
                        }
                        """)
                .build();
        PluginHost host = host();
        PluginContext context = diary.context;
        assertThatIllegalStateException()
                .isThrownBy(() -> context.hooks().declare("NEW", Letter.class, PointOptions.failClosed()))
                .withMessage("hook point NEW cannot be declared by plugin zombie: points are the host's to declare");
        host.close();
        assertThatIllegalStateException().isThrownBy(() -> context.publish(String.class, "late")).withMessage("plugin zombie has stopped");
        assertThatIllegalStateException().isThrownBy(() -> context.onStop(() -> { }));
        assertThatIllegalStateException()
                .isThrownBy(() -> context.hooks().at("SORT", Letter.class).attach(0, "late", letter -> Verdict.ACCEPT))
                .withMessage("plugin zombie has stopped and attaches no handlers any more");
    }

    @Test
    void classesOfAStoppedPluginAreCollectedAndItsJarIsClosed() throws Exception {
        Path jar = censor("censor").build();
        PluginHost host = host();
        for (int i = 0; i < 20_000; i++) {
            send("SORT", i % 2 == 0 ? "Ada" : "nobody");
        }
        tables.at("SORT", Letter.class).attach(9, "stays", letter -> Verdict.ACCEPT);
        UnloadedPlugin unloaded = host.unload("censor");
        assertThat(send("SORT", "nobody")).isNull();
        unloaded.requireCollected(30_000);
        assertThat(unloaded.holders()).isEmpty();
        assertThat(openFiles()).noneMatch(file -> file.getFileName().equals(jar.getFileName()));
        Files.delete(jar);
    }

    private static List<Path> openFiles() throws Exception {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        try (Stream<Path> links = Files.list(descriptors)) {
            return links.map(PluginHostTest::target).toList();
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            // closed in the meantime, as the one that lists the folder is
            return link;
        }
    }

    @Test
    void classesOfTheHostsApiComeFromTheHostEvenWhenTheJarBringsACopy() throws Exception {
        new PluginJar(folder, "copycat")
                .source("Cat", "public class Cat { @HookHandler(at = \"SORT\") public Verdict read(Letter letter) { return Verdict.DROP; } }")
                .sourceIn("io.weft.hook.runtime", "Letter", "public record Letter(String to) { }")
                .build();
        try (PluginHost host = host()) {
            assertThat(host.refused()).isEmpty();
            assertThat(send("SORT", "Ada")).isNotNull();
        }
    }

    private PluginJar censor(String id) {
        return new PluginJar(folder, id).manifest("Plugin-Provider", "the post").source("Censor", """
                public class Censor implements java.util.function.Supplier<String> {
                    private static final Verdict UNKNOWN = Verdict.drop("unknown");
                    public Censor(PluginContext context) { context.publish(java.util.function.Supplier.class, this); }
                    public String get() { return "censored"; }
                    @HookHandler(at = "SORT", priority = -5)
                    public Verdict read(Letter letter) { return letter.to().equals("nobody") ? UNKNOWN : Verdict.ACCEPT; }
                }
                """);
    }

    private PluginJar provider(String id) {
        return new PluginJar(folder, id)
                .source("Stamp", "public interface Stamp { String name(); }")
                .source("Press", """
                        public class Press implements HookPlugin {
                            private final PluginContext context;
                            private final Diary diary;
                            public Press(PluginContext context, Diary diary) {
                                this.context = context;
                                this.diary = diary;
                            }
                            public void start() {
                                context.publish(Stamp.class, () -> "Stamp of " + context.pluginId());
                                diary.entries.add(context.pluginId() + " starts");
                            }
                            public void stop() { diary.entries.add(context.pluginId() + " stops"); }
                        }
                        """);
    }

    private PluginJar dependent(String id, String dependencies) {
        return new PluginJar(folder, id).manifest("Plugin-Dependencies", dependencies).source("User", """
                public class User implements HookPlugin {
                    private final Diary diary;
                    private final zz.Stamp stamp;
                    public User(PluginContext context, zz.Stamp stamp, Diary diary) {
                        context.publish(Runnable.class, new Seal());
                        this.stamp = stamp;
                        this.diary = diary;
                    }
                    public void start() { diary.entries.add("aa found " + stamp.name()); }
                    public void stop() { diary.entries.add("aa stops"); }
                    public static final class Seal implements Runnable {
                        public void run() { }
                    }
                }
                """);
    }

    private PluginHost host() {
        return PluginHost.builder().hooks(tables).service(Diary.class, diary).share("io.weft.hook.runtime").plugins(folder).build();
    }

    private @Nullable Stop send(String point, String to) {
        Dispatcher chain = tables.slot(point, Letter.class, "test").dispatcher();
        return chain == null ? null : chain.dispatch(new Letter(to));
    }
}
