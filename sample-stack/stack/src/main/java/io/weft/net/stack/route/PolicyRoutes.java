package io.weft.net.stack.route;

import io.weft.net.address.Ipv4;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Rules with their tables at hand: a look-up asks one after the other until one has a route. The kernel's `fib_rules_lookup`. Made anew
/// when rules or interfaces change.
final class PolicyRoutes {

    /// RFC 1349's bits without the lowest, which ECN has now.
    private static final int TOS_MASK = 0x1C;
    private static final int ANY_INTERFACE = 0;
    private static final int NO_INTERFACE = -1;

    private final Step[] steps;
    private final int loopback;

    private record Step(
            boolean inverted, int from, int fromMask, int to, int toMask, int mark, int markMask, int tos, int in,
            @Nullable RouteTrie table, @Nullable Route refusal) { }

    /// @param tables the routes of a table by its number, or null
    PolicyRoutes(List<RoutingRule> rules, List<? extends NetInterface> interfaces, IntFunction<@Nullable RouteTrie> tables) {
        steps = rules.stream().map(rule -> step(rule, interfaces, tables)).toArray(Step[]::new);
        loopback = interfaces.stream().filter(NetInterface::isLoopback).mapToInt(NetInterface::index).findFirst().orElse(NO_INTERFACE);
    }

    private static Step step(RoutingRule rule, List<? extends NetInterface> interfaces, IntFunction<@Nullable RouteTrie> tables) {
        int in = rule.in() == null ? ANY_INTERFACE : interfaces.stream().filter(device -> device.name().equals(rule.in()))
                .mapToInt(NetInterface::index).findFirst().orElse(NO_INTERFACE);
        return new Step(rule.inverted(), rule.from().address(), Ipv4.mask(rule.from().length()), rule.to().address(),
                Ipv4.mask(rule.to().length()), rule.mark(), rule.markMask(), rule.tos(), in,
                rule.action() == RoutingRule.Action.LOOKUP ? tables.apply(rule.table()) : null,
                switch (rule.action()) {
                    case LOOKUP -> null;
                    case BLACKHOLE -> RouteTable.BLACKHOLE;
                    case UNREACHABLE -> RouteTable.NO_ROUTE;
                    case PROHIBIT -> RouteTable.PROHIBIT;
                });
    }

    /// @param in where the packet came in; null for this host's own
    Route lookup(int source, int destination, int mark, int tos, @Nullable NetInterface in) {
        int index = in == null ? loopback : in.index();
        for (Step step : steps) {
            boolean selected = (source & step.fromMask) == step.from && (destination & step.toMask) == step.to
                    && (mark & step.markMask) == step.mark && (step.tos == 0 || step.tos == (tos & TOS_MASK))
                    && (step.in == ANY_INTERFACE || step.in == index);
            if (selected == step.inverted) {
                continue;
            }
            if (step.refusal != null) {
                return step.refusal;
            }
            Route route = step.table == null ? null : step.table.lookup(destination);
            if (route != null) {
                return route;
            }
        }
        return RouteTable.NO_ROUTE;
    }
}
