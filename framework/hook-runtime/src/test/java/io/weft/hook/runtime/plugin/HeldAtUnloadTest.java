package io.weft.hook.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Held;
import io.weft.hook.HookSite;
import io.weft.hook.PointOptions;
import io.weft.hook.QueueOptions;
import io.weft.hook.Verdict;
import io.weft.hook.runtime.HookTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A plugin goes while subjects wait at it: each comes out once, and its classes go.
@Timeout(120)
class HeldAtUnloadTest {

    private static final int SENDERS = 3;

    @TempDir
    private Path folder;

    private final HookTables tables = HookTables.create();
    private final Desk desk = new Desk();
    /// A host's loop, which runs when the test says so.
    private final Queue<Runnable> loop = new ConcurrentLinkedQueue<>();

    /// Steals every third item, queues every third, and looks at all that pass in front and behind.
    private PluginHost keeper() throws Exception {
        Path jar = new PluginJar(folder, "keeper").source("Keeper", """
                public class Keeper {
                    private final Desk desk;
                    private final HookQueue<Item> queue;
                    private final Verdict steal;
                    public Keeper(Desk desk, PluginContext context) {
                        this.desk = desk;
                        steal = Verdict.stolen(Item.class, held -> desk.stolen.add(held));
                        queue = context.hooks().queue("keep", Item.class, QueueOptions.of(10_000_000, java.time.Duration.ofHours(1)));
                    }
                    @HookHandler(at = "SORT", priority = 0) public void look(Item item) { item.early.incrementAndGet(); }
                    @HookHandler(at = "SORT", priority = 1) public Verdict keep(Item item) {
                        return switch (item.number % 3) {
                            case 0 -> steal;
                            case 1 -> Verdict.queue("keep");
                            default -> Verdict.ACCEPT;
                        };
                    }
                    @HookHandler(at = "SORT", priority = 2) public void lookAgain(Item item) { item.late.incrementAndGet(); }
                }
                """).build();
        return PluginHost.builder().hooks(tables).service(Desk.class, desk).plugins(jar).build();
    }

