package io.weft.net.stack.testing;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.Offloads;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.StackSettings;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.testkit.link.TestDriver;
import io.weft.net.testkit.packet.PacketBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;

/// A router of three links on a clock of its own, in the middle of the network that the kernel oracle uses:
///
///     LAN 192.168.1.0/24 — eth0 — router — eth1 — 203.0.113.0/24 WAN
///                                       — eth2 — 10.9.0.0/24 DMZ, MTU 1400
///
/// Neighbours .2 and .3 of each link are known for good. Closing it asserts that no packet was lost on the way and nothing threw.
public final class TestRouter implements AutoCloseable {

    public static final String ETH0_MAC = "02:00:00:00:00:10";
    public static final String ETH1_MAC = "02:00:00:00:00:11";
    public static final String ETH2_MAC = "02:00:00:00:00:12";
    public static final String LAN_MAC = "02:00:00:00:01:10";
    public static final String WAN_MAC = "02:00:00:00:01:11";
    public static final String DMZ_MAC = "02:00:00:00:01:12";

    private static final long TURNS = 10_000;

    public final TestDriver eth0;
    public final TestDriver eth1;
    public final TestDriver eth2;
    public final NetStack stack;
    private long nowNs = 1_000_000_000L;
    private int millisOfDay;
    private boolean faultsExpected;

    private TestRouter(StackSettings settings, Offloads offloads) {
        eth0 = TestDriver.ethernet(ETH0_MAC, 1500, offloads);
        eth1 = TestDriver.ethernet(ETH1_MAC, 1500, offloads);
        eth2 = TestDriver.ethernet(ETH2_MAC, 1400, offloads);
        stack = NetStack.builder().name("router").clock(() -> nowNs).wallClock(() -> Instant.ofEpochMilli(millisOfDay))
                .random(new Random(1)).poolPackets(1_024).settings(settings).build();
        link("eth0", eth0, LAN_MAC, "192.168.1.2", "192.168.1.3");
        link("eth1", eth1, WAN_MAC, "203.0.113.2", "203.0.113.3", "203.0.113.254");
        link("eth2", eth2, DMZ_MAC, "10.9.0.2", "10.9.0.3");
        stack.addAddress("eth0", InterfaceAddress.parse("192.168.1.1/24"));
        stack.addAddress("eth1", InterfaceAddress.parse("203.0.113.1/24"));
        stack.addAddress("eth1", InterfaceAddress.parse("203.0.113.10/24"));
        stack.addAddress("eth2", InterfaceAddress.parse("10.9.0.1/24"));
        stack.addRoute(RouteEntry.parse("8.0.0.0/8 via 203.0.113.254 dev eth1"));
        stack.addRoute(RouteEntry.parse("172.16.0.0/12 via 10.9.0.3 dev eth2"));
        stack.addRoute(RouteEntry.parse("blackhole 198.51.100.0/26"));
        stack.addRoute(RouteEntry.parse("unreachable 198.51.100.64/26"));
        stack.addRoute(RouteEntry.parse("prohibit 198.51.100.128/26"));
    }

    private void link(String device, TestDriver driver, String mac, String... neighbors) {
        stack.addDevice(device, driver);
        for (String neighbor : neighbors) {
            stack.addNeighbor(device, Ipv4.parse(neighbor), MacAddress.parse(mac));
        }
    }

    /// With Linux's settings, forwarding.
    public static TestRouter open() {
        return open(settings -> settings);
    }

    public static TestRouter open(UnaryOperator<StackSettings> settings) {
        return open(settings, Offloads.NONE);
    }

    public static TestRouter open(UnaryOperator<StackSettings> settings, Offloads offloads) {
        return new TestRouter(settings.apply(StackSettings.DEFAULT.withForwarding(true)), offloads);
    }

    /// What the LAN host's frames begin with.
    public static PacketBuilder fromLan(PacketBuilder packet) {
        return packet.ethernet(LAN_MAC, ETH0_MAC);
    }

    public static PacketBuilder fromWan(PacketBuilder packet) {
        return packet.ethernet(WAN_MAC, ETH1_MAC);
    }

    public static PacketBuilder fromDmz(PacketBuilder packet) {
        return packet.ethernet(DMZ_MAC, ETH2_MAC);
    }

    /// A frame arrives, and everything that follows from it at once happens.
    public TestRouter arrive(TestDriver link, PacketBuilder frame) {
        return arrive(link, frame.bytes());
    }

    public TestRouter arrive(TestDriver link, byte[] frame) {
        return arrive(link, frame, packet -> { });
    }

    public TestRouter arrive(TestDriver link, byte[] frame, Consumer<Packet> marks) {
        link.arrive(frame, marks);
        return settle();
    }

    /// Sets the clock on the wall, in milliseconds since midnight UT.
    public void timeOfDay(int millis) {
        millisOfDay = millis;
    }

    /// Turns until there is nothing to do.
    public TestRouter settle() {
        for (int i = 0; i < TURNS; i++) {
            if (!stack.turn()) {
                return this;
            }
        }
        throw new AssertionError("the stack does not come to rest");
    }

    /// Lets time pass, with what happens in it.
    public TestRouter pass(Duration time) {
        long endNs = nowNs + time.toNanos();
        while (stack.nextDeadlineNs() <= endNs) {
            nowNs = Math.max(nowNs, stack.nextDeadlineNs());
            settle();
        }
        nowNs = endNs;
        return settle();
    }

    /// The one frame that was sent on a link since it was last asked.
    public byte[] onlyFrame(TestDriver link) {
        List<byte[]> sent = link.takeSent();
        Assertions.assertThat(sent).as("frames on " + link.name()).hasSize(1);
        return sent.getFirst();
    }

    public void sentNothing() {
        for (TestDriver link : List.of(eth0, eth1, eth2)) {
            Assertions.assertThat(link.takeSent()).as("frames on " + link.name()).isEmpty();
        }
    }

    public long dropped(DropReason reason) {
        return stack.pool().drops().of(reason);
    }

    /// That nothing but this was dropped, once.
    public void droppedOnly(DropReason reason) {
        Assertions.assertThat(dropped(reason)).as(reason.name()).isOne();
        Assertions.assertThat(stack.pool().drops().total()).as("all drops").isOne();
    }

    /// Something is going to throw.
    public TestRouter expectFaults() {
        faultsExpected = true;
        return this;
    }

    @Override
    public void close() {
        stack.close();
        Assertions.assertThat(stack.pool().underWay()).as("packets that nobody gave back").isZero();
        if (!faultsExpected) {
            Assertions.assertThat(stack.faults()).as("faults").isZero();
        }
    }
}
