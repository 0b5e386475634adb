package io.weft.net.mangle;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.Traversal;
import java.util.StringJoiner;

/// One use of ECN, the kernel's `ecn_tg`.
///
/// @param ece what TCP's bit ECE is to be, or {@link #AS_IT_IS}
/// @param cwr what TCP's bit CWR is to be, or {@link #AS_IT_IS}
/// @param ect what the two bits in the IP header are to be, or {@link #AS_IT_IS}
record EcnTarget(int ece, int cwr, int ect) implements RuleTarget, PacketTarget {

    static final int AS_IT_IS = -1;
    private static final int ECT_MASK = 0x03;

    boolean changesTcp() {
        return ece != AS_IT_IS || cwr != AS_IT_IS;
    }

    @Override
    public void check(RuleSite site) throws RefusedException {
        if (changesTcp() && !site.isOnly(Ipv4Header.PROTOCOL_TCP)) {
            throw RefusedException.invalid("ECN target: cannot use operation on non-tcp rule");
        }
    }

    @Override
    public PacketTarget bind(RuleSite site) {
        return this;
    }

    @Override
    public Decision apply(Packet packet, Traversal traversal) {
        Ipv4Header ip = packet.ip();
        if (ect != AS_IT_IS) {
            Ipv4Edit.tos(ip, ip.tos() & ~ECT_MASK | ect);
        }
        return changesTcp() && ip.protocol() == Ipv4Header.PROTOCOL_TCP ? applyToTcp(packet) : Decision.CONTINUE;
    }

    /// The kernel does not look whether it is a later fragment, which holds no header.
    private Decision applyToTcp(Packet packet) {
        if (packet.transportLength() < TcpHeader.MIN_LENGTH) {
            return Decision.DROP;
        }
        TcpHeader tcp = packet.tcp();
        int flags = with(with(tcp.flags(), TcpHeader.ECE, ece), TcpHeader.CWR, cwr);
        if (flags != tcp.flags()) {
            TcpEdit.write8(packet, TcpEdit.OFFSET_AND_FLAGS + 1, flags);
        }
        return Decision.CONTINUE;
    }

    private static int with(int flags, int flag, int wanted) {
        return wanted == AS_IT_IS ? flags : wanted == 0 ? flags & ~flag : flags | flag;
    }

    @Override
    public String save() {
        if (ece == 0 && cwr == 0 && ect == AS_IT_IS) {
            return "--ecn-tcp-remove";
        }
        var words = new StringJoiner(" ");
        add(words, "--ecn-tcp-ece ", ece);
        add(words, "--ecn-tcp-cwr ", cwr);
        add(words, "--ecn-ip-ect ", ect);
        return words.toString();
    }

    @Override
    public String list(boolean numeric) {
        if (ece == 0 && cwr == 0 && ect == AS_IT_IS) {
            return "ECN TCP remove";
        }
        var words = new StringJoiner(" ").add("ECN");
        add(words, "ECE=", ece);
        add(words, "CWR=", cwr);
        add(words, "ECT codepoint=", ect);
        return words.toString();
    }

    private static void add(StringJoiner words, String word, int wanted) {
        if (wanted != AS_IT_IS) {
            words.add(word + wanted);
        }
    }
}
