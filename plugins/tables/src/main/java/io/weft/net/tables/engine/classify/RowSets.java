package io.weft.net.tables.engine.classify;

import java.util.Arrays;

/// Numbered sets of a group's rows, as words of 64 bits of which only those with a bit in them are kept. A set with most of its words is
/// kept in full, so that the look-up of a word needs no search.
///
///     starts   of each set                    3 · · 7 ·
///     rows     how many each set has          4 · · 2 ·
///     places   of its words among all         0 4 9 1 2 …
///     words                                   the bits of 64 rows each
final class RowSets {

    private final int wordsPerSet;
    private int[] starts = new int[8];
    private int[] rows = new int[8];
    private int[] places = new int[8];
    private long[] words = new long[8];
    private int sets;

    /// @param rows how many rows there are
    RowSets(int rows) {
        wordsPerSet = words(rows);
    }

    /// Words for a bit per row.
    static int words(int rows) {
        return (rows + 63) >> 6;
    }

    /// Adds a set. `live` has a bit for each word of `bits` that is not 0.
    ///
    /// @return its number
    int add(long[] bits, long[] live) {
        int count = 0;
        for (long some : live) {
            count += Long.bitCount(some);
        }
        boolean full = count > wordsPerSet / 2;
        int at = reserve(full ? wordsPerSet : count);
        if (full) {
            for (int place = 0; place < wordsPerSet; place++) {
                places[at] = place;
                words[at++] = bits[place];
            }
        } else {
            for (int i = 0; i < live.length; i++) {
                for (long rest = live[i]; rest != 0; rest &= rest - 1) {
                    int place = (i << 6) + Long.numberOfTrailingZeros(rest);
                    places[at] = place;
                    words[at++] = bits[place];
                }
            }
        }
        rows[sets - 1] = Arrays.stream(words, starts[sets - 1], at).mapToInt(Long::bitCount).sum();
        return sets - 1;
    }

    /// Adds a set given in full.
    int add(long[] bits) {
        var live = new long[words(bits.length)];
        for (int place = 0; place < bits.length; place++) {
            if (bits[place] != 0) {
                live[place >> 6] |= 1L << place;
            }
        }
        return add(bits, live);
    }

    private int reserve(int count) {
        if (sets + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            rows = Arrays.copyOf(rows, 2 * rows.length);
        }
        int at = starts[sets];
        int end = at + count;
        starts[++sets] = end;
        if (end > words.length) {
            int size = Math.max(end, words.length + (words.length >> 1));
            places = Arrays.copyOf(places, size);
            words = Arrays.copyOf(words, size);
        }
        return at;
    }

    /// Gives back what was kept for further sets.
    RowSets trimmed() {
        starts = Arrays.copyOf(starts, sets + 1);
        rows = Arrays.copyOf(rows, sets);
        places = Arrays.copyOf(places, size());
        words = Arrays.copyOf(words, size());
        return this;
    }

    /// How many words are kept.
    int size() {
        return starts[sets];
    }

    /// How many words of a set are kept.
    int size(int set) {
        return starts[set + 1] - starts[set];
    }

    /// How many rows a set has.
    int rows(int set) {
        return rows[set];
    }

    /// Whether all words of a set are kept.
    boolean isFull(int set) {
        return size(set) == wordsPerSet;
    }

    /// The first place from `place` on at which three sets, each kept in full, have a row in common; or the number of their words.
    static int nextMeeting(int place, RowSets a, int setOfA, RowSets b, int setOfB, RowSets c, int setOfC) {
        long[] wordsOfA = a.words;
        long[] wordsOfB = b.words;
        long[] wordsOfC = c.words;
        int fromA = a.starts[setOfA];
        int fromB = b.starts[setOfB];
        int fromC = c.starts[setOfC];
        int end = a.wordsPerSet;
        for (int i = place; i < end; i++) {
            if ((wordsOfA[fromA + i] & wordsOfB[fromB + i] & wordsOfC[fromC + i]) != 0) {
                return i;
            }
        }
        return end;
    }

    /// Whether no word of a set is kept.
    boolean isEmpty(int set) {
        return size(set) == 0;
    }

    /// The word at a place of a set.
    long word(int set, int place) {
        int start = starts[set];
        int end = starts[set + 1];
        if (end - start == wordsPerSet) {
            return words[start + place];
        }
        int at = find(start, end, place);
        return at < end && places[at] == place ? words[at] : 0;
    }

    /// The first place from `place` on at which a set may have bits, or a number beyond all places.
    int next(int set, int place) {
        int start = starts[set];
        int end = starts[set + 1];
        if (end - start == wordsPerSet) {
            return place;
        }
        int at = find(start, end, place);
        return at < end ? places[at] : Integer.MAX_VALUE;
    }

    private int find(int start, int end, int place) {
        int low = start;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (places[middle] < place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
