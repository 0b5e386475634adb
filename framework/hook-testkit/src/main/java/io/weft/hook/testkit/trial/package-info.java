/// What becomes of a plugin in a host of its author's: runs it there while it is written, and checks its jar before anybody else has it.
///
/// Entrance: {@link io.weft.hook.testkit.trial.TrialHost}, which an author implements. The goals `weft:run` and `weft:check` start
/// {@link io.weft.hook.testkit.trial.TrialRun} and {@link io.weft.hook.testkit.trial.TrialCheck} in a JVM of their own.
///
/// Knows nothing of Maven.
@NullMarked
package io.weft.hook.testkit.trial;

import org.jspecify.annotations.NullMarked;
