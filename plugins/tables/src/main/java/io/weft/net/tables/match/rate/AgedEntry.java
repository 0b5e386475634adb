package io.weft.net.tables.match.rate;

import org.jspecify.annotations.Nullable;

/// What {@link AgedEntries} keep.
abstract class AgedEntry<E extends AgedEntry<E>> {

    int bucket;
    /// The next in the same bucket, or the next spare one.
    @Nullable E next;
    @Nullable E older;
    @Nullable E newer;
}
