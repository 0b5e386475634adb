package io.weft.hook.benchmarks;

import io.weft.hook.Verdict;

/// A handler that looks at the subject and lets it through.
final class Clerk {

    private final int limit;

    Clerk(int limit) {
        this.limit = limit;
    }

    Verdict weigh(Letter letter) {
        return letter.weight < limit ? Verdict.ACCEPT : Verdict.DROP;
    }
}
