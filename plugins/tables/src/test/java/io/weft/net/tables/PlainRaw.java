package io.weft.net.tables;

import io.weft.hook.PluginContext;
import io.weft.net.netfilter.PacketHooks;
import java.util.List;

/// The tables plugin with the tables raw and filter, for words that mean something in the first alone.
public final class PlainRaw {

    private PlainRaw() { }

    public static PluginsDouble start() {
        return new PluginsDouble(List.of(PlainRaw::register));
    }

    private static void register(PluginContext context) {
        RuleTables tables = context.service(RuleTables.class);
        tables.register(TableSpec.named("raw").chain("PREROUTING", PacketHooks.PRE_ROUTING).chain("OUTPUT", PacketHooks.LOCAL_OUT).build());
        tables.register(TableSpec.named("filter")
                .chain("INPUT", PacketHooks.LOCAL_IN).chain("FORWARD", PacketHooks.FORWARD).chain("OUTPUT", PacketHooks.LOCAL_OUT)
                .build());
    }
}
