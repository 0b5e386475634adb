package io.weft.net.mangle;

import io.weft.net.packet.Checksum;
import io.weft.net.packet.Ipv4Header;

/// Changes fields of IPv4 headers and brings the checksum along (RFC 1624), so that a wrong one stays wrong.
final class Ipv4Edit {

    private Ipv4Edit() { }

    static void tos(Ipv4Header ip, int tos) {
        int before = ip.tos();
        if (tos != before) {
            ip.tos(tos);
            ip.checksum(Checksum.update16(ip.checksum(), before, tos));
        }
    }

    static void ttl(Ipv4Header ip, int ttl) {
        int before = ip.ttl();
        if (ttl != before) {
            ip.ttl(ttl);
            ip.checksum(Checksum.update16(ip.checksum(), before << 8, ttl << 8));
        }
    }

    static void totalLength(Ipv4Header ip, int length) {
        int before = ip.totalLength();
        ip.totalLength(length);
        ip.checksum(Checksum.update16(ip.checksum(), before, length));
    }
}
