package com.example.geo;

import io.weft.hook.HookPlugin;
import io.weft.hook.PluginContext;
import io.weft.net.Stack;
import io.weft.net.control.Command;
import io.weft.net.tables.RuleTables;
import java.io.IOException;

/// Makes the match geoblock known, and the command that reads its table anew.
public final class GeoBlockPlugin implements HookPlugin {

    private final PluginContext context;
    private final Stack stack;
    private final RuleTables tables;
    private final Atlas atlas;

    public GeoBlockPlugin(PluginContext context, Stack stack, RuleTables tables, GeoBlockConfig config) throws IOException {
        this.context = context;
        this.stack = stack;
        this.tables = tables;
        atlas = new Atlas(config.table());
    }

    @Override
    public void start() {
        context.onStop(tables.add(new GeoBlockExtension(atlas)));
        context.publish(Command.class, new GeoBlockCommand(atlas, stack));
    }
}
