package io.weft.hook.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.Letter;
import io.weft.hook.runtime.LogCapture;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/// What plugins leave behind when they go: it is ended, or said.
@Timeout(120)
class LeftBehindTest {

    @TempDir
    private Path folder;

    private final HookTables tables = HookTables.create();
    private final Diary diary = new Diary();

    @BeforeEach
    void declarePoint() {
        tables.declare("SORT", Letter.class, PointOptions.failClosed());
    }

    @Test
    void scheduleEndsWithItsPlugin() throws Exception {
        try (PluginHost host = host("""
                context.scheduler().scheduleAtFixedRate(() -> diary.entries.add("tick"), 0, 1, java.util.concurrent.TimeUnit.MILLISECONDS);
                """)) {
            while (diary.entries.isEmpty()) {
                Thread.onSpinWait();
            }
            UnloadedPlugin unloaded = host.unload("messy");
            int ticks = diary.entries.size();
            unloaded.requireCollected(30_000);
            assertThat(diary.entries).hasSize(ticks);
            assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("plugin messy");
        }
    }

    @Test
    void threadThatThePluginForgotIsInterruptedAndNamed() throws Exception {
        try (LogCapture log = new LogCapture(); PluginHost host = host("""
                Thread forgotten = new Thread(() -> {
                    diary.entries.add("runs");
                    try { Object lock = new Object(); synchronized (lock) { while (true) lock.wait(); } } catch (InterruptedException e) { diary.entries.add("ends"); }
                }, "forgotten");
                forgotten.start();
                """)) {
            while (diary.entries.isEmpty()) {
                Thread.onSpinWait();
            }
            UnloadedPlugin unloaded = host.unload("messy");
            assertThat(diary.entries).containsExactly("runs", "ends");
            assertThat(log.messages()).contains("Plugin messy: threads are inside it after it stopped, and are interrupted: [forgotten]");
            unloaded.requireCollected(30_000);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads")
    void virtualThreadThatThePluginForgotIsNamedAndHolds() throws Exception {
        try (LogCapture log = new LogCapture(); PluginHost host = host("""
                try {
                    Runnable work = () -> { diary.entries.add("runs"); diary.pause(); };
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
                } catch (ReflectiveOperationException e) { throw new IllegalStateException(e); }
                """)) {
            while (diary.entries.isEmpty()) {
                Thread.onSpinWait();
            }
            UnloadedPlugin unloaded = host.unload("messy");
            assertThat(log.messages()).anyMatch(message -> message.matches("Plugin messy: virtual threads are inside it after it stopped,"
                    + " which nobody else can end; its classes stay until they leave: \\[#\\d+]"));
            assertThat(unloaded.holders()).singleElement().asString().matches("virtual thread '#\\d+': its stack is inside the plugin");
            diary.goOn();
            unloaded.requireCollected(30_000);
            assertThat(unloaded.holders()).isEmpty();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads")
    void virtualThreadThatThePluginEndsItselfIsNotComplainedOf() throws Exception {
        try (LogCapture log = new LogCapture(); PluginHost host = host("""
                try {
                    Runnable work = () -> { diary.entries.add("runs"); diary.pause(); };
                    Thread thread = (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
                    context.onStop(() -> { thread.interrupt(); thread.join(); });
                } catch (ReflectiveOperationException e) { throw new IllegalStateException(e); }
                """)) {
            while (diary.entries.isEmpty()) {
                Thread.onSpinWait();
            }
            host.unload("messy").requireCollected(30_000);
            assertThat(diary.entries).containsExactly("runs", "interrupted");
            assertThat(log.messages()).noneMatch(message -> message.contains("virtual"));
        }
    }

    @Test
    void unloadWaitsForAHostsThreadThatIsInsideAService() throws Exception {
        try (LogCapture log = new LogCapture(); PluginHost host = host("""
                context.publish(Runnable.class, () -> { diary.entries.add("in"); diary.pause(); diary.entries.add("out"); });
                """)) {
            Runnable service = host.services(Runnable.class).get(0);
            Thread caller = new Thread(service);
            caller.start();
            while (diary.entries.isEmpty()) {
                Thread.onSpinWait();
            }
            new Thread(diary::goOn).start();
            host.unload("messy");
            assertThat(diary.entries).containsExactly("in", "out");
            assertThat(log.messages()).noneMatch(message -> message.contains("interrupted"));
            caller.join();
        }
    }

    @Test
    void contextThatTheHostKeepsIsFoundInTheHeap() throws Exception {
        try (PluginHost host = host("diary.context = context;")) {
            UnloadedPlugin unloaded = host.unload("messy");
            assertThatIllegalStateException().isThrownBy(() -> unloaded.requireCollected(50))
                    .withMessageStartingWith("plugin messy 1.2.3 is unloaded, but its classes are not collected.")
                    .withMessageContaining("\n  held by this way through the heap:\n")
                    .withMessageContaining("\n    io.weft.hook.runtime.plugin.Diary.context\n    io.weft.hook.runtime.plugin.RunningPlugin.classes\n")
                    .withMessageContaining("jcmd " + ProcessHandle.current().pid() + " GC.heap_dump leak.hprof")
                    .withMessageContaining("with name messy-1.2.3-1");
            diary.context = null;
            unloaded.requireCollected(30_000);
            assertThat(unloaded.isCollected()).isTrue();
        }
    }

    @Test
    void contextClassLoaderOfAThreadIsNamed() throws Exception {
        assertHeldBy("thread '" + Thread.currentThread().getName() + "': its context class loader is the plugin's",
                "Thread.currentThread().setContextClassLoader(getClass().getClassLoader());", () -> {
                    Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
                    return null;
                });
    }

    @Test
    void handlerOfALoggerIsNamed() throws Exception {
        java.util.logging.Logger logger = java.util.logging.Logger.getLogger("left.behind");
        assertHeldBy("a handler of the java.util.logging logger 'left.behind': messy.Messy$1", """
                java.util.logging.Logger.getLogger("left.behind").addHandler(new java.util.logging.Handler() {
                    public void publish(java.util.logging.LogRecord record) { }
                    public void flush() { }
                    public void close() { }
                });
                """, () -> {
                    logger.removeHandler(logger.getHandlers()[0]);
                    return null;
                });
    }

    @Test
    void systemPropertyIsNamed() throws Exception {
        assertHeldBy("system property left.behind", "System.getProperties().put(\"left.behind\", this);", () -> System.getProperties().remove("left.behind"));
    }

    @Test
    void defaultExceptionHandlerIsNamed() throws Exception {
        assertHeldBy("the default uncaught exception handler", "Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> { });", () -> {
            Thread.setDefaultUncaughtExceptionHandler(null);
            return null;
        });
    }

    @Test
    void threadLocalIsNamed() throws Exception {
        assertHeldBy("a thread local of thread '" + Thread.currentThread().getName() + "': a messy.Messy",
                "ThreadLocal<Object> local = new ThreadLocal<>(); local.set(this); diary.entries.add(\"set\"); diary.undo = local::remove;", () -> {
                    diary.undo.run();
                    diary.undo = () -> { };
                    return null;
                });
    }

    @Test
    void shutdownHookIsNamed() throws Exception {
        assertHeldBy("shutdown hook 'farewell': a messy.Messy$$Lambda", """
                Thread hook = new Thread(() -> diary.entries.add(toString()), "farewell");
                Runtime.getRuntime().addShutdownHook(hook);
                diary.undo = () -> Runtime.getRuntime().removeShutdownHook(hook);
                """, () -> {
                    diary.undo.run();
                    diary.undo = () -> { };
                    return null;
                });
    }

    private void assertHeldBy(String holder, String start, Callable<?> release) throws Exception {
        try (PluginHost host = host(start)) {
            UnloadedPlugin unloaded = host.unload("messy");
            assertThat(unloaded.holders()).hasSize(1).first().asString().startsWith(holder);
            assertThatIllegalStateException().isThrownBy(() -> unloaded.requireCollected(1)).withMessageContaining("held by " + holder);
            release.call();
            assertThat(unloaded.holders()).isEmpty();
            unloaded.requireCollected(30_000);
        }
    }

    private PluginHost host(String start) throws Exception {
        Path jar = new PluginJar(folder, "messy").source("Messy", """
                public class Messy implements HookPlugin {
                    private final PluginContext context;
                    private final Diary diary;
                    public Messy(PluginContext context, Diary diary) {
                        this.context = context;
                        this.diary = diary;
                    }
                    public void start() { %s }
                    @HookHandler(at = "SORT") public void look(Letter letter) { }
                }
                """.formatted(start)).build();
        return PluginHost.builder().hooks(tables).service(Diary.class, diary).plugins(jar).build();
    }
}
