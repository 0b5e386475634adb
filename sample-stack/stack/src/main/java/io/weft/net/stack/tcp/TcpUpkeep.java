package io.weft.net.stack.tcp;

/// What connections keep to while nothing much happens, or too much, by the kernel's switches.
///
/// @param synCookies `net.ipv4.tcp_syncookies`
/// @param keepaliveTimeNs `net.ipv4.tcp_keepalive_time`: how long a connection that wants to be kept alive is silent before it is probed
/// @param keepaliveIntervalNs `net.ipv4.tcp_keepalive_intvl`: from probe to probe
/// @param keepaliveProbes `net.ipv4.tcp_keepalive_probes`: how many may go unanswered
/// @param orphanRetries `net.ipv4.tcp_orphan_retries`: how often data is sent again for a connection that no program holds
/// @param blackHoleTimeouts `net.ipv4.tcp_retries1`: after how many time-outs of a full segment smaller ones are tried; 0 for never. The
///     kernel does so only with `net.ipv4.tcp_mtu_probing`, which is off there
/// @param mtuRaiseNs `net.ipv4.tcp_probe_interval`: how long segments stay small before full ones are tried again (RFC 8899 §5.1.1)
/// @param memoryPressureBytes `net.ipv4.tcp_mem`'s second number, in bytes: from here on buffers grow no more by themselves
/// @param memoryBytes `net.ipv4.tcp_mem`'s third: from here on no buffer gets more than its least
public record TcpUpkeep(Cookies synCookies, long keepaliveTimeNs, long keepaliveIntervalNs, int keepaliveProbes, int orphanRetries,
        int blackHoleTimeouts, long mtuRaiseNs, long memoryPressureBytes, long memoryBytes) {

    public static final TcpUpkeep DEFAULT = new TcpUpkeep(Cookies.WHEN_FULL, 7_200_000_000_000L, 75_000_000_000L, 9, 8, 3, 600_000_000_000L,
            192L << 20, 256L << 20);

    /// When SYNs are answered without being remembered.
    public enum Cookies {
        NEVER,
        /// Of a listener that has as many under way as it wants.
        WHEN_FULL,
        ALWAYS
    }

    public TcpUpkeep withSynCookies(Cookies value) {
        return new TcpUpkeep(value, keepaliveTimeNs, keepaliveIntervalNs, keepaliveProbes, orphanRetries, blackHoleTimeouts, mtuRaiseNs,
                memoryPressureBytes, memoryBytes);
    }

    public TcpUpkeep withKeepalive(long timeNs, long intervalNs, int probes) {
        return new TcpUpkeep(synCookies, timeNs, intervalNs, probes, orphanRetries, blackHoleTimeouts, mtuRaiseNs, memoryPressureBytes,
                memoryBytes);
    }

    public TcpUpkeep withBlackHoleTimeouts(int value) {
        return new TcpUpkeep(synCookies, keepaliveTimeNs, keepaliveIntervalNs, keepaliveProbes, orphanRetries, value, mtuRaiseNs,
                memoryPressureBytes, memoryBytes);
    }

    public TcpUpkeep withMemory(long pressureBytes, long mostBytes) {
        return new TcpUpkeep(synCookies, keepaliveTimeNs, keepaliveIntervalNs, keepaliveProbes, orphanRetries, blackHoleTimeouts, mtuRaiseNs,
                pressureBytes, mostBytes);
    }
}
