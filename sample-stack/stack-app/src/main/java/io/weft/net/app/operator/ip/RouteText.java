package io.weft.net.app.operator.ip;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.route.Route;
import io.weft.net.stack.route.ListedRoute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A route as `ip route` prints it.
///
/// @param table its name, where it is to be said
/// @param deviceKnown the operator named the interface, so it is not said
/// @param gatewayKnown the operator named the gateway
record RouteText(ListedRoute line, @Nullable String table, boolean deviceKnown, boolean gatewayKnown) {

    String words() {
        StringBuilder text = new StringBuilder();
        tree().forEach((key, value) -> {
            switch (key) {
                case "dst", "type" -> text.append(value).append(' ');
                case "gateway" -> text.append("via ").append(value).append(' ');
                case "protocol" -> text.append("proto ").append(value).append(' ');
                case "prefsrc" -> text.append("src ").append(value).append(' ');
                case "flags" -> { }
                default -> text.append(key).append(' ').append(value).append(' ');
            }
        });
        return text.toString();
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        Route route = line.route();
        if (!type(route).isEmpty()) {
            tree.put("type", type(route));
        }
        tree.put("dst", destination());
        if (route instanceof Route.Unicast hop && hop.gateway() != Ipv4.ANY && !gatewayKnown) {
            tree.put("gateway", Ipv4.format(hop.gateway()));
        }
        String device = device(route);
        if (device != null && !deviceKnown) {
            tree.put("dev", device);
        }
        if (table != null) {
            tree.put("table", table);
        }
        if (line.ofAddress()) {
            tree.put("protocol", "kernel");
        }
        addScope(tree, route);
        tree.put("flags", List.of());
        return tree;
    }

    private String destination() {
        Ipv4Prefix prefix = line.prefix();
        if (prefix.equals(Ipv4Prefix.ALL)) {
            return "default";
        }
        return prefix.length() == 32 ? Ipv4.format(prefix.address()) : prefix.toString();
    }

    private void addScope(Map<String, Object> tree, Route route) {
        switch (route) {
            case Route.Local local -> {
                tree.put("scope", "host");
                addSource(tree, local.source());
            }
            case Route.Broadcast all -> {
                tree.put("scope", "link");
                addSource(tree, all.source());
            }
            case Route.Unicast hop -> {
                if (hop.gateway() == Ipv4.ANY) {
                    tree.put("scope", "link");
                }
                if (line.ofAddress()) {
                    addSource(tree, hop.source());
                }
            }
            case Route.Blackhole _, Route.Unreachable _ -> { }
        }
    }

    private static void addSource(Map<String, Object> tree, int source) {
        if (source != Ipv4.ANY) {
            tree.put("prefsrc", Ipv4.format(source));
        }
    }

    static String type(Route route) {
        return switch (route) {
            case Route.Local _ -> "local";
            case Route.Broadcast _ -> "broadcast";
            case Route.Unicast _ -> "";
            case Route.Blackhole _ -> "blackhole";
            case Route.Unreachable(int code) -> code == 13 ? "prohibit" : "unreachable";
        };
    }

    static @Nullable String device(Route route) {
        return switch (route) {
            case Route.Local local -> local.device().name();
            case Route.Broadcast all -> all.device().name();
            case Route.Unicast hop -> hop.device().name();
            case Route.Blackhole _, Route.Unreachable _ -> null;
        };
    }
}
