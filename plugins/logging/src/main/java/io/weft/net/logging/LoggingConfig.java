package io.weft.net.logging;

import io.weft.hook.PluginConfig;
import io.weft.hook.Setting;
import java.nio.file.Path;

/// What the operator says about logging.
///
/// @param linesPerSecond of LOG and TRACE together; 0 for no limit
/// @param packetsPerSecond of NFLOG; 0 for no limit
/// @param files whether NFLOG's packets are written to files at all, besides going to plugins that listen
/// @param folder of these files, made when the first is written
/// @param fileMegabytes a file that grew so large is put aside, and the next begun
/// @param filesPerGroup as many are kept, the one being written included
@PluginConfig
public record LoggingConfig(
        @Setting(byDefault = "1000", atLeast = 0) int linesPerSecond,
        @Setting(byDefault = "10000", atLeast = 0) int packetsPerSecond,
        @Setting(byDefault = "true") boolean files,
        @Setting(byDefault = "nflog") Path folder,
        @Setting(byDefault = "64", atLeast = 1, atMost = 4096) int fileMegabytes,
        @Setting(byDefault = "4", atLeast = 1, atMost = 1000) int filesPerGroup) { }
