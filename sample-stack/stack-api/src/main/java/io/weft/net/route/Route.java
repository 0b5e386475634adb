package io.weft.net.route;

/// The answer of a route look-up, Linux's `dst_entry`. Made when a route is added, never per packet.
public sealed interface Route {

    /// To this host. `device` holds the address; packets of its own to it go by way of `lo`.
    ///
    /// @param source the address this host speaks from to itself there: the primary one of the address's network
    record Local(NetInterface device, int source) implements Route { }

    /// To every host of the link behind `device`, this one included.
    ///
    /// @param source the address this host sends from; 0.0.0.0 where there is none
    record Broadcast(NetInterface device, int source) implements Route { }

    /// Out of `device`.
    ///
    /// @param gateway the next hop, or 0.0.0.0 where the destination itself is on the link
    /// @param source the address this host sends from when a socket has none of its own
    record Unicast(NetInterface device, int gateway, int source) implements Route {

        /// The address whose MAC address the frame bears.
        public int nextHop(int destination) {
            return gateway == 0 ? destination : gateway;
        }
    }

    /// Nowhere, without a word.
    record Blackhole() implements Route { }

    /// Nowhere, and the sender is told with a destination-unreachable of this code (RFC 792, RFC 1812 §5.2.7.1):
    /// 0 no route, 1 an `unreachable` route, 13 a `prohibit` route.
    record Unreachable(int code) implements Route { }
}
