package com.example.audit;

import io.weft.hook.HookPlugin;
import io.weft.hook.PluginContext;
import io.weft.net.Stack;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.Lease;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Has connections tracked, and writes down when each begins and ends.
public final class AuditPlugin implements HookPlugin {

    private static final long WRITE_EVERY_MS = 200;

    private final PluginContext context;
    private final Stack stack;
    private final Conntrack conntrack;
    private final AuditConfig config;

    public AuditPlugin(PluginContext context, Stack stack, Conntrack conntrack, AuditConfig config) {
        this.context = context;
        this.stack = stack;
        this.conntrack = conntrack;
        this.config = config;
    }

    /// What is opened first is closed last: the listener goes before the queue is written out for the last time.
    @Override
    public void start() {
        EventQueue queue = new EventQueue(config.queue());
        JsonLinesFile file = JsonLinesFile.open(config.file(), queue);
        context.onStop(file);
        context.scheduler().scheduleWithFixedDelay(file::write, WRITE_EVERY_MS, WRITE_EVERY_MS, TimeUnit.MILLISECONDS);
        if (config.accounting()) {
            conntrack.settings().set("nf_conntrack_acct", 1);
        }
        context.onStop(conntrack.use());
        Lease listening = onLoop(() -> conntrack.listen(new ConnectionAudit(stack, queue)));
        context.onStop(() -> onLoop(() -> {
            listening.close();
            return listening;
        }));
    }

    /// Listeners come and go on the loop: when one has gone, the loop is in none of its methods any more.
    private Lease onLoop(Callable<Lease> task) {
        try {
            return stack.onLoop(task);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
