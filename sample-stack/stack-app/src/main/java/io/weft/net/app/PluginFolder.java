package io.weft.net.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where the plugin jars are.
final class PluginFolder {

    private PluginFolder() { }

    /// The folder that was named, or that of the plugins which come with weft: the launcher says where weft lies.
    static Path of(@Nullable Path named) {
        return named != null ? named : Path.of(System.getProperty("weft.home", "."), "plugins");
    }
}
