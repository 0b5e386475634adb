package io.weft.hook.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.HookSite;
import io.weft.hook.PointOptions;
import io.weft.hook.QueueInfo;
import io.weft.hook.runtime.HookTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A plugin is upgraded while subjects wait in its queue: the new version, which opens a queue of the same name, decides about them.
@Timeout(120)
class QueueUpgradeTest {

    private static final int SENDERS = 3;
    private static final int UPGRADES = 10;
    private static final int BACKLOG = 200;

    @TempDir
    private Path folder;

    private final HookTables tables = HookTables.create();
    private final Desk desk = new Desk();
    private final ConcurrentLinkedQueue<Item> out = new ConcurrentLinkedQueue<>();
    private final AtomicLong inside = new AtomicLong();

    /// Two handlers of which the first queues what it sees, and a worker that lets it go on while the desk is open.
    private PluginJar inspector(String queue) {
        return new PluginJar(folder, "inspector").source("Inspector", """
                public class Inspector implements HookPlugin {
                    private final Desk desk;
                    private final PluginContext context;
                    private HookQueue<Item> queue;
                    public Inspector(Desk desk, PluginContext context) {
                        this.desk = desk;
                        this.context = context;
                        desk.come(getClass().getClassLoader());
                    }
                    public void start() {
                        queue = context.hooks().queue("%1$s", Item.class, QueueOptions.of(100_000, java.time.Duration.ofHours(1)));
                        Thread worker = new Thread(this::work);
                        context.onStop(() -> { worker.interrupt(); worker.join(); });
                        worker.start();
                    }
                    private void work() {
                        try {
                            while (true) {
                                Held<Item> held = queue.poll(java.time.Duration.ofMillis(5));
                                if (Thread.interrupted()) return;
                                if (held != null) {
                                    desk.awaitOpen();
                                    held.resume();
                                }
                            }
                        } catch (InterruptedException e) { }
                    }
                    @HookHandler(at = "SORT", priority = 0) public Verdict inspect(Item item) {
                        item.early.incrementAndGet();
                        return Verdict.queue("%1$s");
                    }
                    @HookHandler(at = "SORT", priority = 0, after = "inspector.Inspector.inspect") public void look(Item item) {
                        item.late.incrementAndGet();
                    }
                }
                """.formatted(queue));
    }

    private void receive(Item item) {
        item.delivered.incrementAndGet();
        out.add(item);
        inside.decrementAndGet();
    }

    private void declare() {
        tables.declare("SORT", Item.class, PointOptions.<Item>failClosed((item, why) -> {
            item.dropped.incrementAndGet();
            receive(item);
        }));
    }

    private void awaitWaiting(int least) {
        while (tables.describe().queues().stream().mapToLong(QueueInfo::waiting).sum() < least) {
            Thread.onSpinWait();
        }
    }

    @Test
    void itemsThatWaitAreDecidedByTheNewVersionOnceAndInTheirOrder() throws Exception {
        declare();
        HookSite<Item> sort = tables.site("SORT", Item.class);
        PluginJar inspector = inspector("inspect");
        AtomicBoolean flowing = new AtomicBoolean(true);
        List<Thread> senders = new ArrayList<>();
        AtomicLong sent = new AtomicLong();
        try (PluginHost host = PluginHost.builder().hooks(tables).service(Desk.class, desk).plugins(inspector.version("1.0.0").build()).build()) {
            for (int i = 0; i < SENDERS; i++) {
                int sender = i;
                senders.add(new Thread(() -> {
                    for (int number = 0; flowing.get(); number++) {
                        while (inside.get() > 5 * BACKLOG) {
                            Thread.onSpinWait();
                        }
                        inside.incrementAndGet();
                        sent.incrementAndGet();
                        sort.pass(new Item(sender, number), this::receive);
                    }
                }));
            }
            senders.forEach(Thread::start);
            for (int i = 1; i <= UPGRADES; i++) {
                boolean open = i % 2 == 0;
                desk.open(open);
                if (!open) {
                    awaitWaiting(BACKLOG);
                }
                assertThat(host.upgrade(inspector.version("1.0." + i).build())).isEmpty();
            }
            flowing.set(false);
            desk.open(true);
            for (Thread sender : senders) {
                sender.join();
            }
            while (inside.get() > 0) {
                Thread.onSpinWait();
            }
        }
        int[] next = new int[SENDERS];
        for (Item item : out) {
            assertThat(item.number).as(item + " out of order").isEqualTo(next[item.sender]++);
            assertThat(item.toString()).endsWith("early 1, late 1, delivered 1, dropped 0");
        }
        assertThat(out).hasSize((int) sent.get());
    }

    @Test
    void itemsThatWaitDoNotKeepTheVersionThatQueuedThem() throws Exception {
        declare();
        HookSite<Item> sort = tables.site("SORT", Item.class);
        PluginJar inspector = inspector("inspect");
        try (PluginHost host = PluginHost.builder().hooks(tables).service(Desk.class, desk).plugins(inspector.version("1.0.0").build()).build()) {
            sort.pass(new Item(0, 0), this::receive);
            sort.pass(new Item(0, 1), this::receive);
            assertThat(host.upgrade(inspector.version("1.0.1").build())).isEmpty();
            while (desk.living() > 1) {
                System.gc();
            }
            assertThat(tables.describe().queues()).extracting(QueueInfo::waiting).containsExactly(2);
            desk.open(true);
            awaitOut(2);
        }
        assertThat(out).extracting(Item::toString).containsExactly(
                "item 0.0: early 1, late 1, delivered 1, dropped 0", "item 0.1: early 1, late 1, delivered 1, dropped 0");
    }

    private void awaitOut(int items) {
        while (out.size() < items) {
            Thread.onSpinWait();
        }
    }

    @Test
    void itemsWhoseQueueTheNewVersionDoesNotOpenComeOutByTheOldQueuesVerdict() throws Exception {
        declare();
        HookSite<Item> sort = tables.site("SORT", Item.class);
        Path one = inspector("one").version("1.0.0").build();
        try (PluginHost host = PluginHost.builder().hooks(tables).service(Desk.class, desk).plugins(one).build()) {
            sort.pass(new Item(0, 0), this::receive);
            assertThat(host.upgrade(inspector("two").version("1.0.1").build())).isEmpty();
            assertThat(out).extracting(Item::toString).containsExactly("item 0.0: early 1, late 0, delivered 1, dropped 1");
            assertThat(tables.describe().queues()).extracting(QueueInfo::name).containsExactly("two");
        }
    }
}
