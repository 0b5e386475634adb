/// iptables' words: how rules are written on a command line, shown, saved and restored, as iptables-legacy 1.8.9 does it, its messages
/// and exit codes included.
///
/// A call is read by {@link io.weft.net.tables.iptables.CommandParser} into an {@link io.weft.net.tables.iptables.Invocation}, which
/// {@link io.weft.net.tables.iptables.Editor} carries out on a draft. Entrance: {@link io.weft.net.tables.iptables.IptablesCommand},
/// {@link io.weft.net.tables.iptables.SaveCommand}, {@link io.weft.net.tables.iptables.RestoreCommand}.
///
/// Knows nothing of how packets go through rules.
@NullMarked
package io.weft.net.tables.iptables;

import org.jspecify.annotations.NullMarked;
