package io.weft.net.testkit.link;

import io.weft.net.drivers.faulty.LinkDirection;
import io.weft.net.drivers.faulty.LinkQuality;
import io.weft.net.stack.time.Timers;
import io.weft.net.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// A link between two cards that delays frames, loses some, doubles some, lets some overtake others and turns bits over.
///
/// What it does to a frame depends on nothing but the seed. ARP goes unharmed: its own retries are seldom what is tested.
public final class FaultyLink implements VirtualTime.Driven {

    private static final int ETHERNET_LENGTH = 14;

    private final VirtualTime time;
    private final TestDriver left;
    private final TestDriver right;
    private final LinkDirection toLeft;
    private final LinkDirection toRight;
    private final LinkQuality quality;
    private final PriorityQueue<Flight> underWay = new PriorityQueue<>();
    private long carried;
    private long order;

    private record Flight(long atNs, long order, TestDriver to, byte[] frame) implements Comparable<Flight> {
        @Override
        public int compareTo(Flight other) {
            return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
        }
    }

    /// @param faults how many of the frames are lost, from 0 to 1; as many each are overtaken by others, come twice, or have a bit wrong
    /// @param delayNs from end to end
    public FaultyLink(VirtualTime time, TestDriver left, TestDriver right, long seed, double faults, long delayNs) {
        this.time = time;
        this.left = left;
        this.right = right;
        SplittableRandom seeds = new SplittableRandom(seed);
        toLeft = new LinkDirection(seeds.nextLong());
        toRight = new LinkDirection(seeds.nextLong());
        quality = LinkQuality.PERFECT.withDelay(Duration.ofNanos(delayNs)).withLoss(faults).withReorder(faults).withDuplicate(faults)
                .withCorrupt(faults);
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
        fromLeft.forEach(frame -> carry(frame, toRight, right));
        fromRight.forEach(frame -> carry(frame, toLeft, left));
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

    private void carry(byte[] frame, LinkDirection direction, TestDriver to) {
        carried++;
        boolean spared = frame[12] == 8 && frame[13] == 6;
        if (!direction.carries(quality, frame.length, ETHERNET_LENGTH, spared, time.nowNs())) {
            return;
        }
        int bit = direction.flippedBit();
        if (bit != LinkDirection.NO_BIT) {
            frame[bit / 8] ^= (byte) (1 << bit % 8);
        }
        for (int i = 0; i < (direction.isDoubled() ? 2 : 1); i++) {
            underWay.add(new Flight(direction.arrivalNs(), order++, to, frame));
        }
    }
}
