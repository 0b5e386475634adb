/// How a plugin's classes are found without scanning its jar: a list, written while the plugin is compiled.
///
/// Entrance: {@link io.weft.hook.index.PluginIndexProcessor}, which javac runs when it is told of this module
/// (`annotationProcessorPaths`), and {@link io.weft.hook.index.PluginIndex}, by which a host reads the list.
///
/// Knows nothing of loading and starting plugins.
@NullMarked
package io.weft.hook.index;

import org.jspecify.annotations.NullMarked;
