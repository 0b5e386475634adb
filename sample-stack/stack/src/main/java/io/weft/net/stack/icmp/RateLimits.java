package io.weft.net.stack.icmp;

/// What {@link RateLimit} keeps to, by the kernel's switches.
///
/// @param messagesPerSecond to all hosts together, `net.ipv4.icmp_msgs_per_sec`
/// @param messagesBurst how many of them may come at once, `net.ipv4.icmp_msgs_burst`
/// @param perHostNs the time between two messages to one host, `net.ipv4.icmp_ratelimit`; up to six may be saved up
/// @param typeMask a bit for each message type that is limited, `net.ipv4.icmp_ratemask`
/// @param noRouteCostNs the time that one "no route" error costs its receiver, `net.ipv4.route.error_cost`
/// @param noRouteBurstNs how much of that time may be saved up, `net.ipv4.route.error_burst`
/// @param peers how many hosts are remembered; of more, those are forgotten that were heard of longest ago
public record RateLimits(long messagesPerSecond, int messagesBurst, long perHostNs, int typeMask,
        long noRouteCostNs, long noRouteBurstNs, int peers) {

    /// Linux's defaults: 1,000 a second and 50 at once; one a second to a host of destination unreachable, source quench, time exceeded
    /// and parameter problem; "no route" five times and then once a second.
    public static final RateLimits DEFAULT = new RateLimits(1_000, 50, 1_000_000_000L, 0x1818, 1_000_000_000L, 5_000_000_000L, 4_096);

    public RateLimits {
        if (messagesPerSecond < 0 || messagesBurst < 0 || perHostNs < 0 || noRouteCostNs < 0 || noRouteBurstNs < 0 || peers < 1) {
            throw new IllegalArgumentException("a rate limit cannot be negative, and at least one host has to be remembered");
        }
    }
}
