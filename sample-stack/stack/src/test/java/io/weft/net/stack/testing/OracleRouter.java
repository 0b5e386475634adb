package io.weft.net.stack.testing;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.packet.Packet;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.StackSettings;
import io.weft.net.stack.icmp.RateLimits;
import io.weft.net.stack.route.RouteEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The router that the kernel oracle asks, with this stack in the kernel's place: its three interfaces, addresses, routes, neighbours and
/// switches (`sample-stack/oracle/topology.json`).
///
///     LAN 192.168.1.0/24 ---- eth0  router  eth1 ---- WAN 203.0.113.0/24
///                                   eth2 ---- DMZ 10.9.0.0/24, MTU 1400
public final class OracleRouter implements AutoCloseable {

    /// What the client on the LAN sends from, and to.
    public static final String CLIENT_MAC = "02:00:00:00:01:10";
    public static final String ROUTER_MAC = "02:00:00:00:00:10";

    private static final long STEP_NS = 50_000_000L;
    private static final RateLimits UNLIMITED =
            new RateLimits(100_000, 100_000, 1_000_000_000L, 0, 1_000_000_000L, 5_000_000_000L, 64);

    private final Map<String, MemoryCard> cards = new LinkedHashMap<>();
    private final NetStack stack;
    private long nowNs = 1_000_000_000L;
    private int millisOfDay;

    /// @param settings changes what the oracle's router has
    public OracleRouter(UnaryOperator<StackSettings> settings) {
        StackSettings switches = settings.apply(
                StackSettings.DEFAULT.withForwarding(true).withSendRedirects(false).withIcmp(UNLIMITED));
        stack = NetStack.builder().name("oracle").settings(switches).clock(() -> nowNs).random(new Random(1))
                .wallClock(() -> Instant.ofEpochMilli(millisOfDay)).build();
        addDevice("eth0", ROUTER_MAC, 1500, "192.168.1.1/24");
        addDevice("eth1", "02:00:00:00:00:11", 1500, "203.0.113.1/24", "203.0.113.10/24");
        addDevice("eth2", "02:00:00:00:00:12", 1400, "10.9.0.1/24");
        addNeighbors("eth0", CLIENT_MAC, "192.168.1.2", "192.168.1.3", "192.168.1.4");
        addNeighbors("eth1", "02:00:00:00:01:11", "203.0.113.2", "203.0.113.3", "203.0.113.254");
        addNeighbors("eth2", "02:00:00:00:01:12", "10.9.0.2", "10.9.0.3");
        for (String route : List.of("8.0.0.0/8 via 203.0.113.254 dev eth1", "172.16.0.0/12 via 10.9.0.3 dev eth2",
                "blackhole 198.51.100.0/26", "unreachable 198.51.100.64/26", "prohibit 198.51.100.128/26")) {
            stack.addRoute(RouteEntry.parse(route));
        }
    }

    public OracleRouter() {
        this(settings -> settings);
    }

    private void addDevice(String name, String mac, int mtu, String... addresses) {
        MemoryCard card = new MemoryCard(mac, mtu);
        cards.put(name, card);
        stack.addDevice(name, card);
        for (String address : addresses) {
            stack.addAddress(name, InterfaceAddress.parse(address));
        }
    }

    private void addNeighbors(String device, String mac, String... addresses) {
        for (String address : addresses) {
            stack.addNeighbor(device, Ipv4.parse(address), MacAddress.parse(mac));
        }
    }

    public NetStack stack() {
        return stack;
    }

    /// What the router's clock says, in milliseconds since midnight UT.
    public void timeOfDay(int millis) {
        millisOfDay = millis;
    }

    public void advance(long ns) {
        nowNs += ns;
    }

    /// Sends a frame in and waits until the router has dealt with it.
    public void receive(String device, byte[] frame) {
        receive(device, frame, packet -> { });
    }

    /// @param report what the card says about the frame
    public void receive(String device, byte[] frame, Consumer<Packet> report) {
        card(device).receive(frame, report);
        settle();
    }

    /// Sends an IP packet in from the client on the LAN, and answers with the frames that come out there.
    public List<byte[]> askFromLan(PacketBuilder packet) {
        receive("eth0", packet.ethernet(CLIENT_MAC, ROUTER_MAC).bytes());
        return sent("eth0");
    }

    /// Lets the router do all that it has to do now, and then some time pass.
    public void settle() {
        while (stack.turn()) {
            // until nothing is under way
        }
        nowNs += STEP_NS;
    }

    /// The frames that went out since this was last asked.
    public List<byte[]> sent(String device) {
        return card(device).takeSent();
    }

    public Iterable<String> devices() {
        return cards.keySet();
    }

    private MemoryCard card(String device) {
        return Objects.requireNonNull(cards.get(device));
    }

    /// @throws AssertionError when packets were lost sight of, or code threw what the loop had to catch
    @Override
    public void close() {
        if (stack.pool().underWay() != 0 || stack.faults() != 0) {
            throw new AssertionError(stack.pool().underWay() + " packets are still under way, " + stack.faults() + " faults");
        }
        stack.close();
    }
}
