package io.weft.net.mangle;

import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.Traversal;
import java.util.BitSet;
import java.util.Map;
import java.util.stream.Collectors;

/// One use of TCPOPTSTRIP, the kernel's `tcpoptstrip_mangle_packet`.
///
/// @param kinds the options' numbers
record TcpoptstripTarget(BitSet kinds) implements RuleTarget, PacketTarget {

    private static final Map<String, Integer> NAMES =
            Map.of("wscale", 3, "mss", 2, "sack-permitted", 4, "sack", 5, "timestamp", 8, "md5", 19);
    private static final int MAX_KIND = 255;
    private static final int NO_OPERATION = 1;

    TcpoptstripTarget {
        kinds = (BitSet) kinds.clone();
    }

    /// The number of an option by name or number, or -1.
    static int kind(String word) {
        Integer named = NAMES.get(word);
        return named != null ? named : (int) Numbers.parse(word, MAX_KIND).orElse(-1);
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
        if (packet.transportLength() < TcpHeader.MIN_LENGTH) {
            return Decision.DROP;
        }
        int end = packet.tcp().headerLength();
        if (end < TcpHeader.MIN_LENGTH || end > packet.transportLength()) {
            return Decision.DROP;
        }
        int length;
        for (int offset = TcpHeader.MIN_LENGTH; offset < end - 1; offset += length) {
            length = TcpOptions.length(packet, offset);
            if (offset + length > end) {
                break;
            }
            if (kinds.get(packet.u8(packet.transportOffset() + offset))) {
                for (int each = 0; each < length; each++) {
                    TcpEdit.write8(packet, offset + each, NO_OPERATION);
                }
            }
        }
        return Decision.CONTINUE;
    }

    @Override
    public String save() {
        return kinds.isEmpty() ? "" : "--strip-options " + words(true);
    }

    @Override
    public String list(boolean numeric) {
        return kinds.isEmpty() ? "" : "TCPOPTSTRIP options " + words(numeric);
    }

    private String words(boolean numeric) {
        return kinds.stream().mapToObj(kind -> numeric ? Integer.toString(kind) : name(kind)).collect(Collectors.joining(","));
    }

    private static String name(int kind) {
        return NAMES.entrySet().stream().filter(named -> named.getValue() == kind).map(Map.Entry::getKey).findFirst()
                .orElse(Integer.toString(kind));
    }
}
