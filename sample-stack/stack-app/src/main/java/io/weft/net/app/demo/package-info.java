/// A story in one process: a client, a router and a server stack on wires in memory, and a rule in the router that comes and goes.
///
/// Entrance: {@link io.weft.net.app.demo.Demo}. All of it is real: packets on wires, the filter plugin from its jar, the words of iptables.
/// Knows stacks by what embedders and plugins see of them.
@NullMarked
package io.weft.net.app.demo;

import org.jspecify.annotations.NullMarked;
