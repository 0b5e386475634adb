package io.weft.net.stack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.StackSettings;
import io.weft.net.stack.time.Timers;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// Two hosts on a wire in memory that allocates nothing, 10.0.0.1 and 10.0.0.2, on a clock that goes on with each turn or leaps to the
/// next timer.
public final class WiredStacks implements AutoCloseable {

    public static final int RIGHT = Ipv4.parse("10.0.0.2");
    private static final long TURN_NS = 20_000;

    public final NetStack left;
    public final NetStack right;
    private long nowNs = 1_000_000_000L;

    /// @param offloads whether the wire takes large segments and unfinished checksums
    public WiredStacks(boolean offloads, UnaryOperator<StackSettings> settings) {
        WireHub wire = new WireHub("test", offloads);
        left = host("left", wire, "10.0.0.1/24", settings);
        right = host("right", wire, "10.0.0.2/24", settings);
    }

    private NetStack host(String name, WireHub wire, String address, UnaryOperator<StackSettings> settings) {
        NetStack made = NetStack.builder().name(name).clock(() -> nowNs).random(new Random(1)).settings(settings).build();
        made.addDevice("eth0", wire.open());
        made.addAddress("eth0", InterfaceAddress.parse(address));
        return made;
    }

    /// One turn of both.
    ///
    /// @return whether there was anything to do
    public boolean turn() {
        nowNs += TURN_NS;
        return left.turn() | right.turn();
    }

    /// Goes on, over idle times too.
    public void until(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            if (!turn() && !done.getAsBoolean()) {
                long next = Math.min(left.nextDeadlineNs(), right.nextDeadlineNs());
                assertThat(next).as("something will happen").isNotEqualTo(Timers.NEVER);
                nowNs = Math.max(nowNs, next);
            }
        }
    }

    public long nowNs() {
        return nowNs;
    }

    /// Lets time pass.
    public void pass(long ns) {
        long end = nowNs + ns;
        until(() -> Math.min(left.nextDeadlineNs(), right.nextDeadlineNs()) > end && !turn());
        nowNs = Math.max(nowNs, end);
        until(() -> !turn());
    }

    @Override
    public void close() {
        left.close();
        right.close();
        assertThat(left.pool().underWay() + right.pool().underWay()).as("packets that nobody gave back").isZero();
        assertThat(left.faults() + right.faults()).as("faults").isZero();
    }
}
