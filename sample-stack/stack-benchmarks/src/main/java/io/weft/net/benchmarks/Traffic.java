package io.weft.net.benchmarks;

import io.weft.net.packet.Packet;

/// What arrives on one card: frames of one kind, of flows in turn or at random.
final class Traffic implements Treadmill.Arrivals {

    private final Flow flow;
    private final boolean isReply;
    private Flow.Kind kind = Flow.Kind.UDP;
    private boolean isRandom;
    private int flows;
    private int next;
    private int left;
    private long random = 0x9E37_79B9_7F4A_7C15L;

    /// @param isReply that it is what servers send
    Traffic(Flow flow, boolean isReply) {
        this.flow = flow;
        this.isReply = isReply;
    }

    /// One packet of each flow, from 0 on.
    void each(Flow.Kind itsKind, int count) {
        begin(itsKind, count, count, false);
    }

    /// Packets of flows that are drawn for each.
    void random(Flow.Kind itsKind, int count) {
        begin(itsKind, count, Integer.MAX_VALUE, true);
    }

    /// Packets of which each begins a flow.
    void anew(Flow.Kind itsKind) {
        begin(itsKind, Integer.MAX_VALUE, Integer.MAX_VALUE, false);
    }

    private void begin(Flow.Kind itsKind, int count, int packets, boolean atRandom) {
        kind = itsKind;
        flows = count;
        next = 0;
        left = packets;
        isRandom = atRandom;
    }

    boolean isOver() {
        return left == 0;
    }

    @Override
    public boolean next(Packet packet) {
        if (left == 0) {
            return false;
        }
        if (left != Integer.MAX_VALUE) {
            left--;
        }
        int number = isRandom ? draw() : next++;
        if (isReply) {
            flow.reply(packet, kind, number);
        } else {
            flow.original(packet, kind, number);
        }
        return true;
    }

    /// Marsaglia's xorshift: cheap, and without a pattern that a cache could learn.
    private int draw() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) ((random >>> 32) * flows >>> 32);
    }
}
