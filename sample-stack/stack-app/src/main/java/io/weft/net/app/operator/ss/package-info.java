/// `weft ss`: the running stack's sockets, printed as iproute2's ss prints the kernel's.
@NullMarked
package io.weft.net.app.operator.ss;

import org.jspecify.annotations.NullMarked;
