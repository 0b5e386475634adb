/// Matches that ask what is known about a packet beside its bytes, and the comment, which asks nothing.
@NullMarked
package io.weft.net.tables.match.meta;

import org.jspecify.annotations.NullMarked;
