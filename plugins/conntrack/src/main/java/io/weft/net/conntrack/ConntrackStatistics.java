package io.weft.net.conntrack;

/// What `conntrack -S` shows, by the kernel's names.
///
/// @param found look-ups for a free tuple that met one in use
/// @param invalid packets that could not be tracked
/// @param insert connections that were put into the table by hand
/// @param insertFailed connections that could not be put into the table, because their tuple had been taken meanwhile
/// @param drop packets dropped, for want of room or because their connection could not be put into the table
/// @param earlyDrop connections evicted to make room for another
/// @param error ICMP messages that are malformed, or errors about no connection of this table
/// @param clashResolve packets that were given the connection that had been quicker
/// @param chainTooLong connections refused because their bucket was too full
/// @param expectNew connections that had been expected
/// @param expectCreate expectations made
/// @param expectDelete expectations that ended, whether met or not
public record ConntrackStatistics(long found, long invalid, long insert, long insertFailed, long drop, long earlyDrop, long error,
        long clashResolve, long chainTooLong, long expectNew, long expectCreate, long expectDelete) { }
