package io.weft.net.stack;

import io.weft.net.stack.icmp.RateLimits;
import io.weft.net.stack.ip.IpSettings;
import io.weft.net.stack.ip.IpSettings.ReversePath;
import io.weft.net.stack.ip.ReassemblyLimits;
import io.weft.net.stack.neighbor.NeighborSettings;
import io.weft.net.stack.tcp.TcpSettings;

/// What a stack keeps to, by the kernel's switches; {@link #DEFAULT} has the kernel's values.
///
/// @param forwarding `net.ipv4.ip_forward`: it is a router, not a host
/// @param defaultTtl `net.ipv4.ip_default_ttl`
/// @param sendRedirects `net.ipv4.conf.*.send_redirects`
/// @param acceptSourceRoute `net.ipv4.conf.*.accept_source_route`
/// @param reversePath `net.ipv4.conf.*.rp_filter`
/// @param icmp how many ICMP messages are sent, `net.ipv4.icmp_*` and `net.ipv4.route.error_*`
/// @param neighbors `net.ipv4.neigh.*`
/// @param reassembly `net.ipv4.ipfrag_*`
/// @param tcp `net.ipv4.tcp_*`
/// @param handlers what handlers at the hook points may do; the kernel has no such switch
public record StackSettings(
        boolean forwarding, int defaultTtl, boolean sendRedirects, boolean acceptSourceRoute, ReversePath reversePath,
        RateLimits icmp, NeighborSettings neighbors, ReassemblyLimits reassembly, TcpSettings tcp,
        HandlerLimits handlers) {

    /// A host with Linux's settings.
    public static final StackSettings DEFAULT = new StackSettings(
            false, 64, true, false, ReversePath.OFF, RateLimits.DEFAULT, NeighborSettings.DEFAULT, ReassemblyLimits.DEFAULT,
            TcpSettings.DEFAULT, HandlerLimits.NONE);

    public StackSettings withForwarding(boolean value) {
        return new StackSettings(value, defaultTtl, sendRedirects, acceptSourceRoute, reversePath, icmp, neighbors, reassembly, tcp, handlers);
    }

    public StackSettings withDefaultTtl(int value) {
        return new StackSettings(forwarding, value, sendRedirects, acceptSourceRoute, reversePath, icmp, neighbors, reassembly, tcp, handlers);
    }

    public StackSettings withSendRedirects(boolean value) {
        return new StackSettings(forwarding, defaultTtl, value, acceptSourceRoute, reversePath, icmp, neighbors, reassembly, tcp, handlers);
    }

    public StackSettings withAcceptSourceRoute(boolean value) {
        return new StackSettings(forwarding, defaultTtl, sendRedirects, value, reversePath, icmp, neighbors, reassembly, tcp, handlers);
    }

    public StackSettings withReversePath(ReversePath value) {
        return new StackSettings(forwarding, defaultTtl, sendRedirects, acceptSourceRoute, value, icmp, neighbors, reassembly, tcp, handlers);
    }

    public StackSettings withIcmp(RateLimits value) {
        return new StackSettings(forwarding, defaultTtl, sendRedirects, acceptSourceRoute, reversePath, value, neighbors, reassembly, tcp, handlers);
    }

    public StackSettings withNeighbors(NeighborSettings value) {
        return new StackSettings(forwarding, defaultTtl, sendRedirects, acceptSourceRoute, reversePath, icmp, value, reassembly, tcp, handlers);
    }

    public StackSettings withReassembly(ReassemblyLimits value) {
        return new StackSettings(forwarding, defaultTtl, sendRedirects, acceptSourceRoute, reversePath, icmp, neighbors, value, tcp, handlers);
    }

    public StackSettings withTcp(TcpSettings value) {
        return new StackSettings(forwarding, defaultTtl, sendRedirects, acceptSourceRoute, reversePath, icmp, neighbors, reassembly, value, handlers);
    }

    IpSettings ip() {
        return new IpSettings(forwarding, defaultTtl, sendRedirects, acceptSourceRoute, reversePath);
    }

    public StackSettings withHandlers(HandlerLimits value) {
        return new StackSettings(
                forwarding, defaultTtl, sendRedirects, acceptSourceRoute, reversePath, icmp, neighbors, reassembly, tcp, value);
    }
}
