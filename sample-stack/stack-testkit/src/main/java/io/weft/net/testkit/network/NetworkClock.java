package io.weft.net.testkit.network;

/// Whose time it is in a {@link Network}.
public enum NetworkClock {

    /// Time stands still until the test moves it, and everything happens on the test's thread: minutes pass in milliseconds, and a run with
    /// the same seed is the same run, packet by packet. Programs with threads of their own cannot take part, because nobody can tell
    /// whether they have finished thinking before time moves on.
    VIRTUAL,

    /// The machine's time, and a thread for each host: for ordinary Java programs, whose own time-outs and pauses are real, too. The seed
    /// says what becomes of the n-th frame of each direction of each link; which frame that is depends on the machine's threads.
    REAL
}
