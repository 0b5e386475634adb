package io.weft.net.conntrack;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The states of a TCP connection as one who stands between the ends sees them, the kernel's `enum tcp_conntrack`, in its order.
enum TcpState {
    NONE(null),
    SYN_SENT(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_SYN_SENT),
    SYN_RECV(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_SYN_RECV),
    ESTABLISHED(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_ESTABLISHED),
    FIN_WAIT(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_FIN_WAIT),
    CLOSE_WAIT(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_CLOSE_WAIT),
    LAST_ACK(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_LAST_ACK),
    TIME_WAIT(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_TIME_WAIT),
    CLOSE(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_CLOSE),
    /// Both ends have sent a SYN. Its time-out is that of SYN_SENT.
    SYN_SENT2(ConntrackSetting.NF_CONNTRACK_TCP_TIMEOUT_SYN_SENT),
    /// No state, but what the transition table says of packets that cannot be.
    INVALID(null),
    /// No state, but what the transition table says of packets that change nothing.
    IGNORE(null);

    private final @Nullable ConntrackSetting timeout;

    TcpState(@Nullable ConntrackSetting timeout) {
        this.timeout = timeout;
    }

    /// How long it lasts without a packet.
    ConntrackSetting timeout() {
        return Objects.requireNonNull(timeout);
    }

    /// Whether a connection in it may be evicted even when it was ASSURED: it is closing anyway.
    boolean isClosing() {
        return switch (this) {
            case FIN_WAIT, LAST_ACK, TIME_WAIT, CLOSE, CLOSE_WAIT -> true;
            case NONE, SYN_SENT, SYN_RECV, ESTABLISHED, SYN_SENT2, INVALID, IGNORE -> false;
        };
    }
}
