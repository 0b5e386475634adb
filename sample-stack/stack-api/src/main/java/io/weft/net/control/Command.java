package io.weft.net.control;

import java.io.IOException;

/// A command of the control door: `weft NAME ARGUMENT…` runs it inside the daemon.
///
/// A plugin publishes one with {@link io.weft.hook.PluginContext#publish}. It is called on a thread of the control door, one call at a
/// time; what it does to the state of the packet's path it does through {@link io.weft.net.Stack#onLoop}.
public interface Command {

    /// The word that calls it, such as `iptables-save`.
    String name();

    /// One line for `weft --help`.
    String summary();

    /// Runs to its end.
    ///
    /// @return the exit code of the caller's process
    /// @throws IOException when the caller went away
    int run(CommandCall call) throws IOException;
}
