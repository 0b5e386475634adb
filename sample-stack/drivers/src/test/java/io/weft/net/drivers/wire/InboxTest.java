package io.weft.net.drivers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InboxTest {

    private static final int SENDERS = 3;
    private static final int EACH = 50_000;

    private final Inbox inbox = new Inbox(WireHub.LEAST_CELLS);
    private final Semaphore arrivals = new Semaphore(0);

    @Test
    void sendersOnManyThreadsLoseNothingThatWasTakenAndKeepTheirOrder() throws Exception {
        inbox.waker(arrivals::release);
        PacketPool pool = new PacketPool(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                int number = i;
                senders.add(threads.submit(() -> offerMany(number)));
            }
            int[] next = new int[SENDERS];
            int received = 0;
            boolean last = false;
            while (!last) {
                last = senders.stream().allMatch(Future::isDone);
                while (!inbox.isEmpty()) {
                    take(pool, next);
                    received++;
                }
                if (!last && inbox.waitForFrames()) {
                    arrivals.tryAcquire(10, TimeUnit.MILLISECONDS);
                }
            }
            int taken = 0;
            for (Future<Integer> sender : senders) {
                taken += sender.get();
            }
            assertThat(received).isEqualTo(taken).isPositive();
        }
        pool.close();
    }

    private void take(PacketPool pool, int[] next) {
        Packet packet = Objects.requireNonNull(pool.take());
        assertThat(inbox.poll(packet)).isTrue();
        int number = packet.i32(0);
        int count = packet.i32(4);
        assertThat(packet.length()).isEqualTo(length(count));
        assertThat(packet.u8(packet.length() - 1)).isEqualTo(count & 0xFF);
        assertThat(count).as("order of a sender").isGreaterThanOrEqualTo(next[number]);
        next[number] = count + 1;
        packet.release();
    }

    private int offerMany(int number) {
        int taken = 0;
        try (PacketPool own = new PacketPool(1)) {
            for (int i = 0; i < EACH; i++) {
                Packet packet = Objects.requireNonNull(own.take());
                packet.put(length(i));
                packet.i32(0, number);
                packet.i32(4, i);
                packet.u8(packet.length() - 1, i);
                taken += inbox.offer(packet) ? 1 : 0;
                inbox.wakeReader();
                packet.release();
            }
        }
        return taken;
    }

    private static int length(int count) {
        return count % 500 == 0 ? 50_000 : 60 + count % 4000;
    }

    @Test
    void isNeverStuckWhenItsReaderSleepsUntilWoken() throws Exception {
        inbox.waker(arrivals::release);
        PacketPool pool = new PacketPool(1);
        int rounds = 20_000;
        Semaphore turn = new Semaphore(0);
        Thread sender = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < rounds; i++) {
                turn.acquireUninterruptibly();
                inbox.offer(new byte[60]);
                inbox.wakeReader();
            }
        });
        for (int i = 0; i < rounds; i++) {
            turn.release();
            while (inbox.isEmpty()) {
                if (inbox.waitForFrames()) {
                    assertThat(arrivals.tryAcquire(30, TimeUnit.SECONDS)).as("woken in round %d", i).isTrue();
                }
            }
            Packet packet = Objects.requireNonNull(pool.take());
            inbox.poll(packet);
            packet.release();
        }
        sender.join();
        pool.close();
    }
}
