/// What a router offers to the world itself, over its own stack: an echo and files.
///
/// Entrance: {@link io.weft.net.app.service.Services}. Knows a stack by its sockets alone.
@NullMarked
package io.weft.net.app.service;

import org.jspecify.annotations.NullMarked;
