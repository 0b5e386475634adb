package io.weft.net.tables.example;

import io.weft.hook.Held;
import io.weft.hook.HookQueue;
import io.weft.hook.PluginContext;
import io.weft.hook.QueueOptions;
import io.weft.hook.Verdict;
import io.weft.net.packet.Packet;
import java.time.Duration;

/// Decides about packets that `-j NFQUEUE --queue-num 7` hands over, on a thread of its own.
final class Inspection {

    private final PluginContext context;

    Inspection(PluginContext context) {
        this.context = context;
    }

    void work() throws InterruptedException {
        try (HookQueue<Packet> queue = context.hooks().queue("nfqueue:7", Packet.class, QueueOptions.of(1_000, Duration.ofSeconds(2)))) {
            for (Held<Packet> held; (held = queue.poll(Duration.ofSeconds(1))) != null; ) held.decide(inspect(held.subject()));
        }
    }

    private static Verdict inspect(Packet packet) {
        return packet.length() > 1_000 ? Verdict.DROP : Verdict.ACCEPT;
    }
}
