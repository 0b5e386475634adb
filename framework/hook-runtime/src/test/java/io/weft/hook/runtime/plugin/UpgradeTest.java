package io.weft.hook.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.spi.DispatchSlot;
import io.weft.hook.spi.Dispatcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One version of a plugin takes the place of another.
@Timeout(120)
class UpgradeTest {

    private static final int SENDERS = 3;
    private static final int UPGRADES = 30;

    @TempDir
    private Path folder;

    private final HookTables tables = HookTables.create();
    private final Diary diary = new Diary();

    @BeforeEach
    void declarePoints() {
        tables.declare("SORT", Parcel.class, PointOptions.failClosed());
        tables.declare("STAMP", Parcel.class, PointOptions.failClosed());
    }

    /// Two handlers at each point, which leave the number of their life; a life that is over says so.
    private PluginJar marker(String id) {
        return new PluginJar(folder, id).source("Marker", """
                public class Marker implements HookPlugin {
                    private final int life;
                    private final Diary diary;
                    private final PluginContext context;
                    private volatile boolean stopped;
                    public Marker(Lives lives, Diary diary, PluginContext context) {
                        life = lives.next();
                        this.diary = diary;
                        this.context = context;
                    }
                    public void start() {
                        context.hooks().at("SORT", Parcel.class).attach(2, "second", parcel -> mark(parcel));
                        context.publish(Integer.class, life);
                        diary.entries.add("start " + life);
                    }
                    @HookHandler(at = "SORT", priority = 1) public Verdict sort(Parcel parcel) { return mark(parcel); }
                    @HookHandler(at = "STAMP", priority = 1) public Verdict stamp(Parcel parcel) { return mark(parcel); }
                    @HookHandler(at = "STAMP", priority = 2) public Verdict stampAgain(Parcel parcel) { return mark(parcel); }
                    private Verdict mark(Parcel parcel) {
                        parcel.marks.add(stopped ? "late " + life : "life " + life);
                        return Verdict.ACCEPT;
                    }
                    public void stop() {
                        stopped = true;
                        diary.entries.add("stop " + life);
                    }
                }
                """);
    }

