package io.weft.net.nat;

import io.weft.hook.HookHandler;
import io.weft.hook.PluginContext;
import io.weft.hook.Verdict;
import io.weft.net.Stack;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.nat.target.NatTargets;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.netfilter.Priorities;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.tables.BuiltInChain;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.TableSpec;

/// The table `nat` and the four places where packets are translated: the kernel's `iptable_nat` and `nf_nat_ipv4_*`.
///
/// Its chains see the first packet of a connection, once at each end. What they decide, or that they did not, is the connection's from
/// then on; each later packet, replies included, is translated by it without a rule being asked. As in the kernel nothing happens here
/// before somebody has named the table.
public final class NatTable {

    private static final Verdict TOO_SHORT = Verdict.drop("too short to be translated");
    private static final Verdict ERROR_NOT_TRANSLATABLE = Verdict.drop("ICMP error that cannot be translated");
    private static final Verdict NO_ROUTE = Verdict.drop("no route after translation");
    private static final Verdict OTHER_WAY_OUT = Verdict.drop("masqueraded as an address of another way out");

    private final Stack stack;
    private final Conntrack conntrack;
    private final Bindings bindings;
    private final RuleTable table;
    private final BuiltInChain prerouting;
    private final BuiltInChain input;
    private final BuiltInChain output;
    private final BuiltInChain postrouting;

    public NatTable(PluginContext context) {
        stack = context.service(Stack.class);
        conntrack = context.service(Conntrack.class);
        bindings = new Bindings(conntrack);
        RuleTables tables = context.service(RuleTables.class);
        var keeper = new BindingKeeper(conntrack, bindings, stack);
        context.onStop(keeper);
        context.publish(Nat.class, keeper);
        context.onStop(conntrack.translate(new FtpTranslation(conntrack, bindings)));
        // before the table, so that they are taken back after it: else the table's rules would have to be picked out first
        NatTargets.all(bindings, new WayOut(stack)).forEach(target -> context.onStop(tables.add(target)));
        table = tables.register(TableSpec.named("nat").owner(context.pluginId())
                .chain("PREROUTING", PacketHooks.PRE_ROUTING)
                .chain("INPUT", PacketHooks.LOCAL_IN)
                .chain("OUTPUT", PacketHooks.LOCAL_OUT)
                .chain("POSTROUTING", PacketHooks.POST_ROUTING)
                .inhibit("DROP", "\nThe \"nat\" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n")
                .build());
        context.onStop(table);
        prerouting = table.chain("PREROUTING");
        input = table.chain("INPUT");
        output = table.chain("OUTPUT");
        postrouting = table.chain("POSTROUTING");
    }

    @HookHandler(at = PacketHooks.PRE_ROUTING, priority = Priorities.NAT_DST)
    public Verdict prerouting(Packet packet) {
        int destination = packet.ip().destination();
        Verdict verdict = translate(packet, Manipulation.DESTINATION, prerouting);
        if (verdict == Verdict.ACCEPT && packet.ip().destination() != destination) {
            packet.route(null);
        }
        return verdict;
    }

    @HookHandler(at = PacketHooks.LOCAL_IN, priority = Priorities.NAT_SRC)
    public Verdict input(Packet packet) {
        return translate(packet, Manipulation.SOURCE, input);
    }

    /// A packet that goes elsewhere than its sender meant is routed once more: `nf_nat_ipv4_local_fn`.
    @HookHandler(at = PacketHooks.LOCAL_OUT, priority = Priorities.NAT_DST)
    public Verdict output(Packet packet) {
        Verdict verdict = translate(packet, Manipulation.DESTINATION, output);
        if (verdict == Verdict.ACCEPT && packet.connection() instanceof TrackedConnection connection) {
            Direction direction = packet.direction();
            if (connection.destination(direction) != connection.source(direction.inverse())) {
                return stack.reroute(packet) ? verdict : NO_ROUTE;
            }
        }
        return verdict;
    }

    @HookHandler(at = PacketHooks.POST_ROUTING, priority = Priorities.NAT_SRC)
    public Verdict postrouting(Packet packet) {
        if (packet.connection() instanceof TrackedConnection connection && leavesElsewhere(packet, connection)) {
            conntrack.remove(connection);
            return OTHER_WAY_OUT;
        }
        return translate(packet, Manipulation.SOURCE, postrouting);
    }

    /// The source is an address of an interface that its packets no longer leave by: `nf_nat_oif_changed`.
    private static boolean leavesElsewhere(Packet packet, TrackedConnection connection) {
        if (packet.direction() != Direction.ORIGINAL || !connection.has(ConnectionStatus.SRC_NAT_DONE)) {
            return false;
        }
        Binding binding = Bindings.find(connection);
        return binding != null && binding.masqueradedBy() != null && binding.masqueradedBy() != packet.out() && !isError(packet);
    }

    private static boolean isError(Packet packet) {
        return packet.connectionState() == ConnectionState.RELATED && packet.ip().protocol() == Ipv4Header.PROTOCOL_ICMP;
    }

    private Verdict translate(Packet packet, Manipulation manipulation, BuiltInChain chain) {
        if (!table.isLoaded() || !(packet.connection() instanceof TrackedConnection connection)) {
            return Verdict.ACCEPT;
        }
        if (isError(packet)) {
            return ErrorTranslation.translate(packet, connection, manipulation) ? Verdict.ACCEPT : ERROR_NOT_TRANSLATABLE;
        }
        if (packet.connectionState() != ConnectionState.ESTABLISHED && !connection.has(manipulation.done())) {
            Verdict verdict = chain.run(packet);
            if (verdict != Verdict.ACCEPT) {
                return verdict;
            }
            if (!connection.has(manipulation.done())) {
                bindings.bindNothing(connection, manipulation);
            }
        }
        Direction direction = packet.direction();
        if (!connection.has(manipulation.translated(direction))) {
            return Verdict.ACCEPT;
        }
        packet.markTransportHeader(packet.ip().headerLength());
        return Rewriter.rewrite(packet, connection, direction, manipulation) ? Verdict.ACCEPT : TOO_SHORT;
    }
}
