package io.weft.hook.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.Letter;
import io.weft.hook.runtime.LogCapture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jars that cannot run: each is refused with one sentence, in the log and in the answer, and the rest goes on.
class RefusalTest {

    @TempDir
    private Path folder;

    private final HookTables tables = HookTables.create();
    private final LogCapture log = new LogCapture();

    @BeforeEach
    void declarePointsAndAddAGoodPlugin() throws Exception {
        tables.declare("SORT", Letter.class, PointOptions.failClosed());
        handler("good").build();
    }

    @AfterEach
    void stopCapture() {
        log.close();
    }

    @Test
    void fileThatIsNoJar() throws Exception {
        Files.writeString(folder.resolve("broken.jar"), "this is no jar");
        assertRefused("Plugin jar broken.jar is refused: it cannot be read as a jar: zip END header not found");
    }

    @Test
    void emptyFile() throws Exception {
        Files.createFile(folder.resolve("empty.jar"));
        assertRefused("Plugin jar empty.jar is refused: it cannot be read as a jar: zip file is empty");
    }

    @Test
    void jarThatIsMissing() {
        Path absent = folder.resolve("absent.jar");
        PluginHost host = PluginHost.builder().hooks(tables).plugins(folder).plugins(absent).build();
        assertThat(host.refused()).singleElement().asString()
                .isEqualTo("Plugin jar absent.jar is refused: there is no such file or folder as " + absent);
        assertThat(host.plugins()).hasSize(1);
    }

    @Test
    void jarWithoutId() throws Exception {
        handler("bad").without("Plugin-Id").build();
        assertRefused("Plugin jar bad.jar is refused: its manifest has no Plugin-Id");
    }

    @Test
    void jarWithoutVersion() throws Exception {
        handler("bad").without("Plugin-Version").build();
        assertRefused("Plugin jar bad.jar is refused: its manifest has no Plugin-Version");
    }

    @Test
    void jarWithAVersionThatIsNone() throws Exception {
        handler("bad").manifest("Plugin-Version", "latest").build();
        assertRefused("Plugin jar bad.jar is refused: its Plugin-Version 'latest' is no version such as 1.0.0");
    }

    @Test
    void jarWithTheIdOfAnother() throws Exception {
        handler("hood").manifest("Plugin-Id", "good").build();
        assertRefused("Plugin jar hood.jar is refused: its Plugin-Id good is that of good.jar, which is taken in version 1.2.3");
    }

    @Test
    void olderOfTwoJarsWithOneId() throws Exception {
        handler("hood").manifest("Plugin-Id", "good").version("1.10.0").build();
        PluginHost host = host();
        assertThat(host.refused()).extracting(Refusal::toString)
                .containsExactly("Plugin jar good.jar is refused: its Plugin-Id good is that of hood.jar, which is taken in version 1.10.0");
        assertThat(host.plugins()).extracting(PluginInfo::version).containsExactly("1.10.0");
        assertThat(host.load(List.of(folder.resolve("good.jar")))).extracting(Refusal::reason)
                .containsExactly("its Plugin-Id good is that of hood.jar, which is loaded already");
    }

    @Test
    void jarWhoseDependencyIsAskedForInNonsense() throws Exception {
        handler("bad").manifest("Plugin-Dependencies", "good@newest").build();
        assertRefused("Plugin jar bad.jar is refused: its Plugin-Dependencies ask for plugin good in version 'newest', which is no range of versions");
    }

    @Test
    void jarThatPosesAsTheHost() throws Exception {
        handler("bad").manifest("Plugin-Id", "host").build();
        assertRefused("Plugin jar bad.jar is refused: its Plugin-Id is host, which names the host itself");
    }

    @Test
    void jarWithoutIndex() throws Exception {
        handler("bad").pack(entry -> entry.endsWith(".class")).build();
        assertRefused("Plugin jar bad.jar is refused: it has no META-INF/weft/plugin.idx, so its handlers are unknown;"
                + " compile it with hook-api among javac's annotation processors (annotationProcessorPaths)");
    }

    @Test
    void jarThatLacksTheClassItself() throws Exception {
        handler("bad").pack(entry -> !entry.endsWith("Look.class")).build();
        assertRefused("Plugin jar bad.jar is refused: it refers to the class bad.Look, which is not here");
    }

