/// Matches that read headers, from Ethernet's to TCP's.
@NullMarked
package io.weft.net.tables.match.header;

import org.jspecify.annotations.NullMarked;
