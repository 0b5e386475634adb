package io.weft.net.conntrack;

import org.jspecify.annotations.Nullable;

/// Finds living connections of the table by a tuple of either direction.
@FunctionalInterface
interface ConnectionLookup {

    @Nullable TrackedConnection find(int protocol, int source, int destination, int ports);
}
