/// What a program with hook points and a plugin that handles them agree on: the annotations, the verdicts, the registrations.
///
/// A *hook point* is a place: a method boundary with a name, marked by {@link io.weft.hook.Hook}. A *handler* is a plugin's method
/// or a lambda that stands at that place. The *chain* is the handlers of one point in order; a *verdict* is what a handler answers.
/// Entrance for hosts: {@link io.weft.hook.Hook}, {@link io.weft.hook.HookHost}, {@link io.weft.hook.Hooks}.
/// Entrance for plugins: {@link io.weft.hook.HookHandler}, {@link io.weft.hook.HookPlugin}.
///
/// Knows nothing of weaving, class generation, jar loading, or of any host.
@NullMarked
package io.weft.hook;

import org.jspecify.annotations.NullMarked;
