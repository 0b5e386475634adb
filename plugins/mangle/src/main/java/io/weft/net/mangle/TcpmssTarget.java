package io.weft.net.mangle;

import io.weft.net.Stack;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.Traversal;
import java.util.Set;

/// One use of TCPMSS, the kernel's `tcpmss_tg4` and `tcpmss_mangle_packet`.
///
/// @param size what the segments are to hold at most, or {@link #PATH_MTU} for what fits through the links of both ways
record TcpmssTarget(int size, Stack stack) implements RuleTarget, PacketTarget {

    static final int PATH_MTU = 0xFFFF;
    /// What fits behind a TCP header alone.
    static final int MAX = 65_515;

    private static final int OPTION_MSS = 2;
    private static final int OPTION_LENGTH = 4;
    private static final int HEADERS = Ipv4Header.MIN_LENGTH + TcpHeader.MIN_LENGTH;
    private static final int MAX_HEADER = 60;
    private static final int MAX_MTU = 0xFFFF;
    /// RFC 9293 §3.7.1: what a sender takes for granted that is told nothing.
    private static final int UNTOLD = 536;
    private static final Set<String> HOOKS_WITH_A_WAY_OUT =
            Set.of(PacketHooks.FORWARD, PacketHooks.LOCAL_OUT, PacketHooks.POST_ROUTING);

    @Override
    public void check(RuleSite site) throws RefusedException {
        if (size == PATH_MTU && !HOOKS_WITH_A_WAY_OUT.containsAll(site.hooks())) {
            throw RefusedException.invalid("TCPMSS target: path-MTU clamping only supported in FORWARD, OUTPUT and POSTROUTING hooks");
        }
        if ((site.tcpFlags() & TcpHeader.SYN) == 0) {
            throw RefusedException.invalid("TCPMSS target: only works on TCP SYN packets");
        }
    }

    @Override
    public PacketTarget bind(RuleSite site) {
        return this;
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        if (traversal.fragmentOffset() != 0) {
            return Decision.CONTINUE;
        }
        int length = packet.transportLength();
        if (length < TcpHeader.MIN_LENGTH) {
            return Decision.DROP;
        }
        int headerLength = packet.tcp().headerLength();
        if (headerLength < TcpHeader.MIN_LENGTH || headerLength > length) {
            return Decision.DROP;
        }
        int wanted = size == PATH_MTU ? smallestMtu(packet) - HEADERS : size;
        if (size == PATH_MTU && wanted <= 0) {
            return Decision.DROP;
        }
        int at = TcpOptions.find(packet, headerLength, OPTION_MSS, OPTION_LENGTH);
        if (at > 0) {
            lower(packet, at + 2, wanted);
        } else if (length == headerLength && headerLength < MAX_HEADER) {
            // with data behind the header there may be no room for the option on the links
            insert(packet, headerLength, Math.min(wanted, UNTOLD));
        }
        return Decision.CONTINUE;
    }

    private static void lower(Packet packet, int at, int wanted) {
        if (packet.u16(packet.transportOffset() + at) > wanted) {
            TcpEdit.write16(packet, at, wanted);
        }
    }

    /// Puts the option before all others.
    private static void insert(Packet packet, int headerLength, int wanted) {
        packet.put(OPTION_LENGTH);
        int tcp = packet.transportOffset();
        for (int at = headerLength - 4; at >= TcpHeader.MIN_LENGTH; at -= 4) {
            packet.i32(tcp + at + OPTION_LENGTH, packet.i32(tcp + at));
        }
        int option = OPTION_MSS << 24 | OPTION_LENGTH << 16 | wanted;
        packet.i32(tcp + TcpHeader.MIN_LENGTH, option);
        TcpEdit.lengthened(packet, headerLength, headerLength + OPTION_LENGTH);
        TcpEdit.inserted32(packet, option);
        int offsetAndFlags = packet.u16(tcp + TcpEdit.OFFSET_AND_FLAGS);
        TcpEdit.write16(packet, TcpEdit.OFFSET_AND_FLAGS, offsetAndFlags + (OPTION_LENGTH / 4 << 12));
        Ipv4Header ip = packet.ip();
        Ipv4Edit.totalLength(ip, ip.totalLength() + OPTION_LENGTH);
    }

    /// Of the link that the packet leaves by and of the one that answers to it leave by.
    private int smallestMtu(Packet packet) {
        NetInterface out = packet.out();
        return Math.min(out == null ? MAX_MTU : out.mtu(), switch (stack.routeTo(packet.ip().source())) {
            case Route.Unicast back -> Math.min(back.device().mtu(), MAX_MTU);
            case Route.Broadcast back -> Math.min(back.device().mtu(), MAX_MTU);
            case Route.Local _, Route.Blackhole _, Route.Unreachable _ -> MAX_MTU;
        });
    }

    @Override
    public String save() {
        return size == PATH_MTU ? "--clamp-mss-to-pmtu" : "--set-mss " + size;
    }

    @Override
    public String list(boolean numeric) {
        return size == PATH_MTU ? "TCPMSS clamp to PMTU" : "TCPMSS set " + size;
    }
}
