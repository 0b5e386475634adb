package io.weft.net.tables.engine.classify;

import java.util.Arrays;

/// Cuts one number into intervals at all values at which some row changes its mind, and goes through them from 0 up, with the set of rows
/// that are content at hand.
final class DimensionBuilder {

    private static final long END = 1L << 32;

    private final int rows;
    // the rows that ask, and what for
    private final int[] askers;
    private final ValueSet[] asked;
    private final long[] bounds;
    // for each asker, in how many intervals it is content
    private final int[] spans;

    private DimensionBuilder(int rows, int[] askers, ValueSet[] asked) {
        this.rows = rows;
        this.askers = askers;
        this.asked = asked;
        bounds = bounds(asked);
        spans = new int[askers.length];
        for (int i = 0; i < askers.length; i++) {
            long[] ranges = asked[i].bounds();
            for (int j = 0; j < ranges.length; j += 2) {
                spans[i] += interval(ranges[j + 1] + 1) - interval(ranges[j]);
            }
        }
    }

    /// @param rows how many rows the group has
    /// @param askers those that ask for the number, in order
    /// @param asked what each of them asks for
    /// @param budget the words it may take; where they do not do, rows that are content nearly everywhere count as indifferent
    static Dimension build(RuleConditions.Key key, int rows, int[] askers, ValueSet[] asked, MemoryBudget budget) {
        var builder = new DimensionBuilder(rows, askers, asked);
        int widest = builder.bounds.length;
        while (true) {
            Dimension built = builder.sweep(key, widest, budget);
            if (built != null) {
                budget.take(built.content.size());
                return built;
            }
            widest /= 2;
        }
    }

    private static long[] bounds(ValueSet[] asked) {
        int size = 1;
        for (ValueSet each : asked) {
            size += each.bounds().length;
        }
        var all = new long[size];
        int at = 1;
        for (ValueSet each : asked) {
            for (int j = 0; j < each.bounds().length; j += 2) {
                all[at++] = each.bounds()[j];
                all[at++] = each.bounds()[j + 1] + 1;
            }
        }
        Arrays.sort(all);
        int distinct = 0;
        for (long bound : all) {
            if (bound < END && (distinct == 0 || bound != all[distinct - 1])) {
                all[distinct++] = bound;
            }
        }
        return Arrays.copyOf(all, distinct);
    }

    private int interval(long bound) {
        return bound >= END ? bounds.length : Arrays.binarySearch(bounds, bound);
    }

    /// Null when it would take more than the budget has.
    private Dimension sweep(RuleConditions.Key key, int widest, MemoryBudget budget) {
        var indifferent = new long[RowSets.words(rows)];
        Arrays.fill(indifferent, -1);
        var content = new long[indifferent.length];
        var live = new long[RowSets.words(indifferent.length)];
        var everyAsker = new long[indifferent.length];
        int[][] turns = turns(widest);
        int told = 0;
        for (int i = 0; i < askers.length; i++) {
            if (spans[i] <= widest) {
                indifferent[askers[i] >> 6] &= ~(1L << askers[i]);
                everyAsker[askers[i] >> 6] |= 1L << askers[i];
                told++;
            }
        }
        var sets = new RowSets(rows);
        long met = 0;
        int size = 0;
        for (int interval = 0; interval < bounds.length; interval++) {
            for (int row : turns[interval]) {
                int word = row >> 6;
                content[word] ^= 1L << row;
                size += (content[word] >>> row & 1) != 0 ? 1 : -1;
                if (content[word] == 0) {
                    live[word >> 6] &= ~(1L << word);
                } else {
                    live[word >> 6] |= 1L << word;
                }
            }
            sets.add(content, live);
            met += size;
            if (!budget.allows(sets.size())) {
                return null;
            }
        }
        sets.add(everyAsker);
        sets.add(new long[indifferent.length]);
        double share = (double) met / bounds.length / Math.max(1, told);
        return new Dimension(key, new Intervals(bounds), indifferent, sets.trimmed(), share, told == rows);
    }

    /// For each interval, the rows that begin or cease to be content there.
    private int[][] turns(int widest) {
        var counts = new int[bounds.length + 1];
        forEachTurn(widest, (interval, row) -> counts[interval]++);
        var turns = new int[bounds.length + 1][];
        for (int i = 0; i < turns.length; i++) {
            turns[i] = new int[counts[i]];
        }
        forEachTurn(widest, (interval, row) -> turns[interval][--counts[interval]] = row);
        return turns;
    }

    private interface Turn {
        void at(int interval, int row);
    }

    private void forEachTurn(int widest, Turn turn) {
        for (int i = 0; i < askers.length; i++) {
            if (spans[i] <= widest) {
                long[] ranges = asked[i].bounds();
                for (int j = 0; j < ranges.length; j += 2) {
                    turn.at(interval(ranges[j]), askers[i]);
                    turn.at(interval(ranges[j + 1] + 1), askers[i]);
                }
            }
        }
    }
}
