package io.weft.net.tables.match.payload;

import io.weft.net.packet.Packet;

/// The search of Knuth, Morris and Pratt (1977): looks at each byte of the packet once, whatever the pattern.
final class KnuthMorrisPrattSearch implements TextSearch {

    private final int[] fold;
    private final int[] pattern;
    /// By length of a beginning of the pattern: the longest shorter one that it ends with.
    private final int[] borders;

    KnuthMorrisPrattSearch(String bytes, boolean ignoreCase) {
        fold = ByteFold.table(ignoreCase);
        pattern = ByteFold.apply(fold, bytes);
        borders = new int[pattern.length + 1];
        int border = 0;
        for (int length = 2; length <= pattern.length; length++) {
            int next = pattern[length - 1];
            while (border > 0 && pattern[border] != next) {
                border = borders[border];
            }
            if (pattern[border] == next) {
                border++;
            }
            borders[length] = border;
        }
    }

    @Override
    public boolean finds(Packet packet, int from, int to) {
        int matched = 0;
        for (int at = from; at < to; at++) {
            int next = fold[packet.u8(at)];
            while (matched > 0 && pattern[matched] != next) {
                matched = borders[matched];
            }
            if (pattern[matched] == next && ++matched == pattern.length) {
                return true;
            }
        }
        return false;
    }
}
