package io.weft.net.mangle;

import io.weft.hook.HookHandler;
import io.weft.hook.PluginContext;
import io.weft.hook.Verdict;
import io.weft.net.Stack;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.netfilter.Priorities;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.tables.BuiltInChain;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;

/// The table `mangle`: all five chains, where packets are changed rather than let through or not.
public final class MangleTable {

    private static final Verdict NO_ROUTE = Verdict.drop("no route after mangle OUTPUT");

    private final Stack stack;
    private final BuiltInChain preRouting;
    private final BuiltInChain input;
    private final BuiltInChain forward;
    private final BuiltInChain output;
    private final BuiltInChain postRouting;

    public MangleTable(PluginContext context) {
        stack = context.service(Stack.class);
        RuleTables tables = context.service(RuleTables.class);
        // before the table, so that they are taken back after it: else the table's rules would have to be picked out first
        for (TargetExtension target : List.of(new TtlExtension(), new TosExtension(), new DscpExtension(), new EcnExtension(),
                new TcpmssExtension(stack), new TcpoptstripExtension())) {
            context.onStop(tables.add(target));
        }
        RuleTable table = tables.register(TableSpec.named("mangle").owner(context.pluginId())
                .chain("PREROUTING", PacketHooks.PRE_ROUTING)
                .chain("INPUT", PacketHooks.LOCAL_IN)
                .chain("FORWARD", PacketHooks.FORWARD)
                .chain("OUTPUT", PacketHooks.LOCAL_OUT)
                .chain("POSTROUTING", PacketHooks.POST_ROUTING)
                .build());
        context.onStop(table);
        preRouting = table.chain("PREROUTING");
        input = table.chain("INPUT");
        forward = table.chain("FORWARD");
        output = table.chain("OUTPUT");
        postRouting = table.chain("POSTROUTING");
    }

    @HookHandler(at = PacketHooks.PRE_ROUTING, priority = Priorities.MANGLE)
    public Verdict preRouting(Packet packet) {
        return preRouting.run(packet);
    }

    @HookHandler(at = PacketHooks.LOCAL_IN, priority = Priorities.MANGLE)
    public Verdict input(Packet packet) {
        return input.run(packet);
    }

    @HookHandler(at = PacketHooks.FORWARD, priority = Priorities.MANGLE)
    public Verdict forward(Packet packet) {
        return forward.run(packet);
    }

    /// The kernel's `ipt_mangle_out`: a packet of which something changed that routes depend on is routed once more. It alone of the
    /// tables does so; a mark set in `raw` or `filter` comes too late.
    @HookHandler(at = PacketHooks.LOCAL_OUT, priority = Priorities.MANGLE)
    public Verdict output(Packet packet) {
        Ipv4Header before = packet.ip();
        int source = before.source();
        int destination = before.destination();
        int tos = before.tos();
        int mark = packet.mark();
        Verdict verdict = output.run(packet);
        if (verdict.kind() != Verdict.Kind.DROP && verdict.kind() != Verdict.Kind.STOLEN) {
            Ipv4Header now = packet.ip();
            if (now.source() != source || now.destination() != destination || now.tos() != tos || packet.mark() != mark) {
                return stack.reroute(packet) ? verdict : NO_ROUTE;
            }
        }
        return verdict;
    }

    @HookHandler(at = PacketHooks.POST_ROUTING, priority = Priorities.MANGLE)
    public Verdict postRouting(Packet packet) {
        return postRouting.run(packet);
    }
}
