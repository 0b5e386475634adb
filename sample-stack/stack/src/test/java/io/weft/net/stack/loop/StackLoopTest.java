package io.weft.net.stack.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.Offloads;
import io.weft.net.drivers.faulty.FaultyDriver;
import io.weft.net.drivers.faulty.LinkQuality;
import io.weft.net.stack.NetStack;
import io.weft.net.testkit.link.TestDriver;
import io.weft.net.testkit.packet.PacketBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StackLoopTest {

    private static final String MAC = "02:00:00:00:00:10";
    private static final String PEER = "02:00:00:00:01:10";

    private final TestDriver eth0 = TestDriver.ethernet(MAC, 1_500, Offloads.NONE);
    private final NetStack stack = NetStack.builder().name("looped").build();

    @BeforeEach
    void oneLink() {
        stack.addDevice("eth0", eth0);
        stack.addAddress("eth0", InterfaceAddress.parse("192.168.1.1/24"));
        stack.addNeighbor("eth0", Ipv4.parse("192.168.1.2"), MacAddress.parse(PEER));
    }

    @AfterEach
    void close() {
        stack.close();
        assertThat(stack.pool().underWay()).isZero();
    }

    private void ping() {
        eth0.arrive(PacketBuilder.echoRequest("192.168.1.2", "192.168.1.1", 1, 1).ethernet(PEER, MAC).bytes());
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Thread loopThread() throws Exception {
        return stack.onLoop(Thread::currentThread);
    }

    private static boolean sleeps(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void aThreadOfItsOwnNamedAfterTheStackDoesTheWork() throws Exception {
        stack.start();
        assertThat(loopThread().getName()).isEqualTo("weft-looped");
        ping();
        await(() -> !eth0.takeSent().isEmpty());
    }

    @Test
    void sleepsWhenThereIsNothingToDoAndWakesForAFrameAndForATask() throws Exception {
        stack.start();
        Thread thread = loopThread();
        for (int i = 0; i < 20; i++) {
            await(() -> sleeps(thread));
            ping();
            await(() -> !eth0.takeSent().isEmpty());
            await(() -> sleeps(thread));
            assertThat(stack.onLoop(() -> "done")).isEqualTo("done");
        }
    }

    @Test
    void wakesForATimer() throws Exception {
        stack.start();
        CountDownLatch fired = new CountDownLatch(1);
        stack.onLoop(() -> {
            stack.schedule(TimeUnit.MILLISECONDS.toNanos(30), fired::countDown);
            return fired;
        });
        assertThat(fired.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /// Nothing else wakes the loop when the answer has been under way for long enough.
    @Test
    void wakesForWhatADriverHoldsBack() throws Exception {
        TestDriver eth1 = TestDriver.ethernet("02:00:00:00:00:11", 1_500, Offloads.NONE);
        LinkQuality slow = LinkQuality.PERFECT.withDelay(Duration.ofMillis(30));
        stack.addDevice("eth1", new FaultyDriver(eth1, slow, slow, 1));
        stack.addAddress("eth1", InterfaceAddress.parse("10.0.0.1/24"));
        stack.addNeighbor("eth1", Ipv4.parse("10.0.0.2"), MacAddress.parse(PEER));
        stack.start();
        for (int i = 0; i < 20; i++) {
            eth1.arrive(PacketBuilder.echoRequest("10.0.0.2", "10.0.0.1", 1, i).ethernet(PEER, "02:00:00:00:00:11").bytes());
            await(() -> !eth1.takeSent().isEmpty());
        }
    }

    @Test
    void whatADriverHoldsBackIsSomethingToDo() {
        long[] now = {1_000};
        TestDriver far = TestDriver.ethernet("02:00:00:00:00:11", 1_500, Offloads.NONE);
        LinkQuality slow = LinkQuality.PERFECT.withDelay(Duration.ofMillis(30));
        try (NetStack clocked = NetStack.builder().name("clocked").clock(() -> now[0]).build()) {
            clocked.addDevice("eth0", new FaultyDriver(far, slow, LinkQuality.PERFECT, 1, () -> now[0]));
            far.arrive(PacketBuilder.echoRequest("10.0.0.2", "10.0.0.1", 1, 1).ethernet(PEER, "02:00:00:00:00:11").bytes());
            clocked.turn();
            assertThat(clocked.nextDeadlineNs()).isEqualTo(1_000 + Duration.ofMillis(30).toNanos());
        }
    }

    @Test
    void servesAnInterfaceThatIsAddedWhileItSleeps() throws Exception {
        stack.start();
        Thread thread = loopThread();
        await(() -> sleeps(thread));
        TestDriver eth1 = TestDriver.ethernet("02:00:00:00:00:11", 1_500, Offloads.NONE);
        stack.addDevice("eth1", eth1);
        stack.addAddress("eth1", InterfaceAddress.parse("10.0.0.1/24"));
        stack.addNeighbor("eth1", Ipv4.parse("10.0.0.2"), MacAddress.parse(PEER));
        eth1.arrive(PacketBuilder.echoRequest("10.0.0.2", "10.0.0.1", 1, 1).ethernet(PEER, "02:00:00:00:00:11").bytes());
        await(() -> !eth1.takeSent().isEmpty());
    }

    @Test
    void outlivesTasksTimersAndDriversThatThrow() throws Exception {
        stack.start();
        assertThatThrownBy(() -> stack.onLoop(() -> {
            throw new IOException("of the task's own");
        })).isInstanceOf(IOException.class).hasMessage("of the task's own");
        stack.onLoop(() -> {
            stack.schedule(0, () -> {
                throw new IllegalArgumentException("a timer with a bug");
            });
            return 0;
        });
        await(() -> stack.faults() == 1);
        eth0.fail(new IllegalArgumentException("a driver with a bug"));
        await(() -> {
            stack.onLoop(() -> 0);
            return stack.faults() > 2;
        });
        eth0.fail(null);
        ping();
        await(() -> !eth0.takeSent().isEmpty());
    }

    @Test
    void aTaskOnTheLoopMayCallTheLoop() throws Exception {
        stack.start();
        assertThat(stack.onLoop(() -> stack.onLoop(() -> 7))).isEqualTo(7);
    }

    @Test
    void withoutAThreadTheCallerIsTheLoop() throws Exception {
        assertThat(stack.onLoop(Thread::currentThread)).isSameAs(Thread.currentThread());
        FutureTask<Thread> other = new FutureTask<>(() -> stack.onLoop(Thread::currentThread));
        Thread caller = Thread.ofPlatform().start(other);
        assertThat(other.get()).isSameAs(caller);
    }

    @Test
    void turnsByHandOnlyWhileItHasNoThread() {
        ping();
        assertThat(stack.turn()).isTrue();
        assertThat(eth0.takeSent()).hasSize(1);
        assertThat(stack.turn()).isFalse();
        stack.start();
        assertThatThrownBy(stack::turn).hasMessage("looped runs on a thread of its own");
        assertThatThrownBy(stack::start).hasMessage("looped is started already");
    }

    @Test
    void closingEndsTheThreadAndFailsWhoStillCalls() throws Exception {
        stack.start();
        Thread thread = loopThread();
        stack.close();
        assertThat(thread.isAlive()).isFalse();
        assertThat(eth0.isClosed()).isTrue();
        stack.close();
        assertThatThrownBy(() -> stack.onLoop(() -> 0)).isInstanceOf(IllegalStateException.class).hasMessage("looped is closed");
        assertThatThrownBy(stack::start).hasMessage("looped is closed");
        assertThat(stack.turn()).isFalse();
    }

    @Test
    void closingFromManyThreadsWhileOthersCallEndsCleanly() throws Exception {
        stack.start();
        AtomicInteger answered = new AtomicInteger();
        Thread[] callers = new Thread[4];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        stack.onLoop(answered::incrementAndGet);
                    }
                } catch (Exception closed) {
                    assertThat(closed).isInstanceOf(IllegalStateException.class);
                }
            });
        }
        await(() -> answered.get() > 100);
        stack.close();
        for (Thread caller : callers) {
            caller.join();
        }
    }
}
