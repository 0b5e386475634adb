package io.weft.net.stack.tcp;

/// Which of TCP's later additions connections use, by the kernel's switches.
///
/// @param congestionControl `net.ipv4.tcp_congestion_control`
/// @param sack `net.ipv4.tcp_sack`: tells and asks which segments have come behind a gap (RFC 2018); losses are then found by RACK
///     (RFC 8985), otherwise by duplicate acknowledgments (RFC 6582)
/// @param dsack `net.ipv4.tcp_dsack`: tells which came twice (RFC 2883)
/// @param tailLossProbe `net.ipv4.tcp_early_retrans`: asks after the end of a flight (RFC 8985 §7)
/// @param frto `net.ipv4.tcp_frto`: looks after a time-out whether it was needed (RFC 5682)
/// @param ecn `net.ipv4.tcp_ecn` (RFC 3168)
public record TcpSwitches(Congestion congestionControl, boolean sack, boolean dsack, boolean tailLossProbe, boolean frto, Ecn ecn) {

    public static final TcpSwitches DEFAULT = new TcpSwitches(Congestion.CUBIC, true, true, true, true, Ecn.ACCEPT);

    /// How a connection finds out how much the network bears.
    public enum Congestion {
        /// RFC 5681.
        RENO,
        /// RFC 9438.
        CUBIC
    }

    /// Whether routers may mark segments where they would drop them.
    public enum Ecn {
        OFF,
        /// Connections ask for it, and grant it.
        ASK,
        /// They grant it to those who ask.
        ACCEPT
    }

    public TcpSwitches withCongestionControl(Congestion value) {
        return new TcpSwitches(value, sack, dsack, tailLossProbe, frto, ecn);
    }

    public TcpSwitches withSack(boolean value) {
        return new TcpSwitches(congestionControl, value, dsack, tailLossProbe, frto, ecn);
    }

    public TcpSwitches withDsack(boolean value) {
        return new TcpSwitches(congestionControl, sack, value, tailLossProbe, frto, ecn);
    }

    public TcpSwitches withTailLossProbe(boolean value) {
        return new TcpSwitches(congestionControl, sack, dsack, value, frto, ecn);
    }

    public TcpSwitches withFrto(boolean value) {
        return new TcpSwitches(congestionControl, sack, dsack, tailLossProbe, value, ecn);
    }

    public TcpSwitches withEcn(Ecn value) {
        return new TcpSwitches(congestionControl, sack, dsack, tailLossProbe, frto, value);
    }
}
