/// How the rule engine is extended: what a match or a target of rules is, from its words to what it does with a packet.
///
/// Entrance: {@link io.weft.net.tables.extension.MatchExtension} and {@link io.weft.net.tables.extension.TargetExtension}, handed to
/// {@link io.weft.net.tables.RuleTables}. An extension says its options; its parser reads one use of it into an immutable part of a
/// rule; that part prints itself, checks its place, and is bound to what runs for each packet.
///
/// Knows nothing of tables' contents, chains, or command lines as a whole.
@NullMarked
package io.weft.net.tables.extension;

import org.jspecify.annotations.NullMarked;
