package io.weft.net.tables.rule;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.RuleMatch;

/// A match in a rule: whose it is, and what it asks.
public record MatchUse(MatchExtension extension, RuleMatch match) { }
