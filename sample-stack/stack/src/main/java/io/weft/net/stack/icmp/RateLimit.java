package io.weft.net.stack.icmp;

import io.weft.net.packet.IcmpHeader;
import java.util.random.RandomGenerator;

/// How many ICMP messages this host sends (RFC 1812 §4.3.2.8): in all, and to each host. Belongs to the loop thread.
///
/// It does what Linux does, with a token bucket for all hosts (`icmp_global_allow`) and one for each (`inet_peer_xrlim_allow`,
/// `ip_error`). The two limits on one host draw on the same bucket there, and here: a "no route" error pays to both.
public final class RateLimit {

    // Linux refills its global bucket at 50 Hz at most and forgets what was earned beyond a second
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long REFILL_STEP_NS = SECOND_NS / 50;
    /// XRLIM_BURST_FACTOR: how many messages a host may have saved up.
    private static final int HOST_BURST = 6;
    private static final int LARGEST_LIMITED_TYPE = 18;

    private final RateLimits limits;
    private final PeerTokens peers;
    private final RandomGenerator random;
    private final IcmpCounters counters = new IcmpCounters();
    private int credit;
    private boolean everRefilled;
    private long refilledNs;

    /// @param random makes the global bucket's emptying unpredictable, so that nobody can count other hosts' errors by it
    ///     (CVE-2020-25705)
    public RateLimit(RateLimits limits, RandomGenerator random) {
        this.limits = limits;
        this.random = random;
        this.peers = new PeerTokens(limits.peers(), random.nextInt());
    }

    /// What this stack's ICMP has counted.
    IcmpCounters counters() {
        return counters;
    }

    /// Whether a message of this type may go to `destination` now; if so it is counted. Not to be asked for messages over `lo`, which
    /// are never limited.
    public boolean allow(int type, int code, int destination, long nowNs) {
        if (!isLimited(type, code)) {
            return true;
        }
        if (!hasCredit(nowNs)) {
            counters.count(IcmpCounter.OUT_RATE_LIMIT_GLOBAL);
            return false;
        }
        if (!peers.spend(destination, limits.perHostNs(), HOST_BURST * limits.perHostNs(), nowNs)) {
            counters.count(IcmpCounter.OUT_RATE_LIMIT_HOST);
            return false;
        }
        // one on average, but never a number that can be known
        credit -= random.nextInt(3);
        return true;
    }

    /// Whether the sender of a packet that has no way on may be told now (`net.ipv4.route.error_cost`, `error_burst`); if so it is
    /// counted. The message itself has to pass {@link #allow} too.
    public boolean allowNoRoute(int source, long nowNs) {
        return peers.spend(source, limits.noRouteCostNs(), limits.noRouteBurstNs(), nowNs);
    }

    private boolean isLimited(int type, int code) {
        boolean pathMtu = type == IcmpHeader.DESTINATION_UNREACHABLE && code == IcmpHeader.FRAGMENTATION_NEEDED;
        return !pathMtu && type <= LARGEST_LIMITED_TYPE && (limits.typeMask() >>> type & 1) != 0;
    }

    private boolean hasCredit(long nowNs) {
        if (credit > 0) {
            return true;
        }
        long elapsedNs = everRefilled ? Math.min(nowNs - refilledNs, SECOND_NS) : SECOND_NS;
        if (elapsedNs < REFILL_STEP_NS) {
            return false;
        }
        int earned = (int) (limits.messagesPerSecond() * elapsedNs / SECOND_NS);
        if (earned == 0) {
            return false;
        }
        refilledNs = nowNs;
        everRefilled = true;
        credit = Math.min(credit + earned, limits.messagesBurst());
        return true;
    }
}
