/// The stack as plugins see it.
@NullMarked
package io.weft.net;

import org.jspecify.annotations.NullMarked;
