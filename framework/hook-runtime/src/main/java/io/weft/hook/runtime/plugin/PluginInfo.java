package io.weft.hook.runtime.plugin;

import java.nio.file.Path;

/// A plugin that runs.
///
/// @param provider who made it, as its manifest says, or an empty text
public record PluginInfo(String id, String version, String provider, Path jar) { }
