package io.weft.net.testkit.link;

import io.weft.net.stack.time.Timers;
import io.weft.net.testkit.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/// A link between two cards that delays frames, loses some, doubles some, lets some overtake others and turns bits over.
///
/// What it does to a frame depends on nothing but the seed. ARP goes unharmed: its own retries are seldom what is tested.
public final class FaultyLink implements VirtualTime.Driven {

    private static final int ETHERNET_LENGTH = 14;

    private final VirtualTime time;
    private final TestDriver left;
    private final TestDriver right;
    private final Random random;
    private final double faults;
    private final long delayNs;
    private final long jitterNs;
    private final PriorityQueue<Flight> underWay = new PriorityQueue<>();
    private long carried;

    private record Flight(long atNs, long order, TestDriver to, byte[] frame) implements Comparable<Flight> {
        @Override
        public int compareTo(Flight other) {
            return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
        }
    }

    /// @param faults how many of the frames are lost, from 0 to 1; as many each overtake others, come twice, or have a bit wrong
    /// @param delayNs from end to end
    /// @param jitterNs how much later than that those come that others overtake, at most
    public FaultyLink(VirtualTime time, TestDriver left, TestDriver right, long seed, double faults, long delayNs, long jitterNs) {
        this.time = time;
        this.left = left;
        this.right = right;
        random = new Random(seed);
        this.faults = faults;
        this.delayNs = delayNs;
        this.jitterNs = jitterNs;
    }

    @Override
    public boolean turn() {
        boolean busy = false;
        while (!underWay.isEmpty() && underWay.peek().atNs() <= time.nowNs()) {
            Flight arrived = underWay.remove();
            arrived.to().arrive(arrived.frame());
            busy = true;
        }
        List<byte[]> fromLeft = left.takeSent();
        List<byte[]> fromRight = right.takeSent();
        fromLeft.forEach(frame -> carry(frame, right));
        fromRight.forEach(frame -> carry(frame, left));
        return busy || !fromLeft.isEmpty() || !fromRight.isEmpty();
    }

    @Override
    public long nextDeadlineNs() {
        return underWay.isEmpty() ? Timers.NEVER : underWay.element().atNs();
    }

    /// How many frames have been put on it, both ways together.
    public long frames() {
        return carried;
    }

    private void carry(byte[] frame, TestDriver to) {
        carried++;
        boolean spared = frame[12] == 8 && frame[13] == 6;
        if (!spared && random.nextDouble() < faults) {
            return;
        }
        List<byte[]> copies = new ArrayList<>(List.of(frame));
        if (!spared && random.nextDouble() < faults) {
            copies.add(frame);
        }
        for (byte[] copy : copies) {
            byte[] arriving = copy;
            if (!spared && random.nextDouble() < faults) {
                arriving = copy.clone();
                arriving[ETHERNET_LENGTH + random.nextInt(copy.length - ETHERNET_LENGTH)] ^= (byte) (1 << random.nextInt(8));
            }
            long late = !spared && random.nextDouble() < faults ? (long) (random.nextDouble() * jitterNs) : 0;
            underWay.add(new Flight(time.nowNs() + delayNs + late, carried, to, arriving));
        }
    }
}