    private void pass(HookSite<Item> sort, Item item) {
        sort.pass(item, here -> here.delivered.incrementAndGet());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyItemComesOutOnceWhenItsPluginGoesWhileItFlowsIsStolenOrQueued(boolean failsOpen) throws Exception {
        tables.declare("SORT", Item.class, failsOpen
                ? PointOptions.<Item>failOpen((item, why) -> item.dropped.incrementAndGet())
                : PointOptions.<Item>failClosed((item, why) -> item.dropped.incrementAndGet()));
        HookSite<Item> sort = tables.site("SORT", Item.class);
        List<List<Item>> sent = new ArrayList<>();
        List<Thread> senders = new ArrayList<>();
        AtomicBoolean flowing = new AtomicBoolean(true);
        try (PluginHost host = keeper()) {
            for (int i = 0; i < SENDERS; i++) {
                int sender = i;
                List<Item> mine = new ArrayList<>();
                sent.add(mine);
                senders.add(new Thread(() -> {
                    for (int number = 0; flowing.get(); number++) {
                        Item item = new Item(sender, number);
                        mine.add(item);
                        pass(sort, item);
                    }
                }));
            }
            senders.forEach(Thread::start);
            while (desk.stolen.size() < 1_000 || tables.describe().queues().get(0).waiting() < 1_000) {
                Thread.onSpinWait();
            }
            UnloadedPlugin unloaded = host.unload("keeper");
            assertThat(tables.describe().queues()).isEmpty();
            flowing.set(false);
            for (Thread sender : senders) {
                sender.join();
            }
            for (Held<Item> held : desk.stolen) {
                assertThat(held.resume()).isFalse();
            }
            // the test still has the handles
            unloaded.requireCollected(30_000);
        }
        for (List<Item> mine : sent) {
            for (Item item : mine) {
                boolean whole = item.delivered.get() + item.dropped.get() == 1 && item.early.get() <= 1
                        // in the chain with the plugin it has met both, or was kept between them when the plugin went
                        && (item.number % 3 == 2 ? item.late.get() == item.early.get() : item.late.get() == 0)
                        && (item.dropped.get() == 0 || !failsOpen && item.number % 3 != 2 && item.early.get() == 1);
                assertThat(whole).as(item.toString()).isTrue();
            }
        }
    }

    @Test
    void itemsThatWaitForTheHostsLoopDoNotKeepThePluginThatResumedThem() throws Exception {
        tables.declare("SORT", Item.class, PointOptions.<Item>failClosed((item, why) -> item.dropped.incrementAndGet()).withResumeOn(loop::add));
        HookSite<Item> sort = tables.site("SORT", Item.class);
        Item stolen = new Item(0, 0);
        Item queued = new Item(0, 1);
        Item forgotten = new Item(0, 3);
        try (PluginHost host = keeper()) {
            List.of(stolen, queued, forgotten).forEach(item -> pass(sort, item));
            assertThat(desk.stolen.remove().resume()).isTrue();
            host.unload("keeper").requireCollected(30_000);
        }
        assertThat(loop).hasSize(3);
        loop.forEach(Runnable::run);
        assertThat(stolen.toString()).isEqualTo("item 0.0: early 1, late 0, delivered 1, dropped 0");
        assertThat(queued.toString()).isEqualTo("item 0.1: early 1, late 0, delivered 0, dropped 1");
        assertThat(forgotten.toString()).isEqualTo("item 0.3: early 1, late 0, delivered 0, dropped 1");
    }

    @Test
    void itemThatTheHostKeepsDoesNotKeepThePluginsThatItHasMetOrWouldMeet() throws Exception {
        tables.declare("SORT", Item.class, PointOptions.failClosed());
        HookSite<Item> sort = tables.site("SORT", Item.class);
        Queue<Held<Item>> pocket = new ConcurrentLinkedQueue<>();
        Verdict steal = Verdict.stolen(Item.class, pocket::add);
        Item item = new Item(0, 2);
        try (PluginHost host = keeper()) {
            tables.at("SORT", Item.class).attach(1, "pocket", any -> steal);
            pass(sort, item);
            host.unload("keeper").requireCollected(30_000);
        }
        assertThat(pocket.remove().resume()).isTrue();
        assertThat(item.toString()).isEqualTo("item 0.2: early 1, late 0, delivered 1, dropped 0");
    }

    @Test
    void itemThatIsDecidedAndStandsBehindAnotherInTheHostsQueueDoesNotKeepThePluginThatQueuedIt() throws Exception {
        tables.declare("SORT", Item.class, PointOptions.<Item>failOpen((item, why) -> item.dropped.incrementAndGet()));
        HookSite<Item> sort = tables.site("SORT", Item.class);
        Item first = new Item(0, 0);
        Item second = new Item(0, 1);
        try (var queue = tables.queue("hosts", Item.class, QueueOptions.of(10, Duration.ofHours(1)))) {
            tables.at("SORT", Item.class).attach(-1, "first", item -> item.number == 0 ? Verdict.queue("hosts") : Verdict.ACCEPT);
            Path jar = new PluginJar(folder, "sender").source("Sender", """
                    public class Sender {
                        @HookHandler(at = "SORT") public Verdict send(Item item) { return Verdict.queue("hosts"); }
                    }
                    """).build();
            try (PluginHost host = PluginHost.builder().hooks(tables).plugins(jar).build()) {
                pass(sort, first);
                pass(sort, second);
                host.unload("sender").requireCollected(30_000);
                assertThat(second.delivered).hasValue(0);
                assertThat(queue.poll().resume()).isTrue();
            }
        }
        assertThat(first.delivered).hasValue(1);
        assertThat(second.delivered).hasValue(1);
    }
}
