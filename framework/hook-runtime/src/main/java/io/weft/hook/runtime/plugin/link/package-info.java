/// Whether a plugin's classes can be linked: everything they refer to is there, of the right kind and accessible.
///
/// Entrance: {@link io.weft.hook.runtime.plugin.link.LinkCheck}. It reads class files and loads no class of the plugin, so what would fail
/// at the first subject, or never in a test, is found before the plugin starts.
///
/// Knows nothing of manifests and of starting plugins.
@NullMarked
package io.weft.hook.runtime.plugin.link;

import org.jspecify.annotations.NullMarked;
