/// What becomes of a made-up packet, told step by step: asked of a {@link io.weft.net.explain.PacketExplainer}, which a running stack is.
///
/// Such a packet takes the real way, past the real handlers, and bears a {@link io.weft.net.explain.PacketTrail} on which rooms and
/// handlers write what they would do instead of doing it: nothing of it is sent or delivered. Who keeps state about packets, such as
/// connection tracking, shows the trail what it found and leaves its state as it is. Knows no packets, rules or handlers itself.
@NullMarked
package io.weft.net.explain;

import org.jspecify.annotations.NullMarked;
