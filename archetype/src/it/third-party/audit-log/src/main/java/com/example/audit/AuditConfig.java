package com.example.audit;

import io.weft.hook.PluginConfig;
import io.weft.hook.Setting;
import java.nio.file.Path;

/// What an operator writes in `audit-log.yaml`.
///
/// @param file is appended to; from the directory that weft started in
/// @param queue events that may wait to be written; those beyond are counted as lost
/// @param accounting has conntrack count packets and bytes, which it does not by itself (`nf_conntrack_acct`)
@PluginConfig
public record AuditConfig(
        @Setting(byDefault = "audit.jsonl") Path file,
        @Setting(byDefault = "4096", atLeast = 1, atMost = 1 << 20) int queue,
        @Setting(byDefault = "true") boolean accounting) { }