    @Test
    void jarThatLacksAClassItRefersToInItsConstructor() throws Exception {
        withPart("bad", "public Look() { new Part(); }").pack(entry -> !entry.endsWith("Part.class")).build();
        assertRefused("Plugin jar bad.jar is refused: its class bad.Look refers to the class bad.Part, which is not here");
    }

    @Test
    void jarThatLacksAClassItNamesInAHandlersSignature() throws Exception {
        withPart("bad", "@HookHandler(at = \"SORT\") public void part(Part part) { }").pack(entry -> !entry.endsWith("Part.class")).build();
        assertRefused("Plugin jar bad.jar is refused: its class bad.Look refers to the class bad.Part, which is not here");
    }

    @Test
    void jarForAnotherApiVersion() throws Exception {
        handler("bad").manifest("Plugin-Requires", ">=2.0.0 & <3.0.0").build();
        assertRefused("Plugin jar bad.jar is refused: it requires API version >=2.0.0 & <3.0.0, but this host has 1.4.0");
    }

    @Test
    void jarForALaterApiVersion() throws Exception {
        handler("bad").manifest("Plugin-Requires", "1.5.0").build();
        assertRefused("Plugin jar bad.jar is refused: it requires API version 1.5.0, but this host has 1.4.0");
    }

    @Test
    void jarThatRequiresNonsense() throws Exception {
        handler("bad").manifest("Plugin-Requires", "newest, please").build();
        assertRefused("Plugin jar bad.jar is refused: its Plugin-Requires 'newest, please' is no range of versions");
    }

    @Test
    void jarBuiltAgainstAnotherVersionOfTheApi() throws Exception {
        Path newerApi = new PluginJar(folder, "api")
                .sourceIn("io.weft.hook.runtime", "Letter", "public record Letter(String to) { public void seal() { } }")
                .compile();
        new PluginJar(folder, "bad").against(newerApi)
                .source("Look", """
                        public class Look {
                            public Look() { new Letter("Ada").seal(); }
                            @HookHandler(at = "SORT") public void look(Letter letter) { }
                        }
                        """)
                .build();
        assertRefused("Plugin jar bad.jar is refused: its class bad.Look refers to the method void io.weft.hook.runtime.Letter.seal(),"
                + " which is not here");
    }

    @Test
    void handlerForAPointThatDoesNotExist() throws Exception {
        new PluginJar(folder, "bad").source("Look", "public class Look { @HookHandler(at = \"SRT\") public void look(Letter letter) { } }").build();
        assertRefused("Plugin jar bad.jar is refused: no hook point SRT is declared; declared are [SORT]");
    }

    @Test
    void handlerOfAnotherSubject() throws Exception {
        new PluginJar(folder, "bad").source("Look", "public class Look { @HookHandler(at = \"SORT\") public void look(String letter) { } }").build();
        assertRefused("Plugin jar bad.jar is refused: Look.look takes a java.lang.String, but the subjects of hook point SORT"
                + " are of type io.weft.hook.runtime.Letter");
    }

    @Test
    void pluginThatOpensTwoQueuesOfOneName() throws Exception {
        new PluginJar(folder, "bad").source("Look", """
                public class Look {
                    public Look(PluginContext context) {
                        for (int i = 0; i < 2; i++) context.hooks().queue("twice", Letter.class, QueueOptions.of(1, java.time.Duration.ofDays(1)));
                    }
                    @HookHandler(at = "SORT") public void look(Letter letter) { }
                }
                """).build();
        assertRefused("Plugin jar bad.jar is refused: queue twice is open already");
        assertThat(tables.describe().queues()).isEmpty();
    }

    @Test
    void pluginThatNeedsAServiceNobodyOffers() throws Exception {
        withPart("bad", "public Look(Runnable errand) { }").build();
        assertRefused("Plugin jar bad.jar is refused: it needs a service of type java.lang.Runnable,"
                + " which neither the host nor a plugin that it depends on offers");
    }

