package io.weft.net.route;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.MacAddress;
import java.util.List;

/// A network interface of a stack, as plugins see it.
///
/// There is one object per interface for as long as it exists: on the packet's path compare by identity or by {@link #index}.
public interface NetInterface {

    /// Such as `eth0`.
    String name();

    /// A small number from 1 up, unique within the stack.
    int index();

    /// The largest IP packet in bytes that the link takes.
    int mtu();

    MacAddress mac();

    /// True for `lo`, over which the stack talks to itself.
    boolean isLoopback();

    /// The addresses in the order in which they were added; the first of a network is its primary.
    List<InterfaceAddress> addresses();
}
