package io.weft.net.tables.extension;

/// What a target says is to become of its packet.
public enum Decision {
    /// It goes on to the next rule.
    CONTINUE,
    /// It has passed this table at this hook.
    ACCEPT,
    /// It ends here.
    DROP,
    /// It goes back to the rule behind the jump, or to the policy.
    RETURN,
    /// The target owns it from now on.
    STOLEN,
    /// It waits in the queue that the target named with {@link Traversal#queue}, and goes on behind this table.
    QUEUE
}
