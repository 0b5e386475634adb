package io.weft.net.conntrack;

/// What is counted. Written by the loop thread.
final class Counters {

    long found;
    long invalid;
    long insert;
    long insertFailed;
    long drop;
    long earlyDrop;
    long error;
    long clashResolve;
    long chainTooLong;
    long expectNew;
    long expectCreate;
    long expectDelete;

    ConntrackStatistics snapshot() {
        return new ConntrackStatistics(found, invalid, insert, insertFailed, drop, earlyDrop, error, clashResolve, chainTooLong, expectNew,
                expectCreate, expectDelete);
    }
}
