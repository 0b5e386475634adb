package io.weft.net.stack.tcp;

import java.util.random.RandomGenerator;

/// Where connections begin to count (RFC 6528): by a clock that ticks every 4 µs, from an origin of its own for each pair of ends.
final class InitialSequence {

    private static final long TICK_NS = 4_000;

    private final SipHash origins;
    private final SipHash timestampOrigins;

    InitialSequence(RandomGenerator random) {
        origins = new SipHash(random);
        timestampOrigins = new SipHash(random);
    }

    int of(FourTuple tuple, long nowNs) {
        return (int) (origins.of(tuple) + nowNs / TICK_NS);
    }

    /// Where the connection's timestamps begin (RFC 7323 §5.4).
    int timestampOrigin(FourTuple tuple) {
        return (int) timestampOrigins.of(tuple);
    }
}
