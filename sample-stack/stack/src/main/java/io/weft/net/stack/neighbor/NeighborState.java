package io.weft.net.stack.neighbor;

/// What is known of a neighbour's MAC address, by the kernel's names (RFC 4861 §7.3.2 has them too, for IPv6).
public enum NeighborState {

    /// Asked for, not known; packets wait.
    INCOMPLETE,
    /// Known and lately confirmed.
    REACHABLE,
    /// Known, not confirmed for a while; used as it is, and use makes it DELAY.
    STALE,
    /// Used while stale; waits a moment for a confirmation before it asks.
    DELAY,
    /// Asked again, by unicast.
    PROBE,
    /// Did not answer.
    FAILED,
    /// Set by the operator; never asked for, never changed by ARP.
    PERMANENT;

    /// The kernel's NUD_VALID: there is a MAC address to send to.
    boolean isValid() {
        return switch (this) {
            case REACHABLE, STALE, DELAY, PROBE, PERMANENT -> true;
            case INCOMPLETE, FAILED -> false;
        };
    }
}
