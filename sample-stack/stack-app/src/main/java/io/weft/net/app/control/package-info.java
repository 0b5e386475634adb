/// The control door of a running router: a Unix domain socket through which `weft NAME WORD…` runs a
/// {@link io.weft.net.control.Command} inside the daemon.
///
///     client                                daemon
///     HELLO version ─────────────────────▶
///                   ◀───────────────────── HELLO version, or REFUSED why
///     ARGUMENT name, ARGUMENT…, CALL ────▶
///                   ◀───────────────────── WANT_INPUT          as often as the command's input is fetched
///     INPUT bytes, or INPUT_END ─────────▶
///                   ◀───────────────────── OUTPUT bytes, ERROR bytes …
///                   ◀───────────────────── EXIT code, or REFUSED why
///
/// A call that lasts is asked to end by one INPUT_END, which nobody wanted.
///
/// A frame is a type, a length of at most 64 KiB, and as many bytes. A call without words asks for the list of commands.
/// Input flows only when it is asked for, so a call in a shell loop does not eat the loop's input.
///
/// Entrance: {@link io.weft.net.app.control.ControlServer} and {@link io.weft.net.app.control.ControlClient}. Knows nothing of stacks
/// and plugins, only of commands.
@NullMarked
package io.weft.net.app.control;

import org.jspecify.annotations.NullMarked;
