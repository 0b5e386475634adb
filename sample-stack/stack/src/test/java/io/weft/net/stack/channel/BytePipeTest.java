package io.weft.net.stack.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.testkit.Allocation;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BytePipeTest {

    private static final int CAPACITY = 1 << 16;

    private final BytePipe pipe = new BytePipe(CAPACITY);

    @Test
    void givesWhatWasPutInOrder() {
        assertThat(pipe.put(new byte[] {1, 2, 3}, 1, 2)).isEqualTo(2);
        assertThat(pipe.size()).isEqualTo(2);
        byte[] got = new byte[5];
        assertThat(pipe.get(got, 1, 4)).isEqualTo(2);
        assertThat(got).containsExactly(0, 2, 3, 0, 0);
        assertThat(pipe.isEmpty()).isTrue();
        assertThat(pipe.get(got, 0, 5)).isZero();
    }

    @Test
    void takesNoMoreThanThereIsRoomFor() {
        assertThat(pipe.put(new byte[2 * CAPACITY], 0, 2 * CAPACITY)).isEqualTo(CAPACITY);
        assertThat(pipe.room()).isZero();
        assertThat(pipe.put(new byte[1], 0, 1)).isZero();
        assertThat(pipe.get(new byte[100], 0, 100)).isEqualTo(100);
        assertThat(pipe.room()).isEqualTo(100);
        pipe.capacity(CAPACITY / 2);
        assertThat(pipe.room()).isZero();
    }

    @Test
    void fillsFromItsSourceAndDrainsAsFarAsItsSinkTakes() throws IOException {
        int[] left = {50_000};
        assertThat(pipe.fillFrom((to, offset, length) -> {
            int count = Math.min(length, left[0]);
            left[0] -= count;
            return count;
        }, 50_000)).isEqualTo(50_000);
        int[] room = {30_000};
        assertThat(pipe.drainTo((from, offset, length) -> {
            int count = Math.min(length, room[0]);
            room[0] -= count;
            return count;
        })).isFalse();
        assertThat(pipe.size()).isEqualTo(20_000);
        assertThat(pipe.drainTo((from, offset, length) -> length)).isTrue();
    }

    @Test
    void shortMessagesNeedNoFurtherMemory() {
        byte[] message = new byte[500];
        assertThat(Allocation.bytesOf(() -> roundTrips(message, 10_000))).isZero();
    }

    private void roundTrips(byte[] message, int count) {
        for (int i = 0; i < count; i++) {
            pipe.put(message, 0, message.length);
            pipe.get(message, 0, message.length);
        }
    }

    @Test
    void twoThreadsShareItWithoutALock() throws Exception {
        int total = 40_000_000;
        CompletableFuture<Boolean> putting = CompletableFuture.supplyAsync(() -> {
            Random random = new Random(1);
            Random sizes = new Random(2);
            byte[] some = new byte[20_000];
            for (int done = 0; done < total;) {
                int length = Math.min(total - done, 1 + sizes.nextInt(some.length));
                for (int i = 0; i < length; i++) {
                    some[i] = (byte) random.nextInt();
                }
                for (int at = 0; at < length;) {
                    int count = pipe.put(some, at, length - at);
                    at += count;
                    if (count == 0) {
                        Thread.onSpinWait();
                    }
                }
                done += length;
            }
            return true;
        });
        Random random = new Random(1);
        Random sizes = new Random(3);
        byte[] got = new byte[30_000];
        for (int done = 0; done < total;) {
            int count = pipe.get(got, 0, 1 + sizes.nextInt(got.length));
            for (int i = 0; i < count; i++) {
                if (got[i] != (byte) random.nextInt()) {
                    throw new AssertionError("byte " + (done + i) + " is another");
                }
            }
            done += count;
            if (count == 0) {
                Thread.onSpinWait();
            }
        }
        assertThat(putting.get()).isTrue();
        assertThat(pipe.isEmpty()).isTrue();
    }
}
