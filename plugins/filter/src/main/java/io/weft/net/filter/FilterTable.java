package io.weft.net.filter;

import io.weft.hook.HookHandler;
import io.weft.hook.PluginContext;
import io.weft.hook.Verdict;
import io.weft.net.Stack;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.netfilter.Priorities;
import io.weft.net.packet.Packet;
import io.weft.net.tables.BuiltInChain;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.TableSpec;

/// The table `filter`: INPUT, FORWARD and OUTPUT, at the hooks where packets are let through or not.
public final class FilterTable {

    private final BuiltInChain input;
    private final BuiltInChain forward;
    private final BuiltInChain output;

    public FilterTable(PluginContext context) {
        RuleTables tables = context.service(RuleTables.class);
        // before the table, so that it is taken back after it: else the table's rules would have to be picked out first
        context.onStop(tables.add(new RejectExtension(context.service(Stack.class))));
        RuleTable table = tables.register(TableSpec.named("filter").owner(context.pluginId())
                .chain("INPUT", PacketHooks.LOCAL_IN)
                .chain("FORWARD", PacketHooks.FORWARD)
                .chain("OUTPUT", PacketHooks.LOCAL_OUT)
                .build());
        context.onStop(table);
        input = table.chain("INPUT");
        forward = table.chain("FORWARD");
        output = table.chain("OUTPUT");
    }

    @HookHandler(at = PacketHooks.LOCAL_IN, priority = Priorities.FILTER)
    public Verdict input(Packet packet) {
        return input.run(packet);
    }

    @HookHandler(at = PacketHooks.FORWARD, priority = Priorities.FILTER)
    public Verdict forward(Packet packet) {
        return forward.run(packet);
    }

    @HookHandler(at = PacketHooks.LOCAL_OUT, priority = Priorities.FILTER)
    public Verdict output(Packet packet) {
        return output.run(packet);
    }
}
