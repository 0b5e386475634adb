package io.weft.hook;

/// The life of a plugin that has more to do than handle subjects: it is told when it starts and when it stops.
///
/// A plugin needs no such class: classes with {@link HookHandler} methods are found, made and attached by themselves. A class may be
/// both. Such classes have one constructor, which takes nothing, a {@link PluginContext}, or services that the host or another plugin
/// offers.
public interface HookPlugin {

    /// Called once, after every class of the plugin was made and before its handlers see subjects. What it throws refuses the plugin.
    void start();

    /// Called once, after the plugin's handlers are detached and no thread is inside them.
    default void stop() { }
}
