package io.weft.net.stack;

import io.weft.net.packet.DropCounters;
import io.weft.net.packet.DropReason;
import io.weft.net.stack.icmp.IcmpCounter;
import io.weft.net.stack.icmp.IcmpCounters;
import io.weft.net.stack.ip.IpCounter;
import io.weft.net.stack.ip.IpCounters;
import io.weft.net.stack.tcp.TcpCounter;
import io.weft.net.stack.tcp.TcpCounters;
import io.weft.net.stack.udp.UdpCounter;
import io.weft.net.stack.udp.UdpCounters;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a stack's protocols have counted since it was built. From any thread.
public final class ProtocolCounters {

    private final IpCounters ip;
    private final IcmpCounters icmp;
    private final TcpCounters tcp;
    private final UdpCounters udp;
    private final DropCounters drops;

    ProtocolCounters(IpCounters ip, IcmpCounters icmp, TcpCounters tcp, UdpCounters udp, DropCounters drops) {
        this.ip = ip;
        this.icmp = icmp;
        this.tcp = tcp;
        this.udp = udp;
        this.drops = drops;
    }

    public long of(IpCounter what) {
        return ip.of(what);
    }

    public long of(IcmpCounter what) {
        return icmp.of(what);
    }

    /// By the names of `/proc/net/snmp` and `/proc/net/netstat` (RFC 4293, RFC 4022, RFC 4113), as `nstat` writes them, layer by layer.
    public Map<String, Long> byName() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (IpCounter counter : IpCounter.values()) {
            counts.put(counter.kernelName(), ip.of(counter));
        }
        for (IcmpCounter counter : IcmpCounter.values()) {
            counts.put(counter.kernelName(), icmp.of(counter));
        }
        counts.put("TcpInCsumErrors", drops.of(DropReason.TCP_CHECKSUM));
        for (TcpCounter counter : TcpCounter.values()) {
            counts.put(counter.kernelName(), tcp.of(counter));
        }
        for (UdpCounter counter : UdpCounter.values()) {
            counts.put("Udp" + counter.text(), udp.of(counter));
        }
        return counts;
    }
}
