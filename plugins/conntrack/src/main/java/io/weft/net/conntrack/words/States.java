package io.weft.net.conntrack.words;

import io.weft.net.connection.Connection;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.packet.Packet;
import java.util.List;

/// The states that rules ask for, a bit each.
final class States {

    static final int INVALID = 1;
    static final int NEW = 1 << 1;
    static final int RELATED = 1 << 2;
    static final int ESTABLISHED = 1 << 3;
    static final int UNTRACKED = 1 << 4;
    static final int SNAT = 1 << 5;
    static final int DNAT = 1 << 6;

    /// What `-m state` knows.
    static final WordList PLAIN = new WordList(
            List.of("INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED"),
            List.of(INVALID, NEW, RELATED, ESTABLISHED, UNTRACKED), List.of(0, 1, 3, 2, 4));
    /// What `-m conntrack` knows.
    static final WordList WITH_NAT = new WordList(
            List.of("INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT"),
            List.of(INVALID, NEW, RELATED, ESTABLISHED, UNTRACKED, SNAT, DNAT), List.of(0, 1, 3, 2, 4, 5, 6));

    private States() { }

    /// The state of a packet, and whether its connection is translated.
    static int of(Packet packet) {
        Connection connection = packet.connection();
        if (connection == null) {
            return packet.connectionState() == ConnectionState.UNTRACKED ? UNTRACKED : INVALID;
        }
        int status = connection.status();
        int bits = switch (packet.connectionState()) {
            case NEW -> NEW;
            case ESTABLISHED -> ESTABLISHED;
            case RELATED -> RELATED;
            case INVALID -> INVALID;
            case UNTRACKED -> UNTRACKED;
        };
        if ((status & ConnectionStatus.SRC_NAT) != 0) {
            bits |= SNAT;
        }
        if ((status & ConnectionStatus.DST_NAT) != 0) {
            bits |= DNAT;
        }
        return bits;
    }
}
