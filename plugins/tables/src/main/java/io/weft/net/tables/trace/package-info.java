/// The command `trace`: what would become of a made-up packet, or becomes of live ones, rule by rule.
///
/// Entrance: {@link io.weft.net.tables.trace.TraceCommand}. The stack sends the made-up packet, or follows the live ones, and tells their
/// ways past the hook points; what happens inside tables, {@link io.weft.net.tables.trace.RuleNotes} writes in the packet's journal.
@NullMarked
package io.weft.net.tables.trace;

import org.jspecify.annotations.NullMarked;
