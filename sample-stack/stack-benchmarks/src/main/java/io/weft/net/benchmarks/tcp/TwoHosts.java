package io.weft.net.benchmarks.tcp;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.StackSettings;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// Two stacks on one wire in memory, 10.0.0.1 and 10.0.0.2. Made by the thread that measures.
final class TwoHosts implements AutoCloseable {

    static final int RIGHT = Ipv4.parse("10.0.0.2");

    final NetStack left;
    final NetStack right;
    private final Loops loops;
    private final Thread measuring = Thread.currentThread();

    /// @param offloads whether the wire takes large segments and unfinished checksums
    TwoHosts(Loops loops, boolean offloads, UnaryOperator<StackSettings> settings) {
        this.loops = loops;
        WireHub wire = new WireHub("bench", offloads);
        left = host("left", wire, "10.0.0.1/24", settings);
        right = host("right", wire, "10.0.0.2/24", settings);
        if (loops == Loops.OWN) {
            left.start();
            right.start();
        }
    }

    private static NetStack host(String name, WireHub wire, String address, UnaryOperator<StackSettings> settings) {
        NetStack made = NetStack.builder().name(name).settings(settings).build();
        made.addDevice("eth0", wire.open());
        made.addAddress("eth0", InterfaceAddress.parse(address));
        return made;
    }

    /// Goes on until so, or waits until loops of their own have brought it about and called {@link #wake}.
    void until(BooleanSupplier so) {
        while (!so.getAsBoolean()) {
            if (loops == Loops.OWN) {
                LockSupport.park(this);
            } else {
                left.turn();
                right.turn();
            }
        }
    }

    /// Has whoever waits look again. From a loop.
    void wake() {
        LockSupport.unpark(measuring);
    }

    @Override
    public void close() {
        left.close();
        right.close();
    }
}
