package io.weft.net.tables.match.meta;

import io.weft.net.Stack;
import io.weft.net.address.Ipv4;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.StringJoiner;

/// The test of the way back, the kernel's `rpfilter_mt`.
///
/// @param stack whose routes say the way
/// @param loose any interface will do
/// @param validMark routes are looked up with the packet's mark
/// @param acceptLocal this host's own addresses pass too
record RpfilterMatch(Stack stack, boolean loose, boolean validMark, boolean acceptLocal, boolean inverted)
        implements RuleMatch, PacketMatch {

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        return passes(packet) != inverted;
    }

    private boolean passes(Packet packet) {
        NetInterface in = packet.in();
        if (packet.linkType() == LinkType.LOOPBACK || in != null && in.isLoopback()) {
            return true;
        }
        Ipv4Header ip = packet.ip();
        if (Ipv4.isZeroNet(ip.source()) && (ip.destination() == Ipv4.BROADCAST || isLinkGroup(ip.destination()))) {
            // a host that has no address yet, as with DHCP
            return true;
        }
        return switch (stack.routeBack(packet, validMark ? packet.mark() : 0)) {
            case Route.Unicast back -> loose || back.device() == in;
            case Route.Local local -> acceptLocal && (loose || local.device() == in);
            case Route.Broadcast _, Route.Blackhole _, Route.Unreachable _ -> false;
        };
    }

    /// 224.0.0.0/24.
    private static boolean isLinkGroup(int address) {
        return address >>> 8 == 0xE0_0000;
    }

    @Override
    public String save() {
        return words("--");
    }

    @Override
    public String list(boolean numeric) {
        return ("rpfilter " + words("")).stripTrailing();
    }

    private String words(String dashes) {
        var words = new StringJoiner(" ");
        if (loose) {
            words.add(dashes + "loose");
        }
        if (validMark) {
            words.add(dashes + "validmark");
        }
        if (acceptLocal) {
            words.add(dashes + "accept-local");
        }
        if (inverted) {
            words.add(dashes + "invert");
        }
        return words.toString();
    }
}
