/// What becomes of packets, written on their trails: those that are made up, and real ones that somebody follows.
///
/// Entrance: {@link io.weft.net.stack.explain.FollowedPackets} for real ones, {@link io.weft.net.stack.explain.MadeUpPackets} for the
/// others. Knows hook points and packets, and nothing of the rooms between them: those write on the trails themselves.
@NullMarked
package io.weft.net.stack.explain;

import org.jspecify.annotations.NullMarked;
