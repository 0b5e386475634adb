package io.weft.net.tables.extension;

/// A kind of target, used by `-j NAME`.
public non-sealed interface TargetExtension extends Extension<RuleTarget> { }
