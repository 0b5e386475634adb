package io.weft.net.stack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.driver.Offloads;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.tcp.TcpSettings;
import io.weft.net.testkit.link.FaultyLink;
import io.weft.net.testkit.link.TestDriver;
import io.weft.net.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// Two hosts on a faulty link, on one clock that a test moves: 10.0.0.1 and 10.0.0.2, 5 ms apart.
public final class TwoStacks implements AutoCloseable {

    public static final int LEFT = Ipv4.parse("10.0.0.1");
    public static final int RIGHT = Ipv4.parse("10.0.0.2");

    private static final long DELAY_NS = 5_000_000L;

    public final NetStack left;
    public final NetStack right;
    private final VirtualTime time = new VirtualTime();
    private final FaultyLink link;
    private final TestDriver leftEnd = TestDriver.ethernet("02:00:00:00:00:01", 1500, Offloads.NONE);
    private final TestDriver rightEnd = TestDriver.ethernet("02:00:00:00:00:02", 1500, Offloads.NONE);

    /// @param faults how many of the frames are lost, from 0 to 1; as many each are overtaken by others, come twice, or have a bit wrong
    public TwoStacks(long seed, double faults) {
        this(seed, faults, settings -> settings);
    }

    /// @param tcp what both ends' TCP keeps to
    public TwoStacks(long seed, double faults, UnaryOperator<TcpSettings> tcp) {
        left = stack("left", leftEnd, "10.0.0.1/24", seed, tcp);
        right = stack("right", rightEnd, "10.0.0.2/24", seed + 1, tcp);
        link = new FaultyLink(time, leftEnd, rightEnd, seed, faults, DELAY_NS);
        time.drive(left).drive(right).drive(link);
    }

    private NetStack stack(String name, TestDriver end, String address, long seed, UnaryOperator<TcpSettings> tcp) {
        NetStack made = NetStack.builder().name(name).clock(time::nowNs).random(new Random(seed)).poolPackets(2_048)
                .settings(before -> before.withTcp(tcp.apply(before.tcp()))).build();
        made.addDevice("eth0", end);
        made.addAddress("eth0", InterfaceAddress.parse(address));
        return made;
    }

    /// Moves on from event to event.
    public void until(BooleanSupplier done, Duration atMost) {
        time.until(done, atMost);
    }

    public long nowNs() {
        return time.nowNs();
    }

    /// How many frames have been put on the link.
    public long frames() {
        return link.frames();
    }

    @Override
    public void close() {
        left.close();
        right.close();
        assertThat(left.pool().underWay() + right.pool().underWay()).as("packets that nobody gave back").isZero();
        assertThat(left.faults() + right.faults()).as("faults").isZero();
    }
}
