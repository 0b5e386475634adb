package io.weft.net.tables.extension;

/// A kind of match, used by `-m NAME` or, where it bears a protocol's name, by `-p NAME` and one of its options.
public non-sealed interface MatchExtension extends Extension<RuleMatch> { }
