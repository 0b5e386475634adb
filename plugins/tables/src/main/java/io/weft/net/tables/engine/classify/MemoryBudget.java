package io.weft.net.tables.engine.classify;

/// How many words of row sets a table may still take, so that no rule set, however its rules overlap, takes memory without bound.
final class MemoryBudget {

    // of 12 bytes each: 48 MB; ten thousand addresses take twenty thousand
    private static final int WORDS_PER_TABLE = 4 << 20;

    private int left;

    MemoryBudget() {
        this(WORDS_PER_TABLE);
    }

    MemoryBudget(int words) {
        left = words;
    }

    boolean allows(int words) {
        return words <= left;
    }

    void take(int words) {
        left = Math.max(0, left - words);
    }
}
