package io.weft.net.tables.match.header;

import io.weft.net.tables.extension.PortRange;
import java.util.StringJoiner;

/// How the tcp and udp matches write their ports.
final class PortText {

    private PortText() { }

    /// iptables leaves out all ports even where a rule asks for none of them.
    static void save(StringJoiner words, String option, PortRange ports, boolean inverted) {
        if (!ports.equals(PortRange.ALL)) {
            words.add((inverted ? "! --" : "--") + option + " " + ports);
        }
    }

    static void list(StringJoiner words, String name, PortRange ports, boolean inverted, boolean numeric, int protocol) {
        if (!ports.equals(PortRange.ALL) || inverted) {
            words.add(name + (ports.isSingle() ? ":" : "s:") + (inverted ? "!" : "") + ports.list(numeric, protocol));
        }
    }
}
