package io.weft.net.raw;

import io.weft.hook.HookHandler;
import io.weft.hook.PluginContext;
import io.weft.hook.Verdict;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.netfilter.Priorities;
import io.weft.net.packet.Packet;
import io.weft.net.tables.BuiltInChain;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.TableSpec;

/// The table `raw`: PREROUTING and OUTPUT, before connections are tracked.
public final class RawTable {

    private final BuiltInChain preRouting;
    private final BuiltInChain output;

    public RawTable(PluginContext context) {
        RuleTable table = context.service(RuleTables.class).register(TableSpec.named("raw").owner(context.pluginId())
                .chain("PREROUTING", PacketHooks.PRE_ROUTING)
                .chain("OUTPUT", PacketHooks.LOCAL_OUT)
                .build());
        context.onStop(table);
        preRouting = table.chain("PREROUTING");
        output = table.chain("OUTPUT");
    }

    @HookHandler(at = PacketHooks.PRE_ROUTING, priority = Priorities.RAW)
    public Verdict preRouting(Packet packet) {
        return preRouting.run(packet);
    }

    @HookHandler(at = PacketHooks.LOCAL_OUT, priority = Priorities.RAW)
    public Verdict output(Packet packet) {
        return output.run(packet);
    }
}
