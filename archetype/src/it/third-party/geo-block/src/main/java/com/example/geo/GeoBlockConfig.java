package com.example.geo;

import io.weft.hook.PluginConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What an operator writes in `geo-block.yaml`.
///
/// @param table a file of lines `192.0.2.0/24 AA`, from the directory that weft started in; `#` begins a comment. Null where nothing is
///     said: then no address is in any country
@PluginConfig
public record GeoBlockConfig(@Nullable Path table) { }
