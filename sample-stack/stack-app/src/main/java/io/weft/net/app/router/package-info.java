/// A stack with its plugins: made from what the operator wrote, started, and closed in the right order.
///
/// Entrance: {@link io.weft.net.app.router.Router}. Knows the stack's builder, the drivers and the plugin host, and no plugin.
@NullMarked
package io.weft.net.app.router;

import org.jspecify.annotations.NullMarked;
