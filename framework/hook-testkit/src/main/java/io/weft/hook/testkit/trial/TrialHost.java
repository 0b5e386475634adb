package io.weft.hook.testkit.trial;

import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginHostBuilder;
import java.nio.file.Path;
import java.util.List;

/// A host to try a plugin in: `mvn weft:run` works in it until it is told to stop, `mvn weft:check` for a moment.
///
/// The class is public and has a public constructor without parameters. One thread calls all of it.
public interface TrialHost extends AutoCloseable {

    /// The tables that the plugin's handlers come into. Their points are declared.
    HookTables hooks();

    /// Says what plugins get here: services, shared packages, configuration.
    default void offer(PluginHostBuilder plugins) { }

    /// Jars of plugins that are to run beside the one on trial, such as those that it depends on.
    default List<Path> companions() {
        return List.of();
    }

    /// The plugin runs, for the first time or anew.
    ///
    /// @param plugins by which to find the services that it offers
    default void pluginCame(PluginHost plugins) throws Exception { }

    /// The plugin is about to go, or to give way to what it was compiled to since: what holds something of it lets go.
    default void pluginGoes() { }

    /// Sends some subjects past the hook points. Called some fifty times a second; it does not wait for anything.
    void work() throws Exception;

    /// What to show beside the counts of the plugin's handlers, a line each.
    default List<String> figures() throws Exception {
        return List.of();
    }

    /// Ends the host, after its plugins.
    @Override
    default void close() { }
}
