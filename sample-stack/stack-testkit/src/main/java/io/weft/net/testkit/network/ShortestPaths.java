package io.weft.net.testkit.network;

import io.weft.net.stack.route.RouteEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/// The routes that a host needs to reach every subnet by way of the fewest routers; among equals by that of its first link.
final class ShortestPaths {

    private ShortestPaths() { }

    /// Routes to all subnets that the host is not at itself.
    static List<RouteEntry> from(Host host) {
        List<RouteEntry> routes = new ArrayList<>();
        Set<Link> reached = new HashSet<>();
        host.ends().forEach(end -> reached.add(end.link()));
        // routers that are known to be reached, and the neighbour of `host` that the way there begins with
        Map<Host, LinkEnd> firstHops = new LinkedHashMap<>();
        Queue<Host> next = new ArrayDeque<>();
        for (LinkEnd end : host.ends()) {
            LinkEnd neighbor = end.link().other(end);
            if (neighbor.host().isRouter() && neighbor.host() != host && firstHops.putIfAbsent(neighbor.host(), neighbor) == null) {
                next.add(neighbor.host());
            }
        }
        while (!next.isEmpty()) {
            Host router = next.remove();
            LinkEnd hop = firstHops.get(router);
            for (LinkEnd end : router.ends()) {
                if (reached.add(end.link())) {
                    routes.add(RouteEntry.via(end.link().subnet(), hop.link().interfaceAddress(hop).address()));
                }
                Host beyond = end.link().other(end).host();
                if (beyond.isRouter() && beyond != host && firstHops.putIfAbsent(beyond, hop) == null) {
                    next.add(beyond);
                }
            }
        }
        return routes;
    }
}
