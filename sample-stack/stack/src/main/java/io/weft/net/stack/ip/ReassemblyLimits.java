package io.weft.net.stack.ip;

/// How much a {@link Reassembler} holds, and how long.
///
/// @param datagrams how many may wait at once; each keeps one packet of the pool
/// @param bytes of waiting fragments; while there are more, no fragment is taken, `net.ipv4.ipfrag_high_thresh`
/// @param timeoutNs how long a datagram may wait from its first-come fragment on, `net.ipv4.ipfrag_time`
public record ReassemblyLimits(int datagrams, long bytes, long timeoutNs) {

    /// Linux's 4 MiB and 30 s, and 256 packets.
    public static final ReassemblyLimits DEFAULT = new ReassemblyLimits(256, 4 << 20, 30_000_000_000L);

    public ReassemblyLimits {
        if (datagrams < 1 || bytes < 0 || timeoutNs <= 0) {
            throw new IllegalArgumentException("reassembly needs room for a datagram and time for it");
        }
    }
}
