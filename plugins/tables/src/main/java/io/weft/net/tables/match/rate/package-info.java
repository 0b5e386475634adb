/// Matches that remember packets or ask what time it is: `limit`, `hashlimit`, `recent`, `quota`, `statistic` and `time`.
///
/// Their arithmetic is the kernel's to the last digit, its clock of 250 ticks a second included. What rules share by a name, lists of
/// `recent` and tables of `hashlimit`, belongs to the stack and lasts as long as some rule names it.
@NullMarked
package io.weft.net.tables.match.rate;

import org.jspecify.annotations.NullMarked;
