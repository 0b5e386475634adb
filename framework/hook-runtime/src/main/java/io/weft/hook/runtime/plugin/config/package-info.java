/// A plugin's configuration: from what the operator wrote to a record that the plugin can rely on.
///
/// Entrance: {@link io.weft.hook.runtime.plugin.config.ConfigSource} gives what was written as a
/// {@link io.weft.hook.runtime.plugin.config.ConfigValue}, {@link io.weft.hook.runtime.plugin.config.ConfigRecord} makes a record of it.
/// Only {@code YamlFile} needs Jackson.
///
/// Knows nothing of plugins and their jars.
@NullMarked
package io.weft.hook.runtime.plugin.config;

import org.jspecify.annotations.NullMarked;
