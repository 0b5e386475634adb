package io.weft.net.nat;

import io.weft.hook.PluginContext;
import io.weft.hook.Verdict;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.ConntrackConfig;
import io.weft.net.conntrack.TrackingHooks;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.tables.PluginsDouble;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.TestPackets;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The plugins tables, conntrack and nat on a stack double. Packets go through their hooks as through a router with a LAN,
/// 192.168.1.1/24, and a WAN, 203.0.113.1/24 and 203.0.113.10/24.
final class NatDouble implements AutoCloseable {

    /// An interface with addresses.
    record Port(String name, int index, List<InterfaceAddress> addresses) implements NetInterface {

        @Override
        public int mtu() {
            return 1500;
        }

        @Override
        public MacAddress mac() {
            return MacAddress.ZERO;
        }

        @Override
        public boolean isLoopback() {
            return false;
        }
    }

    static final Port LAN = new Port("eth0", 2, List.of(InterfaceAddress.parse("192.168.1.1/24")));
    static final Port WAN =
            new Port("eth1", 3, List.of(InterfaceAddress.parse("203.0.113.1/24"), InterfaceAddress.parse("203.0.113.10/24")));

    private final AtomicReference<@Nullable TrackingHooks> tracking;
    private final AtomicReference<@Nullable NatTable> table;
    private final PluginsDouble plugins;
    private final TestPackets packets;

    NatDouble(String... rules) {
        tracking = new AtomicReference<>();
        table = new AtomicReference<>();
        plugins = plugins(tracking, table);
        packets = new TestPackets(plugins.stack());
        for (String rule : rules) {
            plugins.shell().ok("iptables -t nat " + rule);
        }
    }

    /// The plugins, for who needs their words only.
    static PluginsDouble plugins() {
        return plugins(new AtomicReference<>(), new AtomicReference<>());
    }

    private static PluginsDouble plugins(AtomicReference<@Nullable TrackingHooks> tracking, AtomicReference<@Nullable NatTable> table) {
        return new PluginsDouble(List.of(
                context -> context.service(RuleTables.class).register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN)
                        .chain("FORWARD", PacketHooks.FORWARD).chain("OUTPUT", PacketHooks.LOCAL_OUT).build()),
                context -> tracking.set(startTracking(context)),
                context -> table.set(new NatTable(context))));
    }

    private static TrackingHooks startTracking(PluginContext context) {
        var hooks = new TrackingHooks(context, config());
        hooks.start();
        return hooks;
    }

    /// A configuration in which nothing is said.
    private static ConntrackConfig config() {
        RecordComponent[] components = ConntrackConfig.class.getRecordComponents();
        Object[] values = Arrays.stream(components).map(component -> component.getType() == boolean.class ? false : null).toArray();
        try {
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
            return ConntrackConfig.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError("a record has a constructor of its components", impossible);
        }
    }

    StackDouble stack() {
        return plugins.stack();
    }

    Shell shell() {
        return plugins.shell();
    }

    TestPackets packets() {
        return packets;
    }

    Conntrack conntrack() {
        return plugins.service(Conntrack.class);
    }

    NatStatistics statistics() {
        return plugins.service(Nat.class).statistics();
    }

    NatTable table() {
        return Objects.requireNonNull(table.get());
    }

    /// Takes a packet that came in by `in` through the router and out by the other side; a handler that drops it ends its way.
    ///
    /// @return whether it left
    boolean forward(Packet packet, NetInterface in) {
        NetInterface out = in == LAN ? WAN : LAN;
        packet.in(in);
        if (!through(packet, hooks()::putTogetherIncoming, hooks()::trackIncoming, table()::prerouting)) {
            return false;
        }
        packet.out(out);
        packet.route(new Route.Unicast(out, Ipv4.ANY, Ipv4.ANY));
        return through(packet, table()::postrouting, hooks()::confirmSent);
    }

    /// Takes a packet that came in by `in` to the router itself.
    ///
    /// @return whether it arrived
    boolean deliver(Packet packet, NetInterface in) {
        packet.in(in);
        return through(packet, hooks()::trackIncoming, table()::prerouting, table()::input, hooks()::confirmDelivered);
    }

    /// Sends a packet of the router itself, routed to `out`.
    ///
    /// @return whether it left
    boolean send(Packet packet, NetInterface out) {
        packet.in(null);
        packet.out(out);
        packet.route(new Route.Unicast(out, Ipv4.ANY, Ipv4.ANY));
        return through(packet, hooks()::trackOutgoing, table()::output, table()::postrouting, hooks()::confirmSent);
    }

    TrackingHooks hooks() {
        return Objects.requireNonNull(tracking.get());
    }

    @SafeVarargs
    private static boolean through(Packet packet, Function<Packet, Verdict>... handlers) {
        for (Function<Packet, Verdict> handler : handlers) {
            if (handler.apply(packet).kind() != Verdict.Kind.ACCEPT) {
                return false;
            }
        }
        return true;
    }

    /// `203.0.113.1:5000>8.8.8.8:53` of TCP, UDP, and ICMP with an identifier in place of both ports.
    static String ends(Packet packet) {
        packet.markTransportHeader(packet.ip().headerLength());
        int from = 0;
        int to = 0;
        switch (packet.ip().protocol()) {
            case 6, 17 -> {
                from = packet.udp().sourcePort();
                to = packet.udp().destinationPort();
            }
            case 1 -> {
                from = packet.icmp().identifier();
                to = from;
            }
            default -> { }
        }
        return Ipv4.format(packet.ip().source()) + ":" + from + ">" + Ipv4.format(packet.ip().destination()) + ":" + to;
    }


    @Override
    public void close() throws Exception {
        plugins.close();
    }
}
