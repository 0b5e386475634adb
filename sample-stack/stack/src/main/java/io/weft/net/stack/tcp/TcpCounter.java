package io.weft.net.stack.tcp;

/// What a stack's TCP counts, under the names that `nstat` and `/proc/net/netstat` have for it.
public enum TcpCounter {

    // RFC 4022, /proc/net/snmp
    /// Connections that this end began.
    ACTIVE_OPENS("TcpActiveOpens"),
    /// SYNs that a listener took.
    PASSIVE_OPENS("TcpPassiveOpens"),
    /// Openings that came to nothing.
    ATTEMPT_FAILS("TcpAttemptFails"),
    /// Connections that stood and were reset, by either end.
    ESTAB_RESETS("TcpEstabResets"),
    IN_SEGS("TcpInSegs"),
    OUT_SEGS("TcpOutSegs"),
    RETRANS_SEGS("TcpRetransSegs"),
    /// Segments with a header cut short or a wrong checksum.
    IN_ERRS("TcpInErrs"),
    OUT_RSTS("TcpOutRsts"),

    // listeners
    SYNCOOKIES_SENT("TcpExtSyncookiesSent"),
    SYNCOOKIES_RECV("TcpExtSyncookiesRecv"),
    SYNCOOKIES_FAILED("TcpExtSyncookiesFailed"),
    /// Connections that nobody accepted in time to make room.
    LISTEN_OVERFLOWS("TcpExtListenOverflows"),
    /// SYNs and last steps of openings that a listener dropped.
    LISTEN_DROPS("TcpExtListenDrops"),
    REQ_Q_FULL_DO_COOKIES("TcpExtTCPReqQFullDoCookies"),
    REQ_Q_FULL_DROP("TcpExtTCPReqQFullDrop"),

    // connections
    /// Probes sent into silence.
    KEEP_ALIVE("TcpExtTCPKeepAlive"),
    /// Nothing was acknowledged in time.
    TIMEOUTS("TcpExtTCPTimeouts"),
    WIN_PROBE("TcpExtTCPWinProbe"),
    ABORT_ON_TIMEOUT("TcpExtTCPAbortOnTimeout"),
    /// Closed with data that nobody had read.
    ABORT_ON_CLOSE("TcpExtTCPAbortOnClose"),
    /// Data came that nobody will read.
    ABORT_ON_DATA("TcpExtTCPAbortOnData"),
    CHALLENGE_ACK("TcpExtTCPChallengeACK"),
    SYN_CHALLENGE("TcpExtTCPSYNChallenge"),
    PAWS_ESTAB("TcpExtPAWSEstab"),
    DELAYED_ACKS("TcpExtDelayedACKs"),
    /// Connections that came to their TIME_WAIT.
    TW("TcpExtTW"),
    /// TIME_WAITs that gave way to a new connection.
    TW_RECYCLED("TcpExtTWRecycled"),
    /// Segments made smaller because larger ones vanish on the way.
    MTUP_FAIL("TcpExtTCPMTUPFail"),
    MTUP_SUCCESS("TcpExtTCPMTUPSuccess"),
    /// ICMP errors about numbers that are not under way.
    OUT_OF_WINDOW_ICMPS("TcpExtOutOfWindowIcmps"),
    /// Data for which there was no memory.
    RCV_Q_DROP("TcpExtTCPRcvQDrop"),
    MEMORY_PRESSURES("TcpExtTCPMemoryPressures");

    private final String kernelName;

    TcpCounter(String kernelName) {
        this.kernelName = kernelName;
    }

    /// As `nstat` prints it.
    public String kernelName() {
        return kernelName;
    }
}
