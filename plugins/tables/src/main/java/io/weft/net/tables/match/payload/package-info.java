/// Matches that read bytes wherever they stand in the packet, header or not.
@NullMarked
package io.weft.net.tables.match.payload;

import org.jspecify.annotations.NullMarked;
