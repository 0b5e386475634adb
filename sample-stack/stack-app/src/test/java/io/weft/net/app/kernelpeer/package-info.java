/// Does every byte arrive between the stack's TCP and the kernel's, whatever the link between them does?
///
/// `FaultyLinkPeers` is the program, which runs in a network namespace of its own: seed by seed a {@link io.weft.net.app.kernelpeer.Trial},
/// which a {@link io.weft.net.app.kernelpeer.TrialPlan} describes. `TcpFaultsIT` makes the namespace.
@NullMarked
package io.weft.net.app.kernelpeer;

import org.jspecify.annotations.NullMarked;
