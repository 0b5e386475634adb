package io.weft.net.benchmarks.tcp;

/// Who drives the stacks of a benchmark.
public enum Loops {
    /// The thread that measures, in turns.
    SHARED,
    /// Each a thread of its own, as in a program.
    OWN
}
