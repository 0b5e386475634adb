/// Plugins that come as jars: read, checked, started in the order of their dependencies, put in each other's place while subjects flow,
/// and taken back without a trace.
///
/// Entrance: {@link io.weft.hook.runtime.plugin.PluginHost}, and {@link io.weft.hook.runtime.plugin.PluginFolder} for development. PF4J
/// reads the manifests, their dependencies and versions; the life of a plugin is {@code RunningPlugin}'s matter, its classes are
/// {@code PluginClasses}'.
///
/// Knows of chains only what {@link io.weft.hook.runtime.HookTables} offers to everybody.
@NullMarked
package io.weft.hook.runtime.plugin;

import org.jspecify.annotations.NullMarked;
