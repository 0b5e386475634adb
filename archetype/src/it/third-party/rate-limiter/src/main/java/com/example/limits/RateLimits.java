package com.example.limits;

import io.weft.hook.PluginConfig;
import io.weft.hook.Setting;

/// What an operator writes in `rate-limiter.yaml`.
///
/// @param packetsPerSecond of each source address
/// @param burst packets that a source may send at once after a pause
/// @param sources how many are told apart; rounded up to a power of two
@PluginConfig
public record RateLimits(
        @Setting(byDefault = "1000", atLeast = 1, atMost = 10_000_000) int packetsPerSecond,
        @Setting(byDefault = "200", atLeast = 1, atMost = 1_000_000) int burst,
        @Setting(byDefault = "65536", atLeast = 8, atMost = 1 << 24) int sources) { }
