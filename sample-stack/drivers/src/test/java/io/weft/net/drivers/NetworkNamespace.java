package io.weft.net.drivers;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.net.driver.Driver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A network namespace that a test makes, with a kernel of its own as far as networks go; removed at the end.
///
/// Sockets belong to the namespace of the thread that opens them, so a thread of its own enters and opens.
public final class NetworkNamespace implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final short POLLIN = 1;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SETNS = function("setns", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle POLL = function("poll", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private final String name;

    private NetworkNamespace(String name) {
        this.name = name;
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    /// Skips the calling test class, and says why, where namespaces cannot be made or a program is missing.
    public static void requireAbility(Class<?> test, String... programs) throws Exception {
        String reason = "";
        if (!System.getProperty("os.name").equals("Linux")) {
            reason = "this is not Linux";
        } else if (exitCode("sh", "-c", "command -v ip") != 0) {
            reason = "the command ip (iproute2) is missing";
        } else {
            for (String program : programs) {
                if (exitCode("sh", "-c", "command -v " + program) != 0) {
                    reason = "the command " + program + " is missing";
                }
            }
            String probe = "weft-probe-" + ProcessHandle.current().pid();
            if (reason.isEmpty() && exitCode("ip", "netns", "add", probe) != 0) {
                reason = "making a network namespace is not permitted (needs root: CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_NET_RAW)";
            }
            exitCode("ip", "netns", "del", probe);
        }
        if (!reason.isEmpty()) {
            System.out.println("SKIPPED " + test.getSimpleName() + ": " + reason);
        }
        assumeTrue(reason.isEmpty(), reason);
    }

    public static NetworkNamespace make() throws Exception {
        NetworkNamespace made = new NetworkNamespace("weft-it-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
        exec("ip", "netns", "add", made.name);
        made.run("ip", "link", "set", "lo", "up");
        made.run("sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
        return made;
    }

    public String name() {
        return name;
    }

    /// Runs a command inside; its output, which an exit code other than 0 turns into a failure.
    public String run(String... command) throws Exception {
        return exec(inside(command));
    }

    /// Runs `ip` inside.
    public String ip(String words) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words.split(" ")));
        return run(command.toArray(String[]::new));
    }

    /// Waits until the kernel has set up the queues of an interface after it got a carrier; before, it loses what is sent there.
    public void awaitUp(String nic) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        String state = ip("-o link show " + nic);
        while (!state.contains("state UP") && System.nanoTime() < deadline) {
            state = ip("-o link show " + nic);
        }
        assertThat(state).contains("state UP");
    }

    public int code(String... command) throws Exception {
        return exitCode(inside(command));
    }

    public Process start(String... command) throws IOException {
        return new ProcessBuilder(inside(command)).redirectErrorStream(true).start();
    }

    private String[] inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    /// Calls on a thread that has entered the namespace.
    public <T> T call(Callable<T> callable) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            enter();
            return callable.call();
        });
        Thread.ofPlatform().name("in " + name).start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /// Opens a driver inside.
    public Driver open(String uri) throws Exception {
        return call(() -> Drivers.found().open(uri));
    }

    private void enter() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) OPEN.invokeExact(arena.allocateFrom("/run/netns/" + name).address(), 0, 0);
            int result = (int) SETNS.invokeExact(fd, CLONE_NEWNET);
            int closed = (int) CLOSE.invokeExact(fd);
            if (fd < 0 || result < 0 || closed < 0) {
                throw new IOException("cannot enter " + name);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Waits until a driver's file descriptor is readable, for `timeoutMs` at most.
    public static boolean awaitReadable(int timeoutMs, Driver... drivers) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polls = arena.allocate(8L * drivers.length, 4);
            for (int i = 0; i < drivers.length; i++) {
                polls.set(JAVA_INT, 8L * i, drivers[i].fileDescriptor());
                polls.set(JAVA_INT, 8L * i + 4, POLLIN);
            }
            return (int) POLL.invokeExact(polls.address(), (long) drivers.length, timeoutMs) > 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static String exec(String... command) throws Exception {
        Path output = Files.createTempFile("weft-it", ".out");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(String.join(" ", command)).isTrue();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as(String.join(" ", command) + ": " + text).isZero();
            return text;
        } finally {
            Files.delete(output);
        }
    }

    static int exitCode(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        try {
            exec("ip", "netns", "del", name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
