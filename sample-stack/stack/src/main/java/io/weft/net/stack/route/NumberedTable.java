package io.weft.net.stack.route;

import io.weft.net.address.Ipv4Prefix;
import io.weft.net.route.Route;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A table that only rules lead to.
final class NumberedTable {

    private final Map<Ipv4Prefix, RouteEntry> stated = new LinkedHashMap<>();
    private final RouteTrie routes = new RouteTrie();

    RouteTrie routes() {
        return routes;
    }

    boolean isEmpty() {
        return stated.isEmpty();
    }

    boolean has(Ipv4Prefix prefix) {
        return stated.containsKey(prefix);
    }

    @Nullable RouteEntry entry(Ipv4Prefix prefix) {
        return stated.get(prefix);
    }

    void add(RouteEntry entry) {
        stated.put(entry.prefix(), entry);
    }

    /// @return false when there is none
    boolean remove(Ipv4Prefix prefix) {
        routes.remove(prefix);
        return stated.remove(prefix) != null;
    }

    /// Brings the routes to what the interfaces are now.
    ///
    /// @param routeOf null for what is out of use
    void refresh(Function<RouteEntry, @Nullable Route> routeOf) {
        for (RouteEntry entry : stated.values()) {
            Route route = routeOf.apply(entry);
            if (route == null) {
                routes.remove(entry.prefix());
            } else {
                routes.put(entry.prefix(), route);
            }
        }
    }
}
