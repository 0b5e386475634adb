package io.weft.net.tables.engine.classify;

import java.util.Arrays;

/// Rows of one chain that ask for the same numbers of a packet, or the rest that belongs to no such group, and which of them it can match.
///
/// The rows of a group stand close together in its sets, wherever they are in the chain. A number that every one of them asks for rules out
/// all words that its set has not got, and the whole group where its set is empty. So the smallest of these sets leads; where even that one
/// is kept in full, three of them meet word by word, in one loop that writes nothing down.
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
        boolean allFull = common > 1 && dimensions[lead].content.isFull(intervals[firstDimension + lead]);
        if (allFull) {
            chooseMeeting(location);
        }
        int from = indexOf(row);
        int place = from >> 6;
        long mask = -1L << from;
        while (true) {
            int next = allFull ? nextMeeting(place, location) : nextOfLead(place, lead, intervals);
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

    /// The first place from `place` on at which the leading set has rows.
    private int nextOfLead(int place, int lead, int[] intervals) {
        return common == 0 ? place : dimensions[lead].content.next(intervals[firstDimension + lead], place);
    }

    /// Chooses the common dimensions whose sets have the fewest rows, up to three, to meet first.
    private void chooseMeeting(Location location) {
        int[] meeting = location.meeting;
        int left = (1 << common) - 1;
        for (int i = 0; i < meeting.length; i++) {
            int best = Integer.numberOfTrailingZeros(left);
            for (int rest = left & left - 1; rest != 0; rest &= rest - 1) {
                int other = Integer.numberOfTrailingZeros(rest);
                best = rowsOf(other, location) < rowsOf(best, location) ? other : best;
            }
            meeting[i] = left == 0 ? meeting[0] : best;
            left &= ~(1 << best);
        }
    }

    private int rowsOf(int dimension, Location location) {
        return dimensions[dimension].content.rows(location.intervals[firstDimension + dimension]);
    }

    /// The first place from `place` on at which the sets of the chosen dimensions, all kept in full, have a row in common.
    private int nextMeeting(int place, Location location) {
        int[] intervals = location.intervals;
        int a = location.meeting[0];
        int b = location.meeting[1];
        int c = location.meeting[2];
        return RowSets.nextMeeting(place, dimensions[a].content, intervals[firstDimension + a],
                dimensions[b].content, intervals[firstDimension + b], dimensions[c].content, intervals[firstDimension + c]);
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
