package io.weft.net.control;

import java.io.IOException;
import java.util.List;

/// A command of the control door: `weft NAME ARGUMENT…` runs it inside the daemon.
///
/// A plugin publishes one with {@link io.weft.hook.PluginContext#publish}. It is called on a thread of the control door, one call at a
/// time; what it does to the state of the packet's path it does through {@link io.weft.net.Stack#onLoop}.
public interface Command {

    /// The word that calls it, such as `iptables-save`.
    String name();

    /// One line for `weft --help`.
    String summary();

    /// Whether a call with these words reads the caller's standard input.
    ///
    /// If so the whole input is fetched before the call begins, so that a caller who types slowly holds up nobody; if not,
    /// {@link CommandCall#in} is at its end from the start, and the caller's input is left to whoever reads it next.
    default boolean readsInput(List<String> arguments) {
        return false;
    }

    /// Whether a call with these words goes on until the caller goes away, as one that follows events does.
    ///
    /// Such a call runs beside others, which are called one at a time. It must look now and then whether `call.out().checkError()`, which
    /// is true when the caller has gone, and must end when its plugin stops. Its {@link CommandCall#in} has nothing but an end, which comes
    /// when the caller has had enough: whoever waits for that may say a last word.
    default boolean lasts(List<String> arguments) {
        return false;
    }

    /// Runs to its end.
    ///
    /// @return the exit code of the caller's process
    /// @throws IOException when the caller went away
    int run(CommandCall call) throws IOException;
}
