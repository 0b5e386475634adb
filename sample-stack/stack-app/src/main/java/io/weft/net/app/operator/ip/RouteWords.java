package io.weft.net.app.operator.ip;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.app.operator.text.Words;
import io.weft.net.route.Route;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.route.TableNumbers;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The words of a route to add or to take away.
///
/// @param gateway 0.0.0.0 where none was named
record RouteWords(RouteEntry.@Nullable Kind kind, Ipv4Prefix prefix, int gateway, @Nullable String device, int table) {

    static RouteWords read(Words words) throws IpFailure {
        RouteEntry.@Nullable Kind kind = null;
        @Nullable Ipv4Prefix prefix = null;
        int gateway = Ipv4.ANY;
        @Nullable String device = null;
        int table = TableNumbers.MAIN;
        while (!words.isEmpty()) {
            String word = words.take();
            switch (word) {
                case "via" -> gateway = address(value(words));
                case "dev", "oif" -> device = value(words);
                case "table" -> table = table(value(words));
                case "to" -> prefix = prefix(value(words));
                case "proto", "protocol", "scope" -> value(words);
                case "metric", "priority", "preference", "src", "mtu", "nexthop", "tos", "onlink", "weight", "nhid", "advmss", "initcwnd",
                        "local", "broadcast", "multicast", "throw", "nat", "anycast" -> throw IpFailure.notHere("the word " + word);
                default -> {
                    if (prefix == null && kind == null && kind(word) != null) {
                        kind = kind(word);
                    } else if (prefix == null) {
                        prefix = prefix(word);
                    } else {
                        throw IpFailure.garbage("to", word);
                    }
                }
            }
        }
        if (prefix == null) {
            if (kind == null && gateway == Ipv4.ANY && device == null) {
                throw IpFailure.incomplete();
            }
            prefix = Ipv4Prefix.ALL;
        }
        return new RouteWords(kind, prefix, gateway, device, table);
    }

    RouteEntry entry() throws IpFailure {
        RouteEntry.Kind wanted = kind == null ? RouteEntry.Kind.UNICAST : kind;
        if (wanted == RouteEntry.Kind.UNICAST && gateway == Ipv4.ANY && device == null) {
            throw IpFailure.answered("No such device");
        }
        try {
            return new RouteEntry(wanted, prefix, gateway, device, table);
        } catch (IllegalArgumentException e) {
            throw IpFailure.refused(String.valueOf(e.getMessage()));
        }
    }

    /// Whether a route is what these words say, as far as they say it.
    boolean allows(Route route) {
        boolean sameKind = kind == null || switch (kind) {
            case UNICAST -> route instanceof Route.Unicast;
            case BLACKHOLE -> route instanceof Route.Blackhole;
            case UNREACHABLE -> route instanceof Route.Unreachable(int code) && code == 1;
            case PROHIBIT -> route instanceof Route.Unreachable(int code) && code == 13;
        };
        return sameKind && (device == null || device.equals(RouteText.device(route)))
                && (gateway == Ipv4.ANY || route instanceof Route.Unicast hop && hop.gateway() == gateway);
    }

    static String value(Words words) throws IpFailure {
        String value = words.poll();
        if (value == null) {
            throw IpFailure.incomplete();
        }
        return value;
    }

    static Ipv4Prefix prefix(String word) throws IpFailure {
        if (word.equals("default") || word.equals("any") || word.equals("all")) {
            return Ipv4Prefix.ALL;
        }
        try {
            return Ipv4Prefix.parse(word);
        } catch (IllegalArgumentException e) {
            throw String.valueOf(e.getMessage()).contains("host bits") ? IpFailure.refused("Invalid prefix for given prefix length")
                    : IpFailure.noPrefix(word);
        }
    }

    static int address(String word) throws IpFailure {
        try {
            return Ipv4.parse(word);
        } catch (IllegalArgumentException e) {
            throw IpFailure.failed("Error: any valid address is expected rather than \"" + word + "\".");
        }
    }

    static int table(String word) throws IpFailure {
        try {
            return TableNumbers.parse(word);
        } catch (IllegalArgumentException e) {
            throw IpFailure.wrong(word, "table id value is invalid\n");
        }
    }

    private static RouteEntry.@Nullable Kind kind(String word) {
        for (RouteEntry.Kind kind : RouteEntry.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return kind;
            }
        }
        return null;
    }
}
