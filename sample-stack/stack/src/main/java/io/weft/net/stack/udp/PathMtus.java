package io.weft.net.stack.udp;

/// The path MTUs that routers told of (RFC 1191), by destination. The kernel's exceptions to routes, `net.ipv4.route.mtu_expires`.
///
/// Hosts that fall on one place of the table forget each other, which costs a datagram and an ICMP error at worst.
final class PathMtus {

    /// `net.ipv4.route.min_pmtu`: a smaller one is believed to be a forgery, and the path to have no more than this and to cut on its own.
    static final int LEAST = 552;

    private static final int PLACES = 1_024;
    private static final long EXPIRES_NS = 600_000_000_000L;

    private final int[] hosts = new int[PLACES];
    private final int[] mtus = new int[PLACES];
    private final long[] untilNs = new long[PLACES];
    private boolean any;

    /// A router told the size of what gets through to a host.
    ///
    /// @param now the path MTU believed in so far; a larger one changes nothing
    void lower(int host, int mtu, int now, long nowNs) {
        if (mtu >= now) {
            return;
        }
        int at = place(host);
        hosts[at] = host;
        mtus[at] = Math.max(LEAST, mtu);
        untilNs[at] = nowNs + EXPIRES_NS;
        any = true;
    }

    /// The largest IP packet that is known to get through to a host, as far as the link lets it.
    int to(int host, int linkMtu, long nowNs) {
        if (!any) {
            return linkMtu;
        }
        int at = place(host);
        return hosts[at] == host && nowNs < untilNs[at] ? Math.min(mtus[at], linkMtu) : linkMtu;
    }

    private static int place(int host) {
        return host * 0x9E3779B1 >>> Integer.numberOfLeadingZeros(PLACES - 1);
    }
}