    @Test
    void pluginThatThrowsWhenItStartsIsTakenBackWhole() throws Exception {
        new PluginJar(folder, "bad").source("Look", """
                public class Look implements HookPlugin {
                    private final PluginContext context;
                    public Look(PluginContext context) { this.context = context; }
                    @HookHandler(at = "SORT") public void look(Letter letter) { }
                    public void start() {
                        context.hooks().at("SORT", Letter.class).attach(0, "lambda", letter -> Verdict.DROP);
                        context.publish(Runnable.class, () -> { });
                        throw new UnsupportedOperationException("not today");
                    }
                }
                """).build();
        PluginHost host = assertRefused(
                "Plugin jar bad.jar is refused: it failed to start with java.lang.UnsupportedOperationException: not today");
        assertThat(host.services(Runnable.class)).isEmpty();
    }

    @Test
    void pluginThatOverflowsTheStackWhenItIsMade() throws Exception {
        withPart("bad", "public Look() { recurse(); } void recurse() { recurse(); }").build();
        assertRefused("Plugin jar bad.jar is refused: it failed to start with java.lang.StackOverflowError");
    }

    @Test
    void pluginWhoseDependencyIsMissingOrRefusedOrOfAnotherVersion() throws Exception {
        handler("a").manifest("Plugin-Dependencies", "absent").build();
        handler("b").manifest("Plugin-Dependencies", "a").build();
        handler("c").manifest("Plugin-Dependencies", "good@>=2.0.0").build();
        handler("d").manifest("Plugin-Dependencies", "good@>=1.0.0, absent?").build();
        PluginHost host = host();
        assertThat(host.refused()).extracting(Refusal::toString).containsExactly(
                "Plugin jar a.jar is refused: it depends on plugin absent, which is not there or was refused",
                "Plugin jar b.jar is refused: it depends on plugin a, which is not there or was refused",
                "Plugin jar c.jar is refused: it depends on plugin good in version >=2.0.0, but 1.2.3 is here");
        assertThat(host.plugins()).extracting(PluginInfo::id).containsExactly("good", "d");
    }

    @Test
    void aSnapshotCountsAsTheReleaseThatItIsToBecome() throws Exception {
        handler("early").manifest("Plugin-Version", "0.9.0-SNAPSHOT").build();
        handler("user").manifest("Plugin-Dependencies", "early@>=0.9.0-SNAPSHOT & <1.0.0").manifest("Plugin-Requires", ">=0.1.0-SNAPSHOT & <99.0.0")
                .build();
        PluginHost host = host();
        assertThat(host.refused()).isEmpty();
        assertThat(host.plugins()).extracting(PluginInfo::id).contains("early", "user");
    }

    @Test
    void pluginsThatDependOnEachOther() throws Exception {
        handler("a").manifest("Plugin-Dependencies", "b").build();
        handler("b").manifest("Plugin-Dependencies", "c").build();
        handler("c").manifest("Plugin-Dependencies", "b").build();
        PluginHost host = host();
        assertThat(host.refused()).extracting(Refusal::toString).containsExactly(
                "Plugin jar b.jar is refused: it depends on itself: b → c → b",
                "Plugin jar a.jar is refused: it depends on plugin b, which is not there or was refused",
                "Plugin jar c.jar is refused: it depends on plugin b, which is not there or was refused");
        assertThat(host.plugins()).extracting(PluginInfo::id).containsExactly("good");
    }

    private PluginJar handler(String id) {
        return new PluginJar(folder, id).source("Look", "public class Look { @HookHandler(at = \"SORT\") public void look(Letter letter) { } }");
    }

    private PluginJar withPart(String id, String members) {
        return new PluginJar(folder, id)
                .source("Part", "public class Part { }")
                .source("Look", "public class Look { @HookHandler(at = \"SORT\") public void look(Letter letter) { } " + members + " }");
    }

    private PluginHost assertRefused(String sentence) {
        PluginHost host = host();
        assertThat(host.refused()).extracting(Refusal::toString).containsExactly(sentence);
        assertThat(log.messages()).containsExactlyInAnyOrder(sentence, "Plugin good 1.2.3 runs");
        assertThat(host.plugins()).extracting(PluginInfo::id).containsExactly("good");
        assertThat(tables.at("SORT", Letter.class).handlers()).hasSize(1);
        return host;
    }

    private PluginHost host() {
        return PluginHost.builder().hooks(tables).apiVersion("1.4.0-SNAPSHOT").plugins(folder).build();
    }
}
