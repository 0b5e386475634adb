package io.weft.net.tables.target;

import io.weft.hook.Verdict;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.Traversal;

/// One use of NFQUEUE, the kernel's `nfqueue_tg`.
///
/// @param first the queue, or the first of those among which flows are spread
/// @param count how many they are
/// @param bypass packets go on where nobody serves their queue
/// @param fanout the processor says the queue, not the flow
record NfqueueTarget(int first, int count, boolean bypass, boolean fanout) implements RuleTarget {

    static final int MAX_QUEUE = 0xFFFF;
    private static final int GOLDEN_RATIO = 0x9E37_79B1;

    @Override
    public void check(RuleSite site) throws RefusedException {
        if (count > MAX_QUEUE) {
            throw RefusedException.invalid("NFQUEUE target: number of total queues is 0");
        }
    }

    @Override
    public PacketTarget bind(RuleSite site) {
        // a packet costs a look into a row, so the verdicts are made here
        var queues = new Verdict[fanout ? 1 : count];
        for (int i = 0; i < queues.length; i++) {
            String name = "nfqueue:" + (first + i);
            queues[i] = bypass ? Verdict.queueOrAccept(name) : Verdict.queue(name);
        }
        return (packet, traversal) -> queue(packet, traversal, queues);
    }

    private static Decision queue(Packet packet, Traversal traversal, Verdict[] queues) {
        // one thread runs a stack, so "the queue of this processor" is always the first
        traversal.queue(queues[queues.length == 1 ? 0 : spread(packet.ip(), queues.length)]);
        return Decision.QUEUE;
    }

    /// The same number for both ways of a flow, from 0 to below `count`.
    private static int spread(Ipv4Header ip, int count) {
        int lower = Math.min(ip.source(), ip.destination());
        int higher = Math.max(ip.source(), ip.destination());
        int hash = ((lower * GOLDEN_RATIO ^ higher) * GOLDEN_RATIO ^ ip.protocol()) * GOLDEN_RATIO;
        return (int) ((hash & 0xFFFF_FFFFL) * count >>> 32);
    }

    @Override
    public String save() {
        return (count == 1 ? "--queue-num " + first : "--queue-balance " + first + ":" + (first + count - 1))
                + (bypass ? " --queue-bypass" : "") + (fanout ? " --queue-cpu-fanout" : "");
    }

    @Override
    public String list(boolean numeric) {
        return "NFQUEUE " + (count == 1 ? "num " + first : "balance " + first + ":" + (first + count - 1))
                + (bypass ? " bypass" : "") + (fanout ? " cpu-fanout" : "");
    }
}
