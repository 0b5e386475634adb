/// Where a packet goes: routes by longest prefix.
@NullMarked
package io.weft.net.stack.route;

import org.jspecify.annotations.NullMarked;
