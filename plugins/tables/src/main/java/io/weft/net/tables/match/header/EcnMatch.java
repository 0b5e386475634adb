package io.weft.net.tables.match.header;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderField;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.Traversal;
import java.util.StringJoiner;

/// The ECN bits that a rule asks for, the kernel's `ecn_mt4`.
///
/// @param flagMask of the TCP flags CWR and ECE those that it asks for
/// @param flagValue of them those that are to be set
/// @param asksIp it asks for the codepoint in the IP header too
record EcnMatch(int flagMask, int flagValue, boolean asksIp, int codepoint, boolean notCodepoint) implements HeaderMatch, PacketMatch {

    private static final int CODEPOINT_MASK = 3;

    @Override
    public void check(RuleSite site) throws RefusedException {
        if (flagMask != 0 && !site.isOnly(Ipv4Header.PROTOCOL_TCP)) {
            throw RefusedException.invalid("ecn match: cannot match TCP bits for non-tcp packets");
        }
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        return this;
    }

    @Override
    public boolean matches(Packet packet, Traversal traversal) {
        if (asksIp && ((packet.ip().tos() & CODEPOINT_MASK) == codepoint) == notCodepoint) {
            return false;
        }
        // like the kernel it takes what stands in a later fragment for a header
        return flagMask == 0
                || packet.transportLength() >= TcpHeader.MIN_LENGTH && (packet.tcp().flags() & flagMask) == flagValue;
    }

    /// Not the flags: those it finds in later fragments too.
    @Override
    public void describe(HeaderConditions conditions) {
        if (asksIp) {
            conditions.masked(HeaderField.TOS, CODEPOINT_MASK, codepoint, notCodepoint);
        }
    }

    @Override
    public String save() {
        return words("--ecn-tcp-ece", "--ecn-tcp-cwr", "--ecn-ip-ect ", "! ");
    }

    @Override
    public String list(boolean numeric) {
        return "ECN match " + words("ECE", "CWR", "ECT=", "!");
    }

    private String words(String ece, String cwr, String ect, String not) {
        var words = new StringJoiner(" ");
        flag(words, TcpHeader.ECE, ece, not);
        flag(words, TcpHeader.CWR, cwr, not);
        if (asksIp) {
            words.add((notCodepoint ? not : "") + ect + codepoint);
        }
        return words.toString();
    }

    private void flag(StringJoiner words, int flag, String name, String not) {
        if ((flagMask & flag) != 0) {
            words.add(((flagValue & flag) == 0 ? not : "") + name);
        }
    }
}
