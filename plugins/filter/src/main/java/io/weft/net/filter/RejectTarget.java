package io.weft.net.filter;

import io.weft.net.Stack;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.UdpHeader;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.Traversal;

/// One use of REJECT, the kernel's `reject_tg` and `nf_send_unreach`.
record RejectTarget(RejectKind kind, Stack stack) implements RuleTarget, PacketTarget {

    private static final int PROTOCOL_DCCP = 33;
    private static final int PROTOCOL_GRE = 47;
    private static final int PROTOCOL_ESP = 50;
    private static final int PROTOCOL_AH = 51;
    private static final int PROTOCOL_SCTP = 132;
    private static final int PROTOCOL_UDPLITE = 136;

    @Override
    public String save() {
        return "--reject-with " + kind.word;
    }

    @Override
    public String list(boolean numeric) {
        return "reject-with " + kind.word;
    }

    @Override
    public void check(RuleSite site) throws RefusedException {
        if (kind == RejectKind.TCP_RESET && !site.isOnly(Ipv4Header.PROTOCOL_TCP)) {
            throw RefusedException.invalid("REJECT target: TCP_RESET invalid for non-tcp");
        }
    }

    @Override
    public PacketTarget bind(RuleSite site) {
        return this;
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        if (kind == RejectKind.TCP_RESET) {
            stack.sendTcpReset(packet);
        } else if (traversal.fragmentOffset() == 0 && checksumIsRight(packet)) {
            stack.sendIcmpError(packet, IcmpHeader.DESTINATION_UNREACHABLE, kind.code, 0);
        }
        return Decision.DROP;
    }

    /// What a bad checksum says about the sender is not to be trusted, so it is told nothing.
    private static boolean checksumIsRight(Packet packet) {
        if (packet.checksum() != ChecksumState.UNCHECKED) {
            return true;
        }
        return switch (packet.ip().protocol()) {
            case Ipv4Header.PROTOCOL_TCP -> packet.tcp().checksumIsRight();
            // the sum over the IP payload, whatever UDP's own length says; 0 is none
            case Ipv4Header.PROTOCOL_UDP -> packet.transportLength() >= UdpHeader.LENGTH
                    && packet.udp().checksum() == 0 || packet.tcp().checksumIsRight();
            // optional, partial, or none of the Internet's kind
            case PROTOCOL_DCCP, PROTOCOL_GRE, PROTOCOL_ESP, PROTOCOL_AH, PROTOCOL_SCTP, PROTOCOL_UDPLITE -> true;
            default -> packet.icmp().checksumIsRight();
        };
    }
}
