package io.weft.net.logging;

import io.weft.hook.HookPlugin;
import io.weft.hook.PluginContext;
import io.weft.net.Stack;
import io.weft.net.tables.RuleTables;

/// The plugin: it has no handlers, but makes the targets LOG, NFLOG and TRACE known and offers {@link NetfilterLog}.
public final class LoggingPlugin implements HookPlugin {

    private final PluginContext context;
    private final LoggingConfig config;

    public LoggingPlugin(PluginContext context, LoggingConfig config) {
        this.context = context;
        this.config = config;
    }

    @Override
    public void start() {
        Stack stack = context.service(Stack.class);
        RuleTables tables = context.service(RuleTables.class);
        var log = new PacketLog(stack, config);
        var writer = new LogWriter(stack, log, config);
        writer.start();
        // closed last, when no rule writes any more
        context.onStop(writer);
        context.onStop(tables.add(new LogExtension(log)));
        context.onStop(tables.add(new NflogExtension(log)));
        context.onStop(tables.add(new TraceExtension()));
        context.onStop(tables.watch(new TraceLines(log)));
        context.publish(NetfilterLog.class, writer);
    }
}
