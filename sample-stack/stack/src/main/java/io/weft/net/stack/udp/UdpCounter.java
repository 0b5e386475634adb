package io.weft.net.stack.udp;

/// What is counted about UDP, under the names of the kernel's `/proc/net/snmp`.
public enum UdpCounter {

    /// Datagrams that a socket got; here when they reach it, not when somebody reads them.
    IN_DATAGRAMS("InDatagrams"),
    /// Datagrams to a port of one host where nobody listens.
    NO_PORTS("NoPorts"),
    /// Datagrams that were lost for whatever other reason; those of the counters that say which are among them.
    IN_ERRORS("InErrors"),
    OUT_DATAGRAMS("OutDatagrams"),
    /// Datagrams that found their socket's buffer full.
    RCVBUF_ERRORS("RcvbufErrors"),
    /// Datagrams that found their socket's send buffer full.
    SNDBUF_ERRORS("SndbufErrors"),
    /// Datagrams with a wrong checksum.
    IN_CSUM_ERRORS("InCsumErrors"),
    /// Datagrams to all or to a group, on a port where nobody listens.
    IGNORED_MULTI("IgnoredMulti");

    private final String text;

    UdpCounter(String text) {
        this.text = text;
    }

    /// Its name in `/proc/net/snmp`.
    public String text() {
        return text;
    }
}
