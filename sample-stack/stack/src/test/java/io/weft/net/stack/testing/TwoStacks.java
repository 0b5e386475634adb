package io.weft.net.stack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.driver.Offloads;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.tcp.TcpSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// Two hosts on a faulty link, on one clock that a test moves: 10.0.0.1 and 10.0.0.2, 5 ms apart.
///
/// What the link does to a frame depends on nothing but the seed.
public final class TwoStacks implements AutoCloseable {

    public static final int LEFT = Ipv4.parse("10.0.0.1");
    public static final int RIGHT = Ipv4.parse("10.0.0.2");

    private static final long DELAY_NS = 5_000_000L;
    private static final long JITTER_NS = 3_000_000L;

    public final NetStack left;
    public final NetStack right;
    private final TestDriver leftEnd = TestDriver.ethernet("02:00:00:00:00:01", 1500, Offloads.NONE);
    private final TestDriver rightEnd = TestDriver.ethernet("02:00:00:00:00:02", 1500, Offloads.NONE);
    private final PriorityQueue<Flight> underWay = new PriorityQueue<>();
    private final Random random;
    private final double faults;
    private long nowNs = 1_000_000_000L;
    private long sent;

    private record Flight(long atNs, long order, TestDriver to, byte[] frame) implements Comparable<Flight> {
        @Override
        public int compareTo(Flight other) {
            return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(order, other.order);
        }
    }

    /// @param faults how many of the frames are lost, from 0 to 1; as many each overtake others, come twice, or have a bit wrong
    public TwoStacks(long seed, double faults) {
        this(seed, faults, settings -> settings);
    }

    /// @param tcp what both ends' TCP keeps to
    public TwoStacks(long seed, double faults, UnaryOperator<TcpSettings> tcp) {
        random = new Random(seed);
        this.faults = faults;
        left = stack("left", leftEnd, "10.0.0.1/24", seed, tcp);
        right = stack("right", rightEnd, "10.0.0.2/24", seed + 1, tcp);
    }

    private NetStack stack(String name, TestDriver end, String address, long seed, UnaryOperator<TcpSettings> tcp) {
        NetStack made = NetStack.builder().name(name).clock(() -> nowNs).random(new Random(seed)).poolPackets(2_048)
                .settings(before -> before.withTcp(tcp.apply(before.tcp()))).build();
        made.addDevice("eth0", end);
        made.addAddress("eth0", InterfaceAddress.parse(address));
        return made;
    }

    /// Moves on from event to event.
    public void until(BooleanSupplier done, Duration atMost) {
        long endNs = nowNs + atMost.toNanos();
        settle();
        while (!done.getAsBoolean()) {
            long next = Math.min(left.nextDeadlineNs(), right.nextDeadlineNs());
            next = underWay.isEmpty() ? next : Math.min(next, underWay.peek().atNs());
            assertThat(next).as("something happens within " + atMost).isLessThan(endNs);
            nowNs = Math.max(nowNs, next);
            while (!underWay.isEmpty() && underWay.peek().atNs() <= nowNs) {
                Flight arrived = underWay.remove();
                arrived.to().arrive(arrived.frame());
            }
            settle();
        }
    }

    public long nowNs() {
        return nowNs;
    }

    /// How many frames have been put on the link.
    public long frames() {
        return sent;
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            busy = left.turn() | right.turn();
            leftEnd.takeSent().forEach(frame -> carry(frame, rightEnd));
            rightEnd.takeSent().forEach(frame -> carry(frame, leftEnd));
        }
    }

    private void carry(byte[] frame, TestDriver to) {
        sent++;
        // ARP goes unharmed: its own retries are not what is tested
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
                arriving[14 + random.nextInt(copy.length - 14)] ^= (byte) (1 << random.nextInt(8));
            }
            long late = !spared && random.nextDouble() < faults ? (long) (random.nextDouble() * JITTER_NS) : 0;
            underWay.add(new Flight(nowNs + DELAY_NS + late, sent, to, arriving));
        }
    }

    @Override
    public void close() {
        left.close();
        right.close();
        assertThat(left.pool().underWay() + right.pool().underWay()).as("packets that nobody gave back").isZero();
        assertThat(left.faults() + right.faults()).as("faults").isZero();
    }
}
