package io.weft.net.stack.icmp;

/// How often one host is told to use another first hop: ever more rarely, then not at all until it was quiet for a while. The kernel's
/// ip_rt_send_redirect, `net.ipv4.route.redirect_load`, `redirect_number` and `redirect_silence`.
///
/// Hosts that fall on one place of the table forget each other, which costs a redirect more at worst.
final class RedirectLimit {

    private static final int PLACES = 1_024;
    private static final long LOAD_NS = 20_000_000L;
    private static final int MOST = 9;
    private static final long SILENCE_NS = LOAD_NS << MOST + 1;

    private final int[] hosts = new int[PLACES];
    private final int[] told = new int[PLACES];
    private final long[] lastNs = new long[PLACES];

    boolean allow(int host, long nowNs) {
        int at = host * 0x9E3779B1 >>> Integer.numberOfLeadingZeros(PLACES - 1);
        if (hosts[at] != host || nowNs - lastNs[at] > SILENCE_NS) {
            hosts[at] = host;
            told[at] = 0;
        }
        if (told[at] >= MOST) {
            lastNs[at] = nowNs;
            return false;
        }
        if (told[at] > 0 && nowNs - lastNs[at] <= LOAD_NS << told[at]) {
            return false;
        }
        lastNs[at] = nowNs;
        told[at]++;
        return true;
    }
}
