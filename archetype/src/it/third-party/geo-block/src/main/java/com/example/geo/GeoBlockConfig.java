package com.example.geo;

import io.weft.hook.PluginConfig;
import java.nio.file.Path;

/// What an operator writes in `geo-block.yaml`.
///
/// @param table a file of lines `192.0.2.0/24 AA`, from the directory that weft started in; `#` begins a comment
@PluginConfig
public record GeoBlockConfig(Path table) { }
