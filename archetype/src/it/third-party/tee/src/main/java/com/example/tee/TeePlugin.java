package com.example.tee;

import io.weft.hook.HookPlugin;
import io.weft.hook.PluginContext;
import io.weft.net.Stack;
import io.weft.net.tables.RuleTables;

/// Makes the target TEE known.
public final class TeePlugin implements HookPlugin {

    private final PluginContext context;
    private final Stack stack;
    private final RuleTables tables;

    public TeePlugin(PluginContext context, Stack stack, RuleTables tables) {
        this.context = context;
        this.stack = stack;
        this.tables = tables;
    }

    @Override
    public void start() {
        context.onStop(tables.add(new TeeExtension(new Copies(stack))));
    }
}
