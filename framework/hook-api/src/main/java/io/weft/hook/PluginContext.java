package io.weft.hook;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/// What a plugin sees of the host that runs it.
///
/// Everything obtained or published here is taken back when the plugin stops.
public interface PluginContext {

    /// The plugin's id, as its jar's manifest says.
    String pluginId();

    /// The host's hook tables; what is attached through them belongs to this plugin.
    Hooks hooks();

    /// A service of the host, or of a plugin that this one depends on.
    ///
    /// @throws IllegalStateException when nobody offers it; the message names the type
    <T> T service(Class<T> type);

    /// All services of a type, in the order in which they were offered.
    <T> List<T> services(Class<T> type);

    /// Offers a service to the host and to plugins that depend on this one. Several services of one type may stand side by side.
    <T> void publish(Class<T> type, T service);

    /// Has `resource` closed when the plugin stops, last opened first.
    void onStop(AutoCloseable resource);

    /// Runs what the plugin does in the background or again and again, on one thread that ends when the plugin stops. The plugin neither
    /// shuts it down nor waits in it for long.
    ///
    /// @throws IllegalStateException when the plugin has stopped, or the host runs nothing in the background
    default ScheduledExecutorService scheduler() {
        throw new IllegalStateException("this host runs nothing in the background");
    }

    /// Whether the plugin stops, or one that depends on it, because the whole host closes: what goes then is not worth a warning.
    default boolean isHostClosing() {
        return false;
    }
}
