package io.weft.net.stack.channel;

import java.util.concurrent.Callable;

/// The thread that drives a stack, as its channels see it.
public interface Loop {

    /// Runs `task` with the loop's next turn; a loop that has ended runs nothing.
    void execute(Runnable task);

    /// Runs `task` on the loop and waits for its answer; on the loop thread, or where there is none yet, at once.
    ///
    /// @throws IllegalStateException when the loop has ended
    <T> T call(Callable<T> task) throws Exception;

    /// Runs `task` on the loop thread once `delayNs` have passed. From the loop thread.
    void schedule(long delayNs, Runnable task);
}
