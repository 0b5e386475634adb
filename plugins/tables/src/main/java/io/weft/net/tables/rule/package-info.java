/// What a rule is: which packets it selects, and what becomes of them. Immutable values without counters or places.
///
/// Entrance: {@link io.weft.net.tables.rule.Rule}. Knows nothing of chains' contents, of packets, or of how rules are written.
@NullMarked
package io.weft.net.tables.rule;

import org.jspecify.annotations.NullMarked;
