/// How a packet goes through a table, and how a table changes under it.
///
/// A change is made on a {@link io.weft.net.tables.engine.TableDraft}, off the loop thread; the draft is checked and flattened into an
/// immutable program with counters of its own; on the loop thread, between two packets, the program takes over the counters of the one
/// before it and its place. Entrance: {@link io.weft.net.tables.engine.TableRegistry}.
///
/// `classify` below it is the compiled form of the rules: it says which of them a packet can match at all.
///
/// Knows nothing of how rules are written.
@NullMarked
package io.weft.net.tables.engine;

import org.jspecify.annotations.NullMarked;
