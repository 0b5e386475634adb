/// The hook tables at work: chains as generated classes, and what happens to a subject that one of their handlers stops or fails on.
///
/// Entrance: {@link io.weft.hook.runtime.HookTables}, which a host makes once. A change of a point makes a {@code Chain} and its
/// dispatcher class anew ({@code ChainClass}) and swaps one reference; {@code Lane} counts who is inside. {@code Breaker} puts handlers
/// out that fail too often, {@code Explanation} follows single subjects, {@code Recorder} tells Java Flight Recorder.
///
/// Knows nothing of where handlers come from: plugins are the plugin package's matter.
@NullMarked
package io.weft.hook.runtime;

import org.jspecify.annotations.NullMarked;
