/// How a subject that is about to enter a hook method gets to its chain first: the aspect and what it leaves in the classes.
///
/// Entrance: the aspects `HookWeaving` and, for static methods, `StaticHookWeaving`, which ajc or the load-time weaver applies, and {@link io.weft.hook.weave.Weaving}, by which a
/// host makes sure at its start that this happened.
///
/// Holds no policy and knows nothing of how chains are made.
@NullMarked
package io.weft.hook.weave;

import org.jspecify.annotations.NullMarked;
