/// `weft top`: a running router's rates, renewed every moment, in a terminal or as text.
///
/// Entrance: {@link io.weft.net.app.top.Top}. It runs beside the router, as its client: all it knows is what `weft stats --json` says.
@NullMarked
package io.weft.net.app.top;

import org.jspecify.annotations.NullMarked;
