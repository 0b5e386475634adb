package io.weft.net.stack.tcp;

/// How many challenge ACKs a stack sends a second (RFC 5961 §7).
final class ChallengeAcks {

    private static final long SECOND_NS = 1_000_000_000L;

    private final int perSecond;
    private long secondBeganNs;
    private int sent;

    ChallengeAcks(int perSecond) {
        this.perSecond = perSecond;
    }

    boolean mayGo(long nowNs) {
        if (sent == 0 || nowNs - secondBeganNs >= SECOND_NS) {
            secondBeganNs = nowNs;
            sent = 0;
        }
        return perSecond > 0 && sent++ < perSecond;
    }
}
