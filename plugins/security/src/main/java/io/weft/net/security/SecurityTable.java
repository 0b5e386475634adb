package io.weft.net.security;

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

/// The table `security`: INPUT, FORWARD and OUTPUT once more, behind the table `filter`, for rules that its owners cannot undo.
public final class SecurityTable {

    private final BuiltInChain input;
    private final BuiltInChain forward;
    private final BuiltInChain output;

    public SecurityTable(PluginContext context) {
        RuleTable table = context.service(RuleTables.class).register(TableSpec.named("security").owner(context.pluginId())
                .chain("INPUT", PacketHooks.LOCAL_IN)
                .chain("FORWARD", PacketHooks.FORWARD)
                .chain("OUTPUT", PacketHooks.LOCAL_OUT)
                .build());
        context.onStop(table);
        input = table.chain("INPUT");
        forward = table.chain("FORWARD");
        output = table.chain("OUTPUT");
    }

    @HookHandler(at = PacketHooks.LOCAL_IN, priority = Priorities.SECURITY)
    public Verdict input(Packet packet) {
        return input.run(packet);
    }

    @HookHandler(at = PacketHooks.FORWARD, priority = Priorities.SECURITY)
    public Verdict forward(Packet packet) {
        return forward.run(packet);
    }

    @HookHandler(at = PacketHooks.LOCAL_OUT, priority = Priorities.SECURITY)
    public Verdict output(Packet packet) {
        return output.run(packet);
    }
}
