package io.weft.net.tables.match.payload;

import io.weft.net.packet.Packet;

/// Finds bytes in packets. Made once a rule, with tables that depend on the bytes only.
sealed interface TextSearch permits BoyerMooreSearch, KnuthMorrisPrattSearch {

    /// @param from offset from the packet's head
    /// @param to where what is found must have ended, not beyond the packet
    /// @return whether the bytes stand there
    boolean finds(Packet packet, int from, int to);
}
