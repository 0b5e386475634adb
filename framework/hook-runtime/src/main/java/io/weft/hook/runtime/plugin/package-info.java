/// Plugins that come as jars: found in a folder, loaded, started in the order of their dependencies, and taken back without a trace.
///
/// Entrance: {@link io.weft.hook.runtime.plugin.PluginHost}. PF4J reads the manifests, compares versions and gives each jar its class
/// loader; the life of a plugin is {@code RunningPlugin}'s matter.
///
/// Knows of chains only what {@link io.weft.hook.runtime.HookTables} offers to everybody.
@NullMarked
package io.weft.hook.runtime.plugin;

import org.jspecify.annotations.NullMarked;
