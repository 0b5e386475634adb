package io.weft.hook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A bounded line of subjects that handlers sent there by {@link Verdict#queue}, for the one who opened it to decide about.
///
/// Subjects go on in the order in which they came, whatever the order of the decisions: one that is decided waits for those before it.
/// Any number of threads may take and decide.
public interface HookQueue<S> extends AutoCloseable {

    String name();

    /// The next subject that nobody has taken, or null when there is none.
    @Nullable Held<S> poll();

    /// The next subject that nobody has taken; waits for one.
    ///
    /// @return null when none came in time or the queue was closed
    @Nullable Held<S> poll(Duration timeout) throws InterruptedException;

    QueueInfo info();

    /// Closes the queue: who is in it gets the time-out verdict, and who comes later finds no queue.
    @Override
    void close();
}
