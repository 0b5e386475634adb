package io.weft.net.stack.route;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.route.AddressType;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where packets go, longest prefix first: the routes that follow from the interfaces' addresses, and the operator's. The kernel's
/// tables local and main. Belongs to the loop thread.
public final class RouteTable {

    /// The answer for an address that no route leads to.
    public static final Route NO_ROUTE = new Route.Unreachable(0);

    private static final Route BLACKHOLE = new Route.Blackhole();
    private static final Route UNREACHABLE = new Route.Unreachable(1);
    private static final Route PROHIBIT = new Route.Unreachable(13);

    private final RouteTrie routes = new RouteTrie();
    private final Addresses addresses;
    private final Map<Ipv4Prefix, RouteEntry> stated = new LinkedHashMap<>();
    private final Map<Ipv4Prefix, Route> own = new HashMap<>();
    private final Map<Ipv4Prefix, Route> connected = new HashMap<>();
    private List<? extends NetInterface> interfaces = List.of();
    private @Nullable NetInterface loopback;
    private Route.@Nullable Broadcast[] everybody = new Route.Broadcast[0];

    public RouteTable(Addresses addresses) {
        this.addresses = addresses;
    }

    /// The route to `destination`; {@link #NO_ROUTE} where there is none.
    public Route lookup(int destination) {
        Route route = routes.lookup(destination);
        return route == null ? NO_ROUTE : route;
    }

    /// What `address` is to this host; an interface other than `on`, where that is not null, does not count.
    public AddressType typeOf(int address, @Nullable NetInterface on) {
        if (address == Ipv4.ANY || address == Ipv4.BROADCAST) {
            return AddressType.BROADCAST;
        }
        if (Ipv4.isMulticast(address)) {
            return AddressType.MULTICAST;
        }
        return switch (lookup(address)) {
            case Route.Local local -> on == null || on == local.device() ? AddressType.LOCAL : AddressType.UNICAST;
            case Route.Broadcast all -> on == null || on == all.device() ? AddressType.BROADCAST : AddressType.UNICAST;
            // the kernel asks its table local, which has no such routes, or stumbles over them
            case Route.Unicast _, Route.Blackhole _, Route.Unreachable _ -> AddressType.UNICAST;
        };
    }

    /// To all hosts of the link behind `device`, as 255.255.255.255 and 224.0.0.1 are.
    public Route.Broadcast everybodyOn(NetInterface device) {
        Route.Broadcast route = device.index() < everybody.length ? everybody[device.index()] : null;
        return route == null ? new Route.Broadcast(device, Ipv4.ANY) : route;
    }

    /// The interface over which this host speaks to itself, or null while it has none.
    public @Nullable NetInterface loopback() {
        return loopback;
    }

    /// Takes over the interfaces that are up, with their addresses, in place of those before.
    public void update(List<? extends NetInterface> up) {
        interfaces = List.copyOf(up);
        loopback = interfaces.stream().filter(NetInterface::isLoopback).findFirst().orElse(null);
        addresses.update(up);
        Set<Ipv4Prefix> touched = new HashSet<>(own.keySet());
        touched.addAll(connected.keySet());
        own.clear();
        connected.clear();
        everybody = new Route.Broadcast[up.stream().mapToInt(NetInterface::index).max().orElse(0) + 1];
        for (NetInterface device : up) {
            everybody[device.index()] = new Route.Broadcast(device, addresses.select(device, Ipv4.ANY));
            device.addresses().forEach(address -> addRoutesOf(device, address));
        }
        touched.addAll(own.keySet());
        touched.addAll(connected.keySet());
        touched.addAll(stated.keySet());
        touched.forEach(this::refresh);
    }

    private void addRoutesOf(NetInterface device, InterfaceAddress address) {
        Ipv4Prefix network = address.network();
        Route.Local local = new Route.Local(device);
        own.put(new Ipv4Prefix(address.address(), 32), local);
        if (device.isLoopback()) {
            own.putIfAbsent(network, local);
            return;
        }
        int source = addresses.select(device, address.address());
        if (address.broadcast() != address.address()) {
            own.putIfAbsent(new Ipv4Prefix(address.broadcast(), 32), new Route.Broadcast(device, source));
        }
        if (address.prefixLength() < 32) {
            connected.putIfAbsent(network, new Route.Unicast(device, Ipv4.ANY, source));
        }
    }

    /// Adds an operator's route.
    ///
    /// @throws IllegalArgumentException when there is one of the same prefix, the interface does not exist, or the gateway is not on
    ///     one of this host's links
    public void add(RouteEntry entry) {
        if (stated.containsKey(entry.prefix()) || connected.containsKey(entry.prefix())) {
            throw new IllegalArgumentException("there is a route to " + entry.prefix() + " already");
        }
        stated.put(entry.prefix(), resolve(entry));
        refresh(entry.prefix());
    }

    /// Takes away the operator's route to a prefix.
    ///
    /// @return false when there is none
    public boolean remove(Ipv4Prefix prefix) {
        if (stated.remove(prefix) == null) {
            return false;
        }
        refresh(prefix);
        return true;
    }

    /// The operator's routes, in the order in which they came.
    public List<RouteEntry> entries() {
        return List.copyOf(stated.values());
    }

    /// All routes, by address.
    public List<RouteTrie.Entry> routes() {
        return routes.entries();
    }

    /// Finds the interface that the gateway is on, where the operator did not say.
    private RouteEntry resolve(RouteEntry entry) {
        if (entry.kind() != RouteEntry.Kind.UNICAST) {
            return entry;
        }
        if (entry.device() != null && named(entry.device()) == null) {
            throw new IllegalArgumentException("route to " + entry.prefix() + ": there is no interface " + entry.device());
        }
        if (entry.gateway() == Ipv4.ANY) {
            return entry;
        }
        boolean onLink = lookup(entry.gateway()) instanceof Route.Unicast hop && hop.gateway() == Ipv4.ANY
                && (entry.device() == null || hop.device().name().equals(entry.device()));
        if (!onLink) {
            throw new IllegalArgumentException("route to " + entry.prefix() + ": gateway " + Ipv4.format(entry.gateway())
                    + " is not on a network of " + (entry.device() == null ? "any interface" : entry.device()));
        }
        Route.Unicast hop = (Route.Unicast) lookup(entry.gateway());
        return new RouteEntry(entry.kind(), entry.prefix(), entry.gateway(), hop.device().name());
    }

    private void refresh(Ipv4Prefix prefix) {
        Route route = own.get(prefix);
        if (route == null) {
            route = stated.containsKey(prefix) ? routeOf(stated.get(prefix)) : connected.get(prefix);
        }
        if (route == null) {
            routes.remove(prefix);
        } else {
            routes.put(prefix, route);
        }
    }

    private @Nullable Route routeOf(RouteEntry entry) {
        return switch (entry.kind()) {
            case BLACKHOLE -> BLACKHOLE;
            case UNREACHABLE -> UNREACHABLE;
            case PROHIBIT -> PROHIBIT;
            case UNICAST -> {
                // an interface that is down takes its routes with it until it comes up again
                NetInterface device = entry.device() == null ? null : named(entry.device());
                yield device == null ? null : new Route.Unicast(device, entry.gateway(), addresses.select(device, entry.gateway()));
            }
        };
    }

    private @Nullable NetInterface named(String name) {
        return interfaces.stream().filter(device -> device.name().equals(name)).findFirst().orElse(null);
    }
}
