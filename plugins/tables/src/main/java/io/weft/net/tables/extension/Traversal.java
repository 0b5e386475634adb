package io.weft.net.tables.extension;

import io.weft.hook.Verdict;

/// A packet's way through one table at one hook, the kernel's `xt_action_param`. It is good for the call it is handed to, and no
/// longer: the next packet uses it again.
public interface Traversal {

    /// The table's name.
    String table();

    /// The hook point at which the table runs.
    String hook();

    /// Where in its datagram the packet's payload belongs, in bytes: beyond 0 there is no transport header.
    int fragmentOffset();

    /// Drops the packet whatever the rules say: it is so malformed that a match cannot answer.
    void hotDrop();

    /// Names the queue of a target that answers {@link Decision#QUEUE}.
    ///
    /// @param verdict of {@link Verdict#queue} or {@link Verdict#queueOrAccept}, made once and kept
    default void queue(Verdict verdict) {
        throw new UnsupportedOperationException("no queue here for " + verdict);
    }
}
