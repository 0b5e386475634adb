package io.weft.net.tables.match.payload;

import io.weft.net.packet.Packet;
import java.util.Arrays;

/// The search of Boyer and Moore (1977) in Horspool's form: compares from the back, and skips by the byte under the pattern's end.
final class BoyerMooreSearch implements TextSearch {

    private final int[] fold;
    private final int[] pattern;
    /// By byte: how far the pattern may move on when that byte is under its end.
    private final int[] skips = new int[ByteFold.BYTES];

    BoyerMooreSearch(String bytes, boolean ignoreCase) {
        fold = ByteFold.table(ignoreCase);
        pattern = ByteFold.apply(fold, bytes);
        int[] folded = new int[ByteFold.BYTES];
        Arrays.fill(folded, pattern.length);
        for (int i = 0; i < pattern.length - 1; i++) {
            folded[pattern[i]] = pattern.length - 1 - i;
        }
        for (int b = 0; b < ByteFold.BYTES; b++) {
            skips[b] = folded[fold[b]];
        }
    }

    @Override
    public boolean finds(Packet packet, int from, int to) {
        int last = pattern.length - 1;
        for (int at = from; at + last < to; at += skips[packet.u8(at + last)]) {
            int i = last;
            while (i >= 0 && fold[packet.u8(at + i)] == pattern[i]) {
                i--;
            }
            if (i < 0) {
                return true;
            }
        }
        return false;
    }
}
