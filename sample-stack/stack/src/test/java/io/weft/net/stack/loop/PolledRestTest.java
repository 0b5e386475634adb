package io.weft.net.stack.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.driver.Offloads;
import io.weft.net.stack.NetStack;
import io.weft.net.testkit.link.TestDriver;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "poll(2) with an eventfd(2) is Linux's")
@Timeout(60)
class PolledRestTest {

    private static final long LONG_NS = 50_000_000_000L;

    private final int[] pipe = new int[2];
    private PolledRest rest;

    @BeforeEach
    void open() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(8, 4);
            MethodHandle call = call("pipe", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            assertThat((int) call.invokeExact(ends)).isZero();
            pipe[0] = ends.get(ValueLayout.JAVA_INT, 0);
            pipe[1] = ends.get(ValueLayout.JAVA_INT, 4);
        }
        rest = new PolledRest(new int[] {pipe[0]});
    }

    @AfterEach
    void close() throws Throwable {
        rest.close();
        rest.close();
        MethodHandle call = call("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        for (int end : pipe) {
            assertThat((int) call.invokeExact(end)).isZero();
        }
    }

    private static MethodHandle call(String name, FunctionDescriptor shape) {
        return Linker.nativeLinker().downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow(name), shape);
    }

    private void writeToPipe() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle call = call("write",
                    FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
            assertThat((long) call.invokeExact(pipe[1], arena.allocate(1), 1L)).isOne();
        }
    }

    private long timed(long timeoutNs) {
        long start = System.nanoTime();
        rest.await(timeoutNs);
        return System.nanoTime() - start;
    }

    @Test
    void waitsAsLongAsItIsTold() {
        assertThat(timed(20_000_000)).isBetween(20_000_000L, LONG_NS);
    }

    @Test
    void wakesWhenFramesArrive() throws Throwable {
        writeToPipe();
        assertThat(timed(LONG_NS)).isLessThan(LONG_NS);
    }

    @Test
    void aWakeBeforeTheWaitEndsItOnce() {
        rest.wake();
        rest.wake();
        assertThat(timed(LONG_NS)).isLessThan(LONG_NS);
        assertThat(timed(20_000_000)).as("the wakes were used up").isGreaterThanOrEqualTo(20_000_000L);
    }

    @Test
    void aDescriptorThatIsReadyWithoutFramesKeepsNoProcessorBusy() throws Throwable {
        writeToPipe();
        TestDriver gone = TestDriver.ethernet("02:00:00:00:00:10", 1_500, Offloads.NONE);
        gone.fileDescriptor(pipe[0]);
        try (NetStack stack = NetStack.builder().name("gone").build()) {
            stack.addDevice("eth0", gone);
            stack.start();
            CountDownLatch over = new CountDownLatch(1);
            long before = stack.onLoop(() -> {
                stack.schedule(300_000_000L, over::countDown);
                return gone.polls();
            });
            over.await();
            // some 33 polls each 10 ms; without a rest it would be hundreds of thousands
            assertThat(gone.polls() - before).isLessThan(5_000);
        }
    }

    @Test
    void aWakeEndsAWaitThatGoesOn() throws InterruptedException {
        Thread sleeper = Thread.ofPlatform().start(() -> rest.await(Long.MAX_VALUE));
        while (sleeper.getState() != Thread.State.RUNNABLE) {
            LockSupport.parkNanos(1_000_000);
        }
        rest.wake();
        sleeper.join();
    }
}
