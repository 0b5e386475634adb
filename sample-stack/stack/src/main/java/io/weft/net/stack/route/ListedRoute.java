package io.weft.net.stack.route;

import io.weft.net.address.Ipv4Prefix;
import io.weft.net.route.Route;
import java.util.Comparator;

/// A line of a route table, as `ip route` shows it; a snapshot.
///
/// @param ofAddress it follows from an address of this host, and is not the operator's
public record ListedRoute(Ipv4Prefix prefix, Route route, boolean ofAddress) {

    static final Comparator<ListedRoute> ORDER = Comparator
            .<ListedRoute>comparingInt(line -> line.prefix.address() ^ Integer.MIN_VALUE)
            .thenComparingInt(line -> -line.prefix.length());
}
