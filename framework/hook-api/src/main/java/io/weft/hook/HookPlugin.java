package io.weft.hook;

/// The life of a plugin that has more to do than handle subjects: it is told when it starts and when it stops.
///
/// A plugin needs no such class: classes with {@link HookHandler} methods are found, made and attached by themselves. A class may be
/// both. Such classes have one constructor, which takes nothing, a {@link PluginContext}, the plugin's configuration (a record marked
/// {@link PluginConfig}), or services that the host or another plugin offers.
public interface HookPlugin {

    /// Called once, after every class of the plugin was made and before its handlers see subjects: those that it attaches here stand in
    /// their chains when all have started. What it throws refuses the plugin.
    ///
    /// When a plugin takes the place of another version of itself, that one still runs and is stopped afterwards.
    void start();

    /// Called once, after the plugin's handlers are detached and no thread is inside them.
    default void stop() { }
}
