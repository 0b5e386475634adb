package io.weft.net.stack.route;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.route.AddressType;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where packets go, longest prefix first: the routes that follow from the interfaces' addresses, and the operator's. The kernel's
/// tables local and main, in one as long as nobody adds rules or fills other tables, and then apart. Belongs to the loop thread.
public final class RouteTable {

    /// The answer for an address that no route leads to.
    public static final Route NO_ROUTE = new Route.Unreachable(0);

    static final Route BLACKHOLE = new Route.Blackhole();
    static final Route PROHIBIT = new Route.Unreachable(13);
    private static final Route UNREACHABLE = new Route.Unreachable(1);

    private final RouteTrie routes = new RouteTrie();
    private final Addresses addresses;
    private final Map<Ipv4Prefix, RouteEntry> stated = new LinkedHashMap<>();
    private final Map<Ipv4Prefix, Route> own = new HashMap<>();
    private final Map<Ipv4Prefix, Route> connected = new HashMap<>();
    private List<? extends NetInterface> interfaces = List.of();
    private @Nullable NetInterface loopback;
    private Route.@Nullable Broadcast[] everybody = new Route.Broadcast[0];
    private final RoutingRules rules = new RoutingRules();
    private final Map<Integer, NumberedTable> others = new TreeMap<>();
    /// Null as long as the usual rules come to what {@link #routes} says.
    private @Nullable PolicyRoutes policy;
    /// The two tables that {@link #routes} joins, kept while there is a policy.
    private @Nullable RouteTrie local;
    private @Nullable RouteTrie main;

    public RouteTable(Addresses addresses) {
        this.addresses = addresses;
    }

    /// The route to `destination` by the tables local and main, whatever the rules say; {@link #NO_ROUTE} where there is none.
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

    /// The route that the rules lead a packet to.
    ///
    /// @param in where the packet came in; null for this host's own
    public Route lookup(int source, int destination, int mark, int tos, @Nullable NetInterface in) {
        PolicyRoutes decided = policy;
        return decided == null ? lookup(destination) : decided.lookup(source, destination, mark, tos, in);
    }

    /// Whether more than the destination decides about the way.
    public boolean hasPolicy() {
        return policy != null;
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
        others.values().forEach(table -> table.refresh(this::routeOf));
        decidePolicy();
    }

    private void addRoutesOf(NetInterface device, InterfaceAddress address) {
        Ipv4Prefix network = address.network();
        Route.Local local = new Route.Local(device, primary(device, address));
        own.put(new Ipv4Prefix(address.address(), 32), local);
        int source = addresses.select(device, address.address());
        if (address.broadcast() != address.address()) {
            own.putIfAbsent(new Ipv4Prefix(address.broadcast(), 32), new Route.Broadcast(device, source));
        }
        if (device.isLoopback()) {
            own.putIfAbsent(network, local);
        } else if (address.prefixLength() < 32) {
            connected.putIfAbsent(network, new Route.Unicast(device, Ipv4.ANY, source));
        }
    }

    /// The first address of a network is its primary, and comes before its secondaries.
    private static int primary(NetInterface device, InterfaceAddress address) {
        for (InterfaceAddress each : device.addresses()) {
            if (each.network().equals(address.network())) {
                return each.address();
            }
        }
        return address.address();
    }

    /// Adds an operator's route.
    ///
    /// @throws IllegalArgumentException when there is one of the same prefix, the interface does not exist, or the gateway is not on
    ///     one of this host's links
    public void add(RouteEntry entry) {
        if (entry.table() != TableNumbers.MAIN) {
            addElsewhere(entry);
            return;
        }
        if (stated.containsKey(entry.prefix()) || connected.containsKey(entry.prefix())) {
            throw new IllegalArgumentException("there is a route to " + entry.prefix() + " already");
        }
        stated.put(entry.prefix(), resolve(entry));
        refresh(entry.prefix());
    }

    /// Adds an operator's route in the place of another one of his of the same prefix and table, if there is one.
    ///
    /// @throws IllegalArgumentException as {@link #add}; what was there stays then
    public void replace(RouteEntry entry) {
        RouteEntry before = entry.table() == TableNumbers.MAIN ? stated.get(entry.prefix())
                : others.containsKey(entry.table()) ? others.get(entry.table()).entry(entry.prefix()) : null;
        if (before == null) {
            add(entry);
            return;
        }
        remove(before.prefix(), before.table());
        try {
            add(entry);
        } catch (IllegalArgumentException refused) {
            add(before);
            throw refused;
        }
    }

