package io.weft.hook.runtime;

/// A sum of what a handler did. Guarded by the lock of its tables.
final class Counts {

    private long accepted;
    private long dropped;
    private long stolen;
    private long faults;

    void add(long moreAccepted, long moreDropped, long moreStolen, long moreFaults) {
        accepted += moreAccepted;
        dropped += moreDropped;
        stolen += moreStolen;
        faults += moreFaults;
    }

    void add(Counts more) {
        add(more.accepted, more.dropped, more.stolen, more.faults);
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

    long faults() {
        return faults;
    }
}
