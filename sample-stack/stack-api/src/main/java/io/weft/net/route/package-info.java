/// Where a packet goes: the answer of a route look-up, and the interface that it names.
@NullMarked
package io.weft.net.route;

import org.jspecify.annotations.NullMarked;
