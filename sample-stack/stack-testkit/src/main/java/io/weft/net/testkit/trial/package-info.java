/// The router that `mvn weft:run` and `mvn weft:check` try network plugins in: {@link io.weft.net.testkit.trial.TrialRouter}.
@NullMarked
package io.weft.net.testkit.trial;

import org.jspecify.annotations.NullMarked;
