package io.weft.net.route;

import io.weft.net.address.InterfaceAddress;

/// Hears of interfaces and addresses that can be used no more, the kernel's `netdev` and `inetaddr` notifiers. Called on the loop thread
/// after routes and addresses have changed.
public interface InterfaceListener {

    /// The interface lets no packets through any more. It keeps its addresses.
    void wentDown(NetInterface device);

    /// The interface does not have that address any more.
    void lost(NetInterface device, InterfaceAddress address);
}
