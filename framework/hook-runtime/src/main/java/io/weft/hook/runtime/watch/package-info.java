/// Hook tables as monitoring sees them: by JMX, and by Micrometer.
///
/// Entrance: {@link io.weft.hook.runtime.watch.HooksBean#register} and {@link io.weft.hook.runtime.watch.HookMeters}, each for hosts that
/// ask for it. Micrometer is an optional dependency: a host that uses `HookMeters` brings it.
///
/// Knows nothing of chains; all it asks is `Hooks.describe()`.
@NullMarked
package io.weft.hook.runtime.watch;

import org.jspecify.annotations.NullMarked;
