/// What packets leave behind: the targets LOG, NFLOG and TRACE.
///
/// Entrance: {@link io.weft.net.logging.LoggingPlugin}; for other plugins {@link io.weft.net.logging.NetfilterLog}. On the loop thread a
/// line is written into a slot of a bounded {@link io.weft.net.logging.Ring} that was made beforehand; another thread takes it from there
/// to SLF4J, to files, and to those who listen. What does not fit is counted, and the log says so. Knows no tables but by their names.
@NullMarked
package io.weft.net.logging;

import org.jspecify.annotations.NullMarked;
