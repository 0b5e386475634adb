package io.weft.net.app.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.route.RoutingRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A whole router: its NICs, routes and neighbours, what it serves itself, and where its plugins, rules and control socket are.
///
/// @param ipRules which packets look for their way in which table, `ip-rules` in a file
/// @param echo the port that sends back what comes; null for none
/// @param http null for no web server
/// @param plugins the folder of plugin jars; null for those that come with Weft
/// @param rules a file in the notation of iptables-save; null for none
/// @param control the control socket; null for the standard place
/// @param signers a file with the certificates of those whose plugins run, in PEM; null to run unsigned ones, too
public record RouterConfig(
        List<NicConfig> nics,
        List<RouteEntry> routes,
        @JsonProperty("ip-rules") List<RoutingRule> ipRules,
        List<NeighborConfig> neighbors,
        @Nullable ServicePort echo,
        @Nullable HttpConfig http,
        @Nullable Path plugins,
        @Nullable Path rules,
        @Nullable Path control,
        @Nullable Path signers) {

    private static final String ROUTE_NOTATION =
            "PREFIX|default via ADDRESS [dev NIC], PREFIX dev NIC, or blackhole, unreachable or prohibit and a PREFIX; [table TABLE]";

    public static final RouterConfig EMPTY = new RouterConfig(List.of(), List.of(), List.of(), List.of(), null, null, null, null, null, null);

    public RouterConfig(@Nullable List<NicConfig> nics, @Nullable List<RouteEntry> routes, @Nullable List<RoutingRule> ipRules,
            @Nullable List<NeighborConfig> neighbors, @Nullable ServicePort echo, @Nullable HttpConfig http, @Nullable Path plugins,
            @Nullable Path rules, @Nullable Path control, @Nullable Path signers) {
        this.nics = nics == null ? List.of() : List.copyOf(nics);
        this.routes = routes == null ? List.of() : List.copyOf(routes);
        this.ipRules = ipRules == null ? List.of() : List.copyOf(ipRules);
        this.neighbors = neighbors == null ? List.of() : List.copyOf(neighbors);
        this.echo = echo;
        this.http = http;
        this.plugins = plugins;
        this.rules = rules;
        this.control = control;
        this.signers = signers;
    }

    /// This and `more`: lists are joined, and of what there is one of that of `more` wins.
    public RouterConfig and(RouterConfig more) {
        return new RouterConfig(joined(nics, more.nics), joined(routes, more.routes), joined(ipRules, more.ipRules),
                joined(neighbors, more.neighbors),
                more.echo != null ? more.echo : echo,
                more.http != null ? more.http : http,
                more.plugins != null ? more.plugins : plugins,
                more.rules != null ? more.rules : rules,
                more.control != null ? more.control : control,
                more.signers != null ? more.signers : signers);
    }

    /// Checks what the parts say about each other.
    ///
    /// @throws ConfigException naming the part that does not fit
    public void check() throws ConfigException {
        if (nics.isEmpty()) {
            throw new ConfigException("a router needs a NIC: say --nic eth0=raw:eth0,address=192.168.1.1/24, or --config FILE");
        }
        Set<String> names = new HashSet<>();
        for (NicConfig nic : nics) {
            if (!names.add(nic.name())) {
                throw new ConfigException("the NIC " + nic.name() + " is there twice");
            }
        }
        for (RouteEntry route : routes) {
            requireNic(names, route.device(), "route " + route);
        }
        for (RoutingRule rule : ipRules) {
            if (rule.in() != null && !rule.in().equals("lo")) {
                requireNic(names, rule.in(), "ip rule " + rule);
            }
        }
        for (NeighborConfig neighbor : neighbors) {
            requireNic(names, neighbor.nic(), "neighbour");
        }
        if (http != null && !Files.isDirectory(http.folder())) {
            throw new ConfigException("http: " + http.folder() + " is no folder");
        }
    }

    /// Reads the words of `--route`, which are those of `ip route`.
    ///
    /// @throws ConfigException quoting what cannot be understood
    public static RouteEntry parseRoute(String text) throws ConfigException {
        try {
            return RouteEntry.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--route: " + e.getMessage() + " (want " + ROUTE_NOTATION + ")", e);
        }
    }

    /// Reads the words of `--ip-rule`, which are those of `ip rule`.
    ///
    /// @throws ConfigException quoting what cannot be understood
    public static RoutingRule parseRule(String text) throws ConfigException {
        try {
            return RoutingRule.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--ip-rule: " + e.getMessage(), e);
        }
    }

    private static void requireNic(Set<String> names, @Nullable String nic, String who) throws ConfigException {
        if (nic != null && !names.contains(nic)) {
            throw new ConfigException(who + ": there is no NIC " + nic + " (there is " + String.join(", ", names.stream().sorted().toList())
                    + ")");
        }
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
