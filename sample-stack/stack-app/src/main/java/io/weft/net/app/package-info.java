/// The command `weft`: what its words mean, and what each of its commands does.
///
/// Entrance: {@link io.weft.net.app.Main}. The rooms behind it: `config` (what the operator wrote), `router` (a stack made from it, with
/// its plugins), `control` (the door to a running one), `demo` and `oracle`.
@NullMarked
package io.weft.net.app;

import org.jspecify.annotations.NullMarked;
