package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The scoreboard says the same as a set of bytes would, whatever comes.
class RetransmitQueueTest {

    private static final int MSS = 100;
    /// So that the numbers go round in the middle.
    private static final int ORIGIN = -20_000;

    private final RetransmitQueue queue = new RetransmitQueue();
    private final Delivery delivery = new Delivery();

    private void sent(int... ends) {
        for (int end : ends) {
            queue.sent(end, false, end);
        }
    }

    @Test
    void countsWhatIsUnderWay() {
        queue.start(0);
        sent(100, 200, 1_000);
        assertThat(queue.inFlightBytes()).isEqualTo(1_000);
        queue.sack(100, 200, MSS, delivery);
        queue.markFirstLost(MSS);
        assertThat(queue.inFlightBytes()).isEqualTo(800);
        assertThat(queue.lostSequence()).isZero();
        assertThat(queue.sendAgain(MSS, 5_000)).isEqualTo(100);
        assertThat(queue.inFlightBytes()).isEqualTo(900);
        queue.acknowledge(1_000, delivery);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.inFlightBytes()).isZero();
    }

    /// Of a large segment the part that came is cut out, but only whole segments of it.
    @Test
    void aTransmissionOfManySegmentsIsCutWhereTheyAre() {
        queue.start(0);
        sent(1_000);
        queue.sack(250, 680, MSS, delivery);
        assertThat(queue.sackedBytes()).isEqualTo(300);
        queue.markAllLost();
        assertThat(queue.lostBytes()).isEqualTo(700);
        assertThat(queue.sendAgain(1_000, 5_000)).isEqualTo(300);
        assertThat(queue.lostSequence()).isEqualTo(600);
    }

    @Test
    void whatIsLostIsSentAgainInFullSegmentsWhateverItWasCutInto() {
        queue.start(0);
        sent(30, 60, 90, 120, 150);
        queue.markAllLost();
        assertThat(queue.sendAgain(MSS, 5_000)).isEqualTo(100);
        assertThat(queue.sendAgain(MSS, 5_000)).isEqualTo(150);
        assertThat(queue.lostBytes()).isZero();
    }

    @Test
    void neverHoldsMoreNotesThanItsBound() {
        queue.start(0);
        int end = 0;
        while (queue.hasRoom()) {
            queue.sent(end += 10 * MSS, false, end);
        }
        queue.sack(MSS, 2 * MSS, MSS, delivery);
        assertThat(queue.sackedBytes()).as("what would need a cut").isZero();
        queue.sack(10 * MSS, 30 * MSS, MSS, delivery);
        assertThat(queue.sackedBytes()).isEqualTo(20 * MSS);
        assertThat(queue.hasRoom()).as("what lies side by side is one note").isTrue();
    }

    /// In steps of a segment, so that a set of segments can say the same.
    @Test
    void agreesWithASetOfSegments() {
        for (long seed = 1; seed <= 300; seed++) {
            new Walk(seed).run();
        }
    }

    private static final class Walk {

        private final long seed;
        private final Random random;
        private final RetransmitQueue queue = new RetransmitQueue();
        private final Delivery delivery = new Delivery();
        private final BitSet sacked = new BitSet();
        private final BitSet lost = new BitSet();
        private int una;
        private int nxt;
        private long nowNs = 1;

        Walk(long seed) {
            this.seed = seed;
            random = new Random(seed);
            queue.start(ORIGIN);
        }

        private static int sequence(int segment) {
            return ORIGIN + segment * MSS;
        }

        void run() {
            for (int step = 0; step < 300; step++) {
                nowNs++;
                step();
                sacked.clear(0, una);
                lost.clear(0, una);
                String at = "seed " + seed + ", step " + step;
                assertThat(queue.sackedBytes()).as(at).isEqualTo(sacked.cardinality() * MSS);
                assertThat(queue.lostBytes()).as(at).isEqualTo(lost.cardinality() * MSS);
                assertThat(queue.inFlightBytes()).as(at).isEqualTo((nxt - una - sacked.cardinality() - lost.cardinality()) * MSS);
                if (!lost.isEmpty()) {
                    assertThat(queue.lostSequence()).as(at).isEqualTo(sequence(lost.nextSetBit(0)));
                }
            }
        }

        private void step() {
            int count = 1 + random.nextInt(8);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    nxt += count;
                    queue.sent(sequence(nxt), false, nowNs);
                }
                case 3, 4 -> {
                    if (una < nxt) {
                        int from = una + random.nextInt(nxt - una);
                        int to = Math.min(nxt, from + count);
                        queue.sack(sequence(from), sequence(to), MSS, delivery);
                        sacked.set(from, to);
                        lost.clear(from, to);
                    }
                }
                case 5 -> {
                    una = Math.min(nxt, una + random.nextInt(4));
                    queue.acknowledge(sequence(una), delivery);
                }
                case 6 -> {
                    if (!lost.isEmpty()) {
                        int end = (queue.sendAgain(count * MSS, nowNs) - ORIGIN) / MSS;
                        lost.clear(0, end);
                    }
                }
                default -> lose();
            }
        }

        private void lose() {
            if (random.nextInt(4) > 0) {
                queue.markFirstLost(MSS);
                if (una < nxt && !sacked.get(una)) {
                    lost.set(una, una + (lost.get(una) ? 0 : 1));
                }
            } else if (!sacked.get(una)) {
                queue.markAllLost();
                lost.set(una, Math.max(una, nxt));
                lost.andNot(sacked);
            }
        }
    }

    /// RFC 8985 §6.2, step 5.
    @Test
    void findsOnlyWhatWasSentBeforeWhatArrived() {
        queue.start(0);
        sent(100, 200, 300, 400);
        assertThat(queue.markLost(200, 200, 50, 1_000)).isZero();
        assertThat(queue.lostBytes()).isEqualTo(100);
        assertThat(queue.markLost(300, 300, 900, 1_000)).isEqualTo(100);
        assertThat(queue.sendAgain(MSS, 1_000)).isEqualTo(100);
    }
}
