package io.weft.net.stack.neighbor;

/// What the neighbour table keeps to, by the kernel's switches under `net.ipv4.neigh`; times in nanoseconds.
///
/// @param baseReachableNs a confirmation holds for half to one and a half times this, `base_reachable_time_ms`
/// @param delayFirstProbeNs how long a stale neighbour in use may confirm itself before it is asked, `delay_first_probe_time`
/// @param retransNs between two requests, `retrans_time_ms`
/// @param lockNs for how long after a change another is not believed, `locktime`
/// @param gcStaleNs after which an unused neighbour may be forgotten, `gc_stale_time`
/// @param multicastProbes broadcast requests for a neighbour not known, `mcast_solicit`
/// @param unicastProbes requests to a neighbour known before, `ucast_solicit`
/// @param queuedPackets how many may wait for one neighbour, `unres_qlen`
/// @param queuedBytes how many bytes they may have together, `unres_qlen_bytes`
/// @param gcThreshold from how many neighbours on the unused are forgotten, `gc_thresh1`
/// @param maxNeighbors how many there may be, `gc_thresh3`
public record NeighborSettings(
        long baseReachableNs, long delayFirstProbeNs, long retransNs, long lockNs, long gcStaleNs,
        int multicastProbes, int unicastProbes, int queuedPackets, int queuedBytes, int gcThreshold, int maxNeighbors) {

    private static final long SECOND_NS = 1_000_000_000L;

    /// Linux's.
    public static final NeighborSettings DEFAULT = new NeighborSettings(
            30 * SECOND_NS, 5 * SECOND_NS, SECOND_NS, SECOND_NS, 60 * SECOND_NS, 3, 3, 101, 212_992, 128, 1_024);
}
