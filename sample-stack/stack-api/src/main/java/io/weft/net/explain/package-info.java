/// What becomes of packets, told step by step: asked of a {@link io.weft.net.PacketExplainer}, which a running stack is.
///
/// A made-up packet takes the real way, past the real handlers, and bears a {@link io.weft.net.explain.PacketTrail} on which rooms and
/// handlers write what they would do instead of doing it: nothing of it is sent or delivered. Who keeps state about packets, such as
/// connection tracking, shows the trail what it found and leaves its state as it is. A real packet that somebody follows bears a trail too,
/// as its journal, and everything is done to it that is always done. Either trail is read as a {@link io.weft.net.explain.PacketWay}. Knows
/// no rules or handlers itself.
@NullMarked
package io.weft.net.explain;

import org.jspecify.annotations.NullMarked;
