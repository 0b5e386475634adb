package io.weft.hook;

/// A handler and what it did so far; the counts are a snapshot.
///
/// @param plugin the id of the plugin that attached it, or `host` for a handler of the embedding program
/// @param queued how many subjects it sent into a queue
/// @param faults how often it threw something instead of answering
public record HandlerInfo(
        String plugin, String name, int priority, long accepted, long dropped, long stolen, long queued, long faults) {

    /// How many subjects it has seen.
    public long seen() {
        return accepted + dropped + stolen + queued + faults;
    }
}
