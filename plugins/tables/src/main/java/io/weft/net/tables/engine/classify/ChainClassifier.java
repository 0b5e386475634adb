package io.weft.net.tables.engine.classify;

/// Which rows of one chain a packet can match.
///
/// Rows that ask for the same numbers are a {@link RowGroup}. Most groups have nothing for a packet, which is found out once; the rest
/// say each which of their rows comes next.
final class ChainClassifier {

    final int number;
    final int firstRow;
    private final int rows;
    private final int firstGroup;
    private final RowGroup[] groups;

    /// @param number of the chain among those of its table
    /// @param firstGroup where its groups begin in a {@link Location}
    ChainClassifier(int number, int firstRow, int rows, int firstGroup, RowGroup[] groups) {
        this.number = number;
        this.firstRow = firstRow;
        this.rows = rows;
        this.firstGroup = firstGroup;
        this.groups = groups;
    }

    int groups() {
        return groups.length;
    }

    int dimensions() {
        int dimensions = 0;
        for (RowGroup group : groups) {
            dimensions += group.dimensions();
        }
        return dimensions;
    }

    /// Looks up in which intervals a packet lies, and which groups have rows for it.
    void locate(Location location) {
        int end = firstGroup;
        for (int i = 0; i < groups.length; i++) {
            if (groups[i].locate(location)) {
                location.groups[end++] = i;
            }
        }
        location.groupEnds[number] = end;
        location.ages[number] = location.age;
    }

    /// The first row from `row` on that the packet at `location` can match, or the one behind the last.
    int next(int row, Location location) {
        int next = rows;
        int end = location.groupEnds[number];
        for (int i = firstGroup; i < end; i++) {
            next = groups[location.groups[i]].next(row, next, location);
        }
        return next;
    }
}
