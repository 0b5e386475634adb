package io.weft.net.stack.ip;

/// What a stack's IP counts (RFC 4293), under the names that `nstat` has for it, in the order of `/proc/net/snmp`. Each is counted where
/// Linux 6.18 counts it.
public enum IpCounter {

    /// Packets that came in, fragments each for itself, whatever was wrong with them.
    IN_RECEIVES("IpInReceives"),
    /// Packets with a header or options that are wrong, and those whose TTL ran out.
    IN_HDR_ERRORS("IpInHdrErrors"),
    /// Packets to other hosts, where this one does not forward.
    IN_ADDR_ERRORS("IpInAddrErrors"),
    /// Packets on their way to another host, before FORWARD has its say.
    FORW_DATAGRAMS("IpForwDatagrams"),
    IN_UNKNOWN_PROTOS("IpInUnknownProtos"),
    /// Packets with nothing wrong about their header that were dropped before anybody decided about them.
    IN_DISCARDS("IpInDiscards"),
    /// Datagrams that a transport took.
    IN_DELIVERS("IpInDelivers"),
    /// Datagrams of this host, before LOCAL_OUT has its say.
    OUT_REQUESTS("IpOutRequests"),
    /// Datagrams of this host that a handler dropped; segments of TCP, which sends them again, are not among them.
    OUT_DISCARDS("IpOutDiscards"),
    /// Datagrams of this host that no route takes.
    OUT_NO_ROUTES("IpOutNoRoutes"),
    REASM_TIMEOUT("IpReasmTimeout"),
    /// Fragments to be put together.
    REASM_REQDS("IpReasmReqds"),
    /// Datagrams that became whole.
    REASM_OKS("IpReasmOKs"),
    /// Datagrams that never will, and fragments there was no room for.
    REASM_FAILS("IpReasmFails"),
    /// Datagrams that were cut.
    FRAG_OKS("IpFragOKs"),
    /// Datagrams too large for their link that were not cut.
    FRAG_FAILS("IpFragFails"),
    FRAG_CREATES("IpFragCreates"),
    /// Packets handed to a link, fragments each for itself.
    OUT_TRANSMITS("IpOutTransmits"),

    // /proc/net/netstat
    /// Packets to other hosts that no route takes.
    IN_NO_ROUTES("IpExtInNoRoutes"),
    /// Packets shorter than they say.
    IN_TRUNCATED_PKTS("IpExtInTruncatedPkts"),
    IN_MCAST_PKTS("IpExtInMcastPkts"),
    OUT_MCAST_PKTS("IpExtOutMcastPkts"),
    IN_BCAST_PKTS("IpExtInBcastPkts"),
    OUT_BCAST_PKTS("IpExtOutBcastPkts"),
    IN_CSUM_ERRORS("IpExtInCsumErrors"),
    REASM_OVERLAPS("IpExtReasmOverlaps");

    private final String kernelName;

    IpCounter(String kernelName) {
        this.kernelName = kernelName;
    }

    /// As `nstat` prints it.
    public String kernelName() {
        return kernelName;
    }
}