    @Test
    void everyParcelIsHandledByExactlyOneVersionAtEachPointWhileVersionsChange() throws Exception {
        PluginJar marker = marker("marker");
        AtomicBoolean flowing = new AtomicBoolean(true);
        AtomicLong sent = new AtomicLong();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        List<Thread> senders = new ArrayList<>();
        try (PluginHost host = host(marker.version("1.0.0").build())) {
            for (int i = 0; i < SENDERS; i++) {
                senders.add(new Thread(() -> send(flowing, sent, wrong)));
            }
            senders.forEach(Thread::start);
            for (int i = 1; i <= UPGRADES; i++) {
                long before = sent.get();
                assertThat(host.upgrade(marker.version("1.0." + i).build())).isEmpty();
                assertThat(host.plugins()).extracting(PluginInfo::version).containsExactly("1.0." + i);
                assertThat(host.services(Integer.class)).containsExactly(i + 1);
                while (sent.get() == before && wrong.isEmpty()) {
                    Thread.onSpinWait();
                }
            }
            flowing.set(false);
            for (Thread sender : senders) {
                sender.join();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(sent.get()).isGreaterThan(UPGRADES);
        assertThat(diary.entries).startsWith("start 1", "start 2", "stop 1", "start 3", "stop 2").endsWith("stop " + (UPGRADES + 1));
    }

    private void send(AtomicBoolean flowing, AtomicLong sent, ConcurrentLinkedQueue<String> wrong) {
        DispatchSlot sort = tables.slot("SORT", Parcel.class, "test");
        DispatchSlot stamp = tables.slot("STAMP", Parcel.class, "test");
        Parcel parcel = new Parcel();
        while (flowing.get()) {
            for (DispatchSlot slot : List.of(sort, stamp)) {
                parcel.marks.clear();
                Dispatcher chain = slot.dispatcher();
                if (chain == null || chain.dispatch(parcel) != null) {
                    wrong.add(slot.point() + " had no handlers or stopped a parcel");
                } else if (parcel.marks.size() != 2 || !parcel.marks.get(0).equals(parcel.marks.get(1)) || !parcel.marks.get(0).startsWith("life")) {
                    wrong.add(slot.point() + " left " + parcel.marks);
                }
            }
            sent.incrementAndGet();
        }
    }

    @Test
    void sameOrOlderVersionIsRefusedUnlessItIsAskedFor() throws Exception {
        Path first = marker("marker").version("1.0.0").named("first.jar").build();
        Path second = marker("marker").version("1.1.0-SNAPSHOT").named("second.jar").build();
        try (PluginHost host = host(second)) {
            assertThat(host.upgrade(first)).extracting(Refusal::toString).containsExactly("Plugin jar first.jar is refused: its version 1.0.0"
                    + " is older than 1.1.0-SNAPSHOT, which runs; replace, not upgrade, goes back");
            assertThat(host.upgrade(second)).extracting(Refusal::reason)
                    .containsExactly("its version 1.1.0-SNAPSHOT runs already; reload or replace takes it anew");
            assertThat(host.plugins()).extracting(PluginInfo::version).containsExactly("1.1.0-SNAPSHOT");
            assertThat(host.replace(first)).isEmpty();
            assertThat(host.plugins()).extracting(PluginInfo::version).containsExactly("1.0.0");
            assertThat(host.reload("marker")).isEmpty();
            assertThat(diary.entries).containsExactly("start 1", "start 2", "stop 1", "start 3", "stop 2");
            assertThat(host.refused()).extracting(refusal -> refusal.jar().getFileName().toString()).containsExactly("second.jar");
        }
    }

    @Test
    void versionThatCannotRunLeavesTheOldOneInPlace() throws Exception {
        Path good = marker("marker").named("good.jar").build();
        Path bad = new PluginJar(folder.resolve("bad"), "marker").version("2.0.0").source("Marker", """
                public class Marker implements HookPlugin {
                    private final PluginContext context;
                    public Marker(PluginContext context) { this.context = context; }
                    public void start() {
                        context.publish(Integer.class, -1);
                        context.hooks().at("SORT", Parcel.class).attach(0, "early", parcel -> Verdict.DROP);
                        throw new IllegalStateException("not in this weather");
                    }
                }
                """).build();
        try (PluginHost host = host(good)) {
            assertThat(host.upgrade(bad)).extracting(Refusal::reason).containsExactly("not in this weather");
            assertThat(host.plugins()).extracting(PluginInfo::jar).containsExactly(good);
            assertThat(host.services(Integer.class)).containsExactly(1);
            assertThat(marksAt("SORT")).containsExactly("life 1", "life 1");
            assertThat(diary.entries).containsExactly("start 1");
        }
    }

    @Test
    void dependentsGetNewLivesThatAreLinkedWithTheNewVersion() throws Exception {
        Path one = provider("1.0.0", "one").named("one.jar").build();
        Path two = provider("1.1.0", "two").named("two.jar").build();
        Path user = user("zz@>=1.0.0 & <2.0.0").against(one).build();
        try (PluginHost host = host(one, user)) {
            assertThat(host.upgrade(two)).isEmpty();
            assertThat(host.plugins()).extracting(PluginInfo::id).containsExactly("zz", "aa");
            assertThat(diary.entries).containsExactly("aa found one", "aa found two", "aa stops");
            assertThat(host.services(Runnable.class)).hasSize(1);
        }
    }

    @Test
    void dependentThatDoesNotAllowTheNewVersionIsNamed() throws Exception {
        Path one = provider("1.0.0", "one").named("one.jar").build();
        Path two = provider("2.0.0", "two").named("two.jar").build();
        Path user = user("zz@>=1.0.0 & <2.0.0").against(one).build();
        try (PluginHost host = host(one, user)) {
            assertThat(host.upgrade(two)).extracting(Refusal::reason).containsExactly("plugin aa, which depends on it, could not run with it:"
                    + " it depends on plugin zz in version >=1.0.0 & <2.0.0, but 2.0.0 is here");
            assertThat(host.plugins()).extracting(PluginInfo::version).containsExactly("1.0.0", "1.2.3");
            assertThat(diary.entries).containsExactly("aa found one");
        }
    }

    @Test
    void newVersionThatDependsOnItsDependent() throws Exception {
        Path one = provider("1.0.0", "one").named("one.jar").build();
        Path two = provider("1.1.0", "two").named("two.jar").manifest("Plugin-Dependencies", "aa").build();
        Path user = user("zz").against(one).build();
        try (PluginHost host = host(one, user)) {
            assertThat(host.upgrade(two)).extracting(Refusal::reason).containsExactly("it depends on plugin aa, which depends on it");
        }
    }

    @Test
    void pluginThatDoesNotRunCannotBeUpgradedOrReloaded() throws Exception {
        Path jar = marker("marker").build();
        try (PluginHost host = host()) {
            assertThat(host.upgrade(jar)).extracting(Refusal::reason).containsExactly("no plugin marker runs whose place it could take");
            assertThatIllegalArgumentException().isThrownBy(() -> host.reload("marker")).withMessage("no plugin marker runs; running are []");
        }
    }

    @Test
    void stoppedPluginIsOutOfAllChainsAndStartsAgainInANewLife() throws Exception {
        try (PluginHost host = host(marker("marker").build())) {
            host.stop("marker");
            assertThat(host.plugins()).isEmpty();
            assertThat(host.stopped()).extracting(PluginInfo::id).containsExactly("marker");
            assertThat(tables.at("SORT", Parcel.class).handlers()).isEmpty();
            assertThat(host.start("marker")).isEmpty();
            assertThat(marksAt("SORT")).containsExactly("life 2", "life 2");
            assertThat(host.stopped()).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> host.start("marker")).withMessage("no plugin marker is stopped; stopped are []");
            host.stop("marker");
            host.unload("marker").requireCollected(30_000);
            assertThat(host.stopped()).isEmpty();
        }
    }

    private List<String> marksAt(String point) {
        Parcel parcel = new Parcel();
        Dispatcher chain = tables.slot(point, Parcel.class, "test").dispatcher();
        assertThat(chain).isNotNull();
        assertThat(chain.dispatch(parcel)).isNull();
        return parcel.marks;
    }

    private PluginJar provider(String version, String stamp) {
        return new PluginJar(folder.resolve(stamp), "zz").version(version)
                .source("Stamp", "public interface Stamp { String name(); }")
                .source("Press", "public class Press { @HookHandler(at = \"SORT\") public void look(Parcel parcel) { }"
                        + " public Press(PluginContext context) { context.publish(Stamp.class, () -> \"" + stamp + "\"); } }");
    }

    private PluginJar user(String dependencies) {
        return new PluginJar(folder, "aa").manifest("Plugin-Dependencies", dependencies).source("User", """
                public class User implements HookPlugin {
                    private final Diary diary;
                    public User(zz.Stamp stamp, Diary diary, PluginContext context) {
                        this.diary = diary;
                        diary.entries.add("aa found " + stamp.name());
                        context.publish(Runnable.class, () -> { });
                    }
                    public void start() { }
                    public void stop() { diary.entries.add("aa stops"); }
                }
                """);
    }

    private PluginHost host(Path... jars) {
        PluginHostBuilder builder = PluginHost.builder().hooks(tables).service(Diary.class, diary).service(Lives.class, new Lives());
        for (Path jar : jars) {
            builder.plugins(jar);
        }
        return builder.build();
    }
}
