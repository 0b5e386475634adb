package ${package};

import io.weft.hook.HookHandler;
import io.weft.hook.Verdict;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.netfilter.Priorities;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.UdpHeader;

/// Drops packets through the router that go to one UDP port.
public final class PortGate {

    private static final int CLOSED_PORT = 1900;
    private static final Verdict CLOSED = Verdict.drop("port closed");

    @HookHandler(at = PacketHooks.FORWARD, priority = Priorities.FILTER)
    public Verdict check(Packet packet) {
        boolean hasUdpHeader = packet.ip().protocol() == Ipv4Header.PROTOCOL_UDP && !packet.ip().isLaterFragment()
                && packet.transportLength() >= UdpHeader.LENGTH;
        return hasUdpHeader && packet.udp().destinationPort() == CLOSED_PORT ? CLOSED : Verdict.ACCEPT;
    }
}
