package io.weft.hook.runtime.watch;

/// What JMX shows of one host's hook tables.
public interface HooksMXBean {

    /// Handlers in all chains.
    int getHandlers();

    /// Faults of all handlers that are attached.
    long getFaults();

    /// Handlers that repeated faults have put out.
    int getOut();

    /// Sampled turns that took longer than their point's budget.
    long getSlow();

    /// The table for a terminal.
    String getText();

    /// The tables as JSON.
    String getJson();
}
