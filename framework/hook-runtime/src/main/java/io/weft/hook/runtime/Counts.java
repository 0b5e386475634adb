package io.weft.hook.runtime;

/// A sum of what a handler did. Guarded by the lock of its tables.
final class Counts {

    private long accepted;
    private long dropped;
    private long stolen;
    private long queued;
    private long faults;

    void add(long moreAccepted, long moreDropped, long moreStolen, long moreQueued, long moreFaults) {
        accepted += moreAccepted;
        dropped += moreDropped;
        stolen += moreStolen;
        queued += moreQueued;
        faults += moreFaults;
    }

    void add(Counts more) {
        add(more.accepted, more.dropped, more.stolen, more.queued, more.faults);
    }

    long accepted() {
        return accepted;
    }

    long dropped() {
        return dropped;
    }

    long stolen() {
        return stolen;
    }

    long queued() {
        return queued;
    }

    long faults() {
        return faults;
    }
}
