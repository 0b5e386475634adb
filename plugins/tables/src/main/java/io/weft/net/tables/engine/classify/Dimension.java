package io.weft.net.tables.engine.classify;

/// One number that rows of a group ask for, and which of them are content with which of its values.
final class Dimension {

    final int slot;
    private final int mask;
    private final Intervals intervals;
    /// Rows that do not ask for it.
    final long[] indifferent;
    /// Rows that ask, for each interval and then for {@link #all} and {@link #none}.
    final RowSets content;
    /// Of the rows that ask, the share that is content in the mean interval: the less, the better it tells rows apart.
    final double share;
    final boolean everyRowAsks;

    Dimension(RuleConditions.Key key, Intervals intervals, long[] indifferent, RowSets content, double share, boolean everyRowAsks) {
        slot = key.slot();
        mask = key.mask();
        this.intervals = intervals;
        this.indifferent = indifferent;
        this.content = content;
        this.share = share;
        this.everyRowAsks = everyRowAsks;
    }

    private int all() {
        return intervals.count();
    }

    private int none() {
        return intervals.count() + 1;
    }

    /// The number of the set in {@link #content} for a packet.
    int of(Location location) {
        if (location.transport != Location.Transport.WHOLE && Slot.isOfMatches(slot)) {
            if (location.transport == Location.Transport.BROKEN) {
                return all();
            }
            if (Slot.isTransport(slot)) {
                return none();
            }
        }
        return intervals.of(location.values[slot] & mask);
    }
}
