package io.weft.net.conntrack;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The settings, under the kernel's sysctl names (`net.netfilter.…`) and with its values where nobody says otherwise.
public enum ConntrackSetting {
    /// How many connections there may be; unless it was set, as many as there are buckets.
    NF_CONNTRACK_MAX(262_144, 0),
    /// The size of the hash table, a power of two; other numbers are rounded up.
    NF_CONNTRACK_BUCKETS(262_144, 1, 1 << 26),
    /// How many expectations there may be.
    NF_CONNTRACK_EXPECT_MAX(4_096, 1),
    /// Whether packets with a wrong checksum are INVALID.
    NF_CONNTRACK_CHECKSUM(1, 0, 1),
    /// Whether packets and bytes of connections are counted, of those that begin from then on.
    NF_CONNTRACK_ACCT(0, 0, 1),
    /// Whether connections get helpers by their ports.
    NF_CONNTRACK_HELPER(0, 0, 1),
    NF_CONNTRACK_GENERIC_TIMEOUT(600, 0),
    NF_CONNTRACK_ICMP_TIMEOUT(30, 0),
    NF_CONNTRACK_GRE_TIMEOUT(30, 0),
    NF_CONNTRACK_GRE_TIMEOUT_STREAM(180, 0),
    NF_CONNTRACK_UDP_TIMEOUT(30, 0),
    NF_CONNTRACK_UDP_TIMEOUT_STREAM(120, 0),
    NF_CONNTRACK_TCP_TIMEOUT_SYN_SENT(120, 0),
    NF_CONNTRACK_TCP_TIMEOUT_SYN_RECV(60, 0),
    NF_CONNTRACK_TCP_TIMEOUT_ESTABLISHED(432_000, 0),
    NF_CONNTRACK_TCP_TIMEOUT_FIN_WAIT(120, 0),
    NF_CONNTRACK_TCP_TIMEOUT_CLOSE_WAIT(60, 0),
    NF_CONNTRACK_TCP_TIMEOUT_LAST_ACK(30, 0),
    NF_CONNTRACK_TCP_TIMEOUT_TIME_WAIT(120, 0),
    NF_CONNTRACK_TCP_TIMEOUT_CLOSE(10, 0),
    NF_CONNTRACK_TCP_TIMEOUT_MAX_RETRANS(300, 0),
    NF_CONNTRACK_TCP_TIMEOUT_UNACKNOWLEDGED(300, 0),
    /// Whether a connection may be picked up in its midst.
    NF_CONNTRACK_TCP_LOOSE(1, 0, 1),
    /// Whether only resets out of window are INVALID.
    NF_CONNTRACK_TCP_BE_LIBERAL(0, 0, 1),
    /// Whether resets out of window pass.
    NF_CONNTRACK_TCP_IGNORE_INVALID_RST(0, 0, 1),
    /// After how many retransmissions a time-out is no longer than that of `max_retrans`.
    NF_CONNTRACK_TCP_MAX_RETRANS(3, 0, 255);

    private final int byDefault;
    private final int least;
    private final int most;

    ConntrackSetting(int byDefault, int least) {
        this(byDefault, least, Integer.MAX_VALUE);
    }

    ConntrackSetting(int byDefault, int least, int most) {
        this.byDefault = byDefault;
        this.least = least;
        this.most = most;
    }

    /// The kernel's name, such as `nf_conntrack_max`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int byDefault() {
        return byDefault;
    }

    /// The setting of that name, or null.
    public static @Nullable ConntrackSetting of(String key) {
        for (ConntrackSetting setting : values()) {
            if (setting.key().equals(key)) {
                return setting;
            }
        }
        return null;
    }

    /// @throws IllegalArgumentException naming the key and what is allowed
    void require(long value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key() + " is " + value + ", but must be from " + least + " to " + most);
        }
    }
}
