/// Whole networks in one JVM, declared in code: hosts, routers, and links that delay, lose and cut.
///
/// Entrances: {@link io.weft.net.testkit.network.NetworkTest} for a JUnit test, {@link io.weft.net.testkit.network.Network} for everything
/// else. Needs neither root nor containers, and nothing of the machine's network. It knows no plugin: jars are loaded as a router loads
/// them.
@NullMarked
package io.weft.net.testkit.network;

import org.jspecify.annotations.NullMarked;
