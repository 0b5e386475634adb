package io.weft.net.explain;

import org.jspecify.annotations.Nullable;

/// The ways of real packets for one who follows them, in the order in which they ended. Who reads too slowly, or wants more than the stack
/// has time for, misses whole packets, and is told how many. From any thread.
public interface PacketFollowing extends AutoCloseable {

    /// @param number of the packet, from 1, in the order in which they came
    record Followed(int number, PacketWay way) { }

    /// The next one, or null when none came in time.
    @Nullable Followed next(long waitMs) throws InterruptedException;

    /// Whether all packets that were to be told have been.
    boolean isOver();

    /// How many packets were left out since this was asked.
    long takeLeftOut();

    /// Ends it. Packets that are under way are not told any more.
    @Override
    void close();
}
