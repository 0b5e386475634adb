package io.weft.net.tables.engine.classify;

import java.util.Arrays;

/// A set of unsigned 32-bit numbers as intervals, in order, apart from each other and not touching.
///
/// @param bounds first and last of each interval, both included
record ValueSet(long... bounds) {

    private static final long MAX = 0xFFFF_FFFFL;
    static final ValueSet ALL = new ValueSet(0, MAX);
    static final ValueSet NONE = new ValueSet();

    /// Empty where `first` is the greater.
    static ValueSet between(long first, long last) {
        return first > last ? NONE : new ValueSet(first, last);
    }

    static ValueSet single(int value) {
        return between(value & MAX, value & MAX);
    }

    /// The addresses under a prefix.
    static ValueSet prefix(int address, int mask) {
        return between(address & mask & MAX, (address | ~mask) & MAX);
    }

    boolean isAll() {
        return bounds.length == 2 && bounds[0] == 0 && bounds[1] == MAX;
    }

    ValueSet invertedIf(boolean inverted) {
        return inverted ? complement() : this;
    }

    private ValueSet complement() {
        var gaps = new long[bounds.length + 2];
        int size = 0;
        long from = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            if (bounds[i] > from) {
                gaps[size++] = from;
                gaps[size++] = bounds[i] - 1;
            }
            from = bounds[i + 1] + 1;
        }
        if (from <= MAX) {
            gaps[size++] = from;
            gaps[size++] = MAX;
        }
        return new ValueSet(Arrays.copyOf(gaps, size));
    }

    ValueSet intersection(ValueSet other) {
        return complement().union(other.complement()).complement();
    }

    ValueSet union(ValueSet other) {
        var merged = new long[bounds.length + other.bounds.length];
        int size = 0;
        int left = 0;
        int right = 0;
        while (left < bounds.length || right < other.bounds.length) {
            boolean mine = right == other.bounds.length || left < bounds.length && bounds[left] <= other.bounds[right];
            long first = mine ? bounds[left] : other.bounds[right];
            long last = mine ? bounds[left + 1] : other.bounds[right + 1];
            left += mine ? 2 : 0;
            right += mine ? 0 : 2;
            if (size > 0 && first <= merged[size - 1] + 1) {
                merged[size - 1] = Math.max(merged[size - 1], last);
            } else {
                merged[size++] = first;
                merged[size++] = last;
            }
        }
        return new ValueSet(Arrays.copyOf(merged, size));
    }
}
