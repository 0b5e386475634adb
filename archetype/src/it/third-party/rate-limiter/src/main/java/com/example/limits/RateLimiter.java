package com.example.limits;

import io.weft.hook.HookHandler;
import io.weft.hook.HookPlugin;
import io.weft.hook.PluginContext;
import io.weft.hook.Verdict;
import io.weft.net.Stack;
import io.weft.net.control.Command;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.netfilter.Priorities;
import io.weft.net.packet.Packet;
import java.util.concurrent.ThreadLocalRandom;

/// Drops packets that come in from a source faster than it may send, before anything is spent on them.
public final class RateLimiter implements HookPlugin {

    private static final Verdict TOO_FAST = Verdict.drop("source sends too fast");

    private final PluginContext context;
    private final Stack stack;
    private final TokenBuckets buckets;
    private long dropped;

    public RateLimiter(PluginContext context, Stack stack, RateLimits limits) throws Exception {
        this.context = context;
        this.stack = stack;
        long nowNs = stack.onLoop(stack::nowNs);
        buckets = new TokenBuckets(limits, nowNs, ThreadLocalRandom.current().nextInt());
    }

    @Override
    public void start() {
        context.publish(Command.class, new RateCommand(this));
    }

    @HookHandler(at = PacketHooks.PRE_ROUTING, priority = Priorities.RAW)
    public Verdict limit(Packet packet) {
        int source = packet.ip().source();
        long nowNs = stack.nowNs();
        if (packet.trail() != null) {
            // made up, to be explained: it costs its source nothing
            return buckets.has(source, nowNs) ? Verdict.ACCEPT : TOO_FAST;
        }
        if (buckets.take(source, nowNs)) {
            return Verdict.ACCEPT;
        }
        dropped++;
        return TOO_FAST;
    }

    /// What an operator wants to know, in a line.
    String summary() throws Exception {
        return stack.onLoop(() -> dropped + " packets dropped; " + buckets.busy(stack.nowNs()) + " of " + buckets.room()
                + " sources below a full bucket, " + buckets.forgotten() + " forgotten too early");
    }
}