    private void addElsewhere(RouteEntry entry) {
        if (entry.table() == TableNumbers.LOCAL) {
            throw new IllegalArgumentException("the stack alone adds routes to the table local");
        }
        NumberedTable there = others.get(entry.table());
        if (there != null && there.has(entry.prefix())) {
            throw new IllegalArgumentException("there is a route to " + entry.prefix() + " in table "
                    + TableNumbers.format(entry.table()) + " already");
        }
        RouteEntry resolved = resolve(entry);
        NumberedTable table = others.computeIfAbsent(entry.table(), _ -> new NumberedTable());
        table.add(resolved);
        table.refresh(this::routeOf);
        decidePolicy();
    }

    /// Takes away the operator's route to a prefix in a table.
    ///
    /// @return false when there is none
    public boolean remove(Ipv4Prefix prefix, int table) {
        if (table == TableNumbers.MAIN) {
            return remove(prefix);
        }
        NumberedTable there = others.get(table);
        if (there == null || !there.remove(prefix)) {
            return false;
        }
        if (there.isEmpty()) {
            others.remove(table);
        }
        decidePolicy();
        return true;
    }

    /// Takes away the operator's route to a prefix in the table main.
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

    /// The routes of the tables local and main, by address.
    public List<RouteTrie.Entry> routes() {
        return routes.entries();
    }

    /// The routes of one of the other tables, by address.
    public List<RouteTrie.Entry> routesOf(int table) {
        NumberedTable there = others.get(table);
        return there == null ? List.of() : there.routes().entries();
    }

    /// The routes of whichever table as `ip route` lists them: by address, of the same address the longest prefix first. Those whose
    /// interface is down are left out.
    public List<ListedRoute> listed(int table) {
        List<ListedRoute> lines = new ArrayList<>();
        switch (table) {
            case TableNumbers.LOCAL -> own.forEach((prefix, route) -> lines.add(new ListedRoute(prefix, route, true)));
            case TableNumbers.MAIN -> {
                connected.forEach((prefix, route) -> lines.add(new ListedRoute(prefix, route, true)));
                stated.forEach((prefix, entry) -> {
                    Route route = routeOf(entry);
                    if (route != null) {
                        lines.add(new ListedRoute(prefix, route, false));
                    }
                });
            }
            default -> routesOf(table).forEach(entry -> lines.add(new ListedRoute(entry.prefix(), entry.route(), false)));
        }
        lines.sort(ListedRoute.ORDER);
        return lines;
    }

    /// The numbers of the tables that have routes, beside local and main.
    public List<Integer> otherTables() {
        return List.copyOf(others.keySet());
    }

    /// Adds a rule.
    ///
    /// @throws IllegalArgumentException when it is there already
    public void addRule(RoutingRule rule) {
        rules.add(rule);
        decidePolicy();
    }

    /// Takes away the first rule that is the same.
    ///
    /// @return false when there is none
    public boolean removeRule(RoutingRule rule) {
        boolean removed = rules.remove(rule);
        decidePolicy();
        return removed;
    }

    /// The rules in the order in which they are asked.
    public List<RoutingRule> rules() {
        return rules.all();
    }

    private void decidePolicy() {
        if (rules.areUsual() && !others.containsKey(TableNumbers.DEFAULT)) {
            policy = null;
            local = null;
            main = null;
            return;
        }
        if (local == null) {
            part();
        }
        policy = new PolicyRoutes(rules.all(), interfaces, this::trie);
    }

    private void part() {
        local = new RouteTrie();
        main = new RouteTrie();
        Set<Ipv4Prefix> all = new HashSet<>(own.keySet());
        all.addAll(connected.keySet());
        all.addAll(stated.keySet());
        all.forEach(this::refresh);
    }

    private @Nullable RouteTrie trie(int table) {
        if (table == TableNumbers.LOCAL) {
            return local;
        }
        if (table == TableNumbers.MAIN) {
            return main;
        }
        NumberedTable there = others.get(table);
        return there == null ? null : there.routes();
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
        return new RouteEntry(entry.kind(), entry.prefix(), entry.gateway(), hop.device().name(), entry.table());
    }

    private void refresh(Ipv4Prefix prefix) {
        Route ofHost = own.get(prefix);
        Route ofMain = stated.containsKey(prefix) ? routeOf(stated.get(prefix)) : connected.get(prefix);
        set(routes, prefix, ofHost != null ? ofHost : ofMain);
        if (local != null && main != null) {
            set(local, prefix, ofHost);
            set(main, prefix, ofMain);
        }
    }

    private static void set(RouteTrie table, Ipv4Prefix prefix, @Nullable Route route) {
        if (route == null) {
            table.remove(prefix);
        } else {
            table.put(prefix, route);
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
