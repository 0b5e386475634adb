/// Tables of rules over packets, by iptables' words: the plugin, and what it offers to plugins that own a table or extend rules.
///
/// Entrance: {@link io.weft.net.tables.RuleTables}, a service for plugins that depend on this one. The packages below answer a question
/// each: `rule` what a rule is, `engine` how a packet goes through a table and how tables change, `extension` how matches and targets
/// are added, `match` and `target` which there are, `iptables` how rules are written and shown.
///
/// Knows no table: `filter` and the others are plugins of their own.
@NullMarked
package io.weft.net.tables;

import org.jspecify.annotations.NullMarked;
