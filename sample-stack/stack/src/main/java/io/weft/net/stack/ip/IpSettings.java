package io.weft.net.stack.ip;

/// What the IP layer keeps to, by the kernel's switches under `net.ipv4`.
///
/// @param forwarding `ip_forward`
/// @param defaultTtl of this host's own packets, `ip_default_ttl`
/// @param sendRedirects `conf.*.send_redirects`
/// @param acceptSourceRoute `conf.*.accept_source_route`
/// @param reversePath whose packets are let in by their source address, `conf.*.rp_filter`
public record IpSettings(
        boolean forwarding, int defaultTtl, boolean sendRedirects, boolean acceptSourceRoute, ReversePath reversePath) {

    /// RFC 3704's filters.
    public enum ReversePath {
        OFF,
        /// The best way back to the source is the interface that the packet came in by.
        STRICT,
        /// There is a way back to the source.
        LOOSE
    }

    public IpSettings {
        if (defaultTtl < 1 || defaultTtl > 255) {
            throw new IllegalArgumentException("a TTL of " + defaultTtl + " is not within 1 to 255");
        }
    }
}
