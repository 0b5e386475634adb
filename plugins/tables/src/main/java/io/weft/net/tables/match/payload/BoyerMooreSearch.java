package io.weft.net.tables.match.payload;

import io.weft.net.packet.Packet;
import java.util.Arrays;

/// The search of Boyer and Moore (1977): compares from the back, and moves on by the farther of two shifts, that of the byte that
/// differs and that of the end that was equal.
///
/// Where case does not count, the first shift is known for a capital and its small letter only. The kernel's `ts_bm` has it so, and
/// passes over some places with a sharp s or a y with diaeresis in Latin-1, which become another byte each time that they are made
/// capitals.
final class BoyerMooreSearch implements TextSearch {

    private final int[] fold;
    private final int[] pattern;
    /// By byte: how far its last place in the pattern is from the end.
    private final int[] byteShifts = new int[ByteFold.BYTES];
    /// By count of bytes that were equal: how far to the next place where they stand in the pattern behind another byte.
    private final int[] endShifts;

    BoyerMooreSearch(String bytes, boolean ignoreCase) {
        fold = ByteFold.table(ignoreCase);
        pattern = ByteFold.apply(fold, bytes);
        int last = pattern.length - 1;
        Arrays.fill(byteShifts, pattern.length);
        for (int i = 0; i < last; i++) {
            byteShifts[pattern[i]] = last - i;
            if (ignoreCase) {
                byteShifts[ByteFold.small(pattern[i])] = last - i;
            }
        }
        endShifts = new int[pattern.length];
        for (int equal = 0; equal < pattern.length; equal++) {
            endShifts[equal] = endShift(equal);
        }
    }

    private int endShift(int equal) {
        int shift = 1;
        while (equal > 0 && shift < pattern.length && !fitsAgain(equal, shift)) {
            shift++;
        }
        return shift;
    }

    private boolean fitsAgain(int equal, int shift) {
        int last = pattern.length - 1;
        for (int i = last; i > last - equal && i - shift >= 0; i--) {
            if (pattern[i - shift] != pattern[i]) {
                return false;
            }
        }
        int before = last - equal;
        return before - shift < 0 || pattern[before - shift] != pattern[before];
    }

    @Override
    public boolean finds(Packet packet, int from, int to) {
        int last = pattern.length - 1;
        int end = from + last;
        while (end < to) {
            int equal = 0;
            while (equal <= last && fold[packet.u8(end - equal)] == pattern[last - equal]) {
                equal++;
            }
            if (equal > last) {
                return true;
            }
            end = Math.max(end - equal + byteShifts[packet.u8(end - equal)], end + endShifts[equal]);
        }
        return false;
    }
}
