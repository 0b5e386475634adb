package io.weft.net.tables.engine.classify;

/// Which rows of one chain a packet can match.
///
/// Some dimensions tell rows well apart: those are the leading ones, and only words in which one of their sets, or the rows that none of
/// them knows, has a bit are looked at. In such a word the sets of all dimensions meet.
final class ChainClassifier {

    final int number;
    final int firstRow;
    private final int rows;
    private final int firstDimension;
    // the leading ones first
    private final Dimension[] dimensions;
    private final int leading;
    // the one set of the rows that no leading dimension knows
    private final RowSets others;

    /// @param number of the chain among those of its table
    /// @param firstDimension where its intervals begin in a {@link Location}
    ChainClassifier(int number, int firstRow, int rows, int firstDimension, Dimension[] dimensions, int leading, RowSets others) {
        this.number = number;
        this.firstRow = firstRow;
        this.rows = rows;
        this.firstDimension = firstDimension;
        this.dimensions = dimensions;
        this.leading = leading;
        this.others = others;
    }

    int dimensions() {
        return dimensions.length;
    }

    /// Looks up in which intervals a packet lies.
    void locate(Location location) {
        for (int i = 0; i < dimensions.length; i++) {
            location.intervals[firstDimension + i] = dimensions[i].of(location);
        }
        location.ages[number] = location.age;
    }

    /// The first row from `row` on that the packet at `location` can match, or the one behind the last.
    int next(int row, Location location) {
        int[] intervals = location.intervals;
        int place = row >> 6;
        long mask = -1L << row;
        while (true) {
            int next = nextPlace(place, intervals);
            if (next >= others.wordsPerSet()) {
                return rows;
            }
            if (next != place) {
                place = next;
                mask = -1;
            }
            long bits = meet(place, intervals) & mask;
            if (bits != 0) {
                return Math.min(rows, (place << 6) + Long.numberOfTrailingZeros(bits));
            }
            place++;
            mask = -1;
        }
    }

    private int nextPlace(int place, int[] intervals) {
        int next = others.next(0, place);
        for (int i = 0; i < leading; i++) {
            next = Math.min(next, dimensions[i].content.next(intervals[firstDimension + i], place));
        }
        return next;
    }

    private long meet(int place, int[] intervals) {
        long bits = -1;
        for (int i = 0; i < dimensions.length; i++) {
            Dimension dimension = dimensions[i];
            bits &= dimension.indifferent[place] | dimension.content.word(intervals[firstDimension + i], place);
        }
        return bits;
    }
}
