/// The IP layer: what happens to a packet between the link below and the transport above.
@NullMarked
package io.weft.net.stack.ip;

import org.jspecify.annotations.NullMarked;
