package io.weft.hook.runtime;

/// Makes what other threads wrote before a chain was taken out of place visible to the thread that took it out.
final class Quiescence {

    private Quiescence() { }

    /// Returns when every other thread has been stopped for a moment.
    ///
    /// A thread that goes into a chain writes that it is inside and then reads whether the chain is still in place. A full fence between
    /// the two would cost each subject more than all handlers together. So the rare side pays for both: the stack traces of all
    /// threads are taken at a safepoint, before which each thread's write is seen here, and after which each thread's read sees that
    /// the chain is out of place.
    static void settle() {
        Thread.getAllStackTraces();
    }
}
