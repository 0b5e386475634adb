/// `weft plugin` and `weft hooks`: which plugins run, and what their handlers do.
@NullMarked
package io.weft.net.app.operator.plugin;

import org.jspecify.annotations.NullMarked;
