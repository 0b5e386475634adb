package io.weft.hook;

/// A queue and what became of its subjects so far; the counts are a snapshot.
///
/// @param waiting subjects in the queue, taken ones included
/// @param accepted subjects that went on behind the queueing handler, by whosever decision
/// @param dropped subjects that were dropped, by whosever decision
/// @param timedOut how many of those that are out had waited too long
/// @param overflowed subjects that found the queue full and never were in it
public record QueueInfo(String name, int waiting, long accepted, long dropped, long timedOut, long overflowed) { }
