package io.weft.net.tables.rule;

import org.jspecify.annotations.Nullable;

/// The targets that are verdicts of the table itself.
public enum StandardVerdict {
    ACCEPT, DROP, RETURN;

    /// The verdict of that name, or null.
    public static @Nullable StandardVerdict named(String name) {
        for (StandardVerdict verdict : values()) {
            if (verdict.name().equals(name)) {
                return verdict;
            }
        }
        return null;
    }
}
