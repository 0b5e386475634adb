package io.weft.net.testkit.link;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.Offloads;
import io.weft.net.stack.NetStack;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.List;
import java.util.Random;

/// A running router of two links in memory, for tests of what plugins make of packets through it:
///
///     192.168.1.2 — eth0, 192.168.1.1 — router — eth1, 203.0.113.1 — 203.0.113.2
///
/// It runs on the test's thread, and its clock stands still.
public final class TwoLinkRouter implements AutoCloseable {

    private static final String ETH0_MAC = "02:00:00:00:00:10";
    private static final String ETH1_MAC = "02:00:00:00:00:11";
    private static final String LAN_MAC = "02:00:00:00:01:10";
    private static final String WAN_MAC = "02:00:00:00:01:11";
    private static final int MTU = 1_500;
    private static final long START_NS = 1_000_000_000L;
    private static final int MOST_TURNS = 10_000;

    private final TestDriver eth0 = TestDriver.ethernet(ETH0_MAC, MTU, Offloads.NONE);
    private final TestDriver eth1 = TestDriver.ethernet(ETH1_MAC, MTU, Offloads.NONE);
    private final NetStack stack =
            NetStack.builder().name("router").clock(() -> START_NS).random(new Random(1)).poolPackets(256).forwarding(true).build();

    private TwoLinkRouter() {
        link("eth0", eth0, "192.168.1.1/24", "192.168.1.2", LAN_MAC);
        link("eth1", eth1, "203.0.113.1/24", "203.0.113.2", WAN_MAC);
    }

    private void link(String device, TestDriver driver, String address, String neighbor, String mac) {
        stack.addDevice(device, driver);
        stack.addAddress(device, InterfaceAddress.parse(address));
        stack.addNeighbor(device, Ipv4.parse(neighbor), MacAddress.parse(mac));
    }

    public static TwoLinkRouter open() {
        return new TwoLinkRouter();
    }

    public NetStack stack() {
        return stack;
    }

    /// Has 192.168.1.2 send an IP packet.
    ///
    /// @return the frames that left at the other side
    public List<byte[]> fromLan(PacketBuilder packet) {
        return through(eth0, packet.ethernet(LAN_MAC, ETH0_MAC), eth1);
    }

    /// Has 203.0.113.2 send an IP packet.
    ///
    /// @return the frames that left at the other side
    public List<byte[]> fromWan(PacketBuilder packet) {
        return through(eth1, packet.ethernet(WAN_MAC, ETH1_MAC), eth0);
    }

    private List<byte[]> through(TestDriver in, PacketBuilder frame, TestDriver out) {
        out.takeSent();
        in.arrive(frame.bytes());
        for (int i = 0; stack.turn(); i++) {
            if (i == MOST_TURNS) {
                throw new AssertionError("the stack does not come to rest");
            }
        }
        return out.takeSent();
    }

    @Override
    public void close() {
        stack.close();
    }
}
