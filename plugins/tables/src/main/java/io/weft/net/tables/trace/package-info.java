/// The command `trace`: what would become of a packet, rule by rule.
///
/// Entrance: {@link io.weft.net.tables.trace.TraceCommand}. The stack sends the made-up packet and tells its way past the hook points;
/// what happens inside tables, {@link io.weft.net.tables.trace.RuleNotes} writes on the packet's trail.
@NullMarked
package io.weft.net.tables.trace;

import org.jspecify.annotations.NullMarked;
