package io.weft.net.stack.igmp;

/// What an interface still has to say about a group.
final class PendingReport {

    boolean isNothing() {
        return true;
    }
}
