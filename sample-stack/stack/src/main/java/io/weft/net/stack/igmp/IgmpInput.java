package io.weft.net.stack.igmp;

import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketTrail;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.IgmpHeader;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.stack.ip.TransportReceiver;
import java.util.Objects;

/// Takes the IGMP messages of a link: queries of routers, and reports of other hosts (RFC 2236 §2, RFC 3376 §4). The kernel's igmp_rcv.
public final class IgmpInput implements TransportReceiver {

    private final IgmpHost host;

    public IgmpInput(IgmpHost host) {
        this.host = host;
    }

    @Override
    public void receive(Packet packet) {
        int length = packet.transportLength();
        if (length < IgmpHeader.LENGTH) {
            packet.drop(DropReason.IGMP_MALFORMED);
        } else if (packet.checksum() == ChecksumState.UNCHECKED && !packet.igmp().checksumIsRight()) {
            packet.drop(DropReason.IGMP_CHECKSUM);
        } else {
            PacketTrail journal = packet.journal();
            if (journal != null) {
                journal.end(new Fate.Delivered("IGMP"));
            }
            if (journal != null && journal.isMadeUp()) {
                packet.release();
            } else {
                hear(packet, length);
            }
        }
    }

    private void hear(Packet packet, int length) {
        IgmpHeader igmp = packet.igmp();
        NetInterface in = Objects.requireNonNull(packet.in());
        switch (igmp.type()) {
            case IgmpHeader.QUERY -> {
                if (!isWhole(igmp, length)) {
                    packet.drop(DropReason.IGMP_MALFORMED);
                    return;
                }
                host.query(in, igmp, length);
            }
            case IgmpHeader.V1_REPORT, IgmpHeader.V2_REPORT -> {
                // this host's own, which comes back to it, says nothing about others
                if (packet.linkType() != LinkType.LOOPBACK) {
                    host.heardReport(in, igmp.group());
                }
            }
            // what only routers want to know
            default -> { }
        }
        packet.release();
    }

    /// RFC 3376 §7.1: 8 bytes are of version 1 or 2, 12 and more of version 3, and nothing is in between.
    private static boolean isWhole(IgmpHeader query, int length) {
        return length == IgmpHeader.LENGTH
                || length >= IgmpHeader.V3_QUERY_LENGTH && length >= IgmpHeader.V3_QUERY_LENGTH + 4 * query.sources();
    }
}
