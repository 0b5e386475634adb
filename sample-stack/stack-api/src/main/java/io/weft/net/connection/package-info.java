/// Connections, as everybody may see them whose packet belongs to one: what a connection tracking plugin hangs on packets.
///
/// Entrance: {@link io.weft.net.connection.Connection}. How connections are found, kept and ended is the plugin's. Knows no packets.
@NullMarked
package io.weft.net.connection;

import org.jspecify.annotations.NullMarked;
