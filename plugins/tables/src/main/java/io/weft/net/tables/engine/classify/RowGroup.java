package io.weft.net.tables.engine.classify;

import java.util.Arrays;

/// Rows of one chain that ask for the same numbers of a packet, or the rest that belongs to no such group, and which of them it can match.
///
/// The rows of a group stand close together in its sets, wherever they are in the chain. A number that every one of them asks for rules out
/// all words that its set has not got, and the whole group where its set is empty. So the smallest of these sets leads; where even that one
/// is kept in full, they meet block by block, in loops that the JVM makes vector code of.
final class RowGroup {

    // of the chain, in order
    private final int[] rows;
    private final int firstDimension;
    // the common ones first, and of these the one that tells rows apart best
    private final Dimension[] dimensions;
    // how many of them every row asks for
    private final int common;

    /// @param firstDimension where its intervals begin in a {@link Location}
    /// @param dimensions those that every row asks for before the others
    RowGroup(int[] rows, int firstDimension, Dimension[] dimensions) {
        this.rows = rows;
        this.firstDimension = firstDimension;
        this.dimensions = dimensions;
        common = (int) Arrays.stream(dimensions).filter(dimension -> dimension.everyRowAsks).count();
    }

    int dimensions() {
        return dimensions.length;
    }

    /// Looks up in which intervals a packet lies.
    ///
    /// @return whether it can match any of the rows
    boolean locate(Location location) {
        for (int i = 0; i < dimensions.length; i++) {
            int set = dimensions[i].of(location);
            if (i < common && dimensions[i].content.isEmpty(set)) {
                return false;
            }
            location.intervals[firstDimension + i] = set;
        }
        return true;
    }

    /// The first row from `row` on, and before `end`, that the packet at `location` can match; or `end`.
    int next(int row, int end, Location location) {
        int[] intervals = location.intervals;
        int lead = lead(intervals);
        int from = indexOf(row);
        int place = from >> 6;
        long mask = -1L << from;
        while (true) {
            int next = nextPlace(place, lead, location);
            if (next >= RowSets.words(rows.length) || rows[next << 6] >= end) {
                return end;
            }
            if (next != place) {
                mask = -1;
            }
            long bits = meet(next, intervals) & mask;
            if (bits != 0) {
                int index = (next << 6) + Long.numberOfTrailingZeros(bits);
                return index < rows.length ? Math.min(rows[index], end) : end;
            }
            place = next + 1;
            mask = -1;
        }
    }

    /// Of the first of its rows that is `row` or comes behind it.
    private int indexOf(int row) {
        if (row <= rows[0]) {
            return 0;
        }
        int found = Arrays.binarySearch(rows, row);
        return found >= 0 ? found : -found - 1;
    }

    /// The common dimension whose set has the fewest words, 0 where there is none.
    private int lead(int[] intervals) {
        int lead = 0;
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < common; i++) {
            int size = dimensions[i].content.size(intervals[firstDimension + i]);
            if (size < fewest) {
                lead = i;
                fewest = size;
            }
        }
        return lead;
    }

    /// The first place from `place` on at which the rows that the common dimensions leave may be.
    private int nextPlace(int place, int lead, Location location) {
        if (common == 0) {
            return place;
        }
        RowSets leading = dimensions[lead].content;
        int set = location.intervals[firstDimension + lead];
        return leading.isFull(set) ? nextMet(place, location) : leading.next(set, place);
    }

    private int nextMet(int place, Location location) {
        long[] met = location.met;
        int words = RowSets.words(rows.length);
        for (int from = place; from < words; from += met.length) {
            int count = Math.min(met.length, words - from);
            Arrays.fill(met, -1);
            for (int i = 0; i < common; i++) {
                dimensions[i].content.meet(location.intervals[firstDimension + i], from, met, count);
            }
            for (int i = 0; i < count; i++) {
                if (met[i] != 0) {
                    return from + i;
                }
            }
        }
        return words;
    }

    private long meet(int place, int[] intervals) {
        long bits = -1;
        for (int i = 0; i < dimensions.length && bits != 0; i++) {
            Dimension dimension = dimensions[i];
            bits &= dimension.indifferent[place] | dimension.content.word(intervals[firstDimension + i], place);
        }
        return bits;
    }
}
