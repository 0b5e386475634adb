package io.weft.net.tables;

import io.weft.hook.PluginContext;
import io.weft.net.netfilter.PacketHooks;
import java.util.List;

/// The tables plugin with a table filter that has no targets of its own, for words that need no more.
public final class PlainFilter {

    private PlainFilter() { }

    public static PluginsDouble start() {
        return new PluginsDouble(List.of(PlainFilter::register));
    }

    private static void register(PluginContext context) {
        context.service(RuleTables.class).register(TableSpec.named("filter")
                .chain("INPUT", PacketHooks.LOCAL_IN).chain("FORWARD", PacketHooks.FORWARD).chain("OUTPUT", PacketHooks.LOCAL_OUT)
                .build());
    }
}
