package io.weft.net.stack.route;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A route as an operator states it, in the words of `ip route`.
///
/// @param gateway the next hop of a unicast route, or 0.0.0.0 where the destination itself is on the link
/// @param device the interface of a unicast route, or null where the gateway says it
/// @param table the number of the table that it stands in, mostly {@link TableNumbers#MAIN}
public record RouteEntry(Kind kind, Ipv4Prefix prefix, int gateway, @Nullable String device, int table) {

    /// What becomes of packets that take the route.
    public enum Kind {
        UNICAST,
        /// Dropped in silence.
        BLACKHOLE,
        /// Dropped, with a host unreachable to the sender.
        UNREACHABLE,
        /// Dropped, with a communication administratively prohibited to the sender.
        PROHIBIT
    }

    public RouteEntry {
        boolean directed = gateway != Ipv4.ANY || device != null;
        if (kind == Kind.UNICAST && !directed) {
            throw new IllegalArgumentException("the route to " + prefix + " leads nowhere: say via GATEWAY, dev INTERFACE, or both");
        }
        if (kind != Kind.UNICAST && directed) {
            throw new IllegalArgumentException("a " + word(kind) + " route has neither gateway nor interface");
        }
    }

    /// A route of the table main.
    public RouteEntry(Kind kind, Ipv4Prefix prefix, int gateway, @Nullable String device) {
        this(kind, prefix, gateway, device, TableNumbers.MAIN);
    }

    /// A route to what is behind a gateway on the link of an interface.
    public static RouteEntry via(Ipv4Prefix prefix, int gateway) {
        return new RouteEntry(Kind.UNICAST, prefix, gateway, null);
    }

    /// A route to what is on the link of an interface itself.
    public static RouteEntry onLink(Ipv4Prefix prefix, String device) {
        return new RouteEntry(Kind.UNICAST, prefix, Ipv4.ANY, device);
    }

    /// Reads `[unicast|blackhole|unreachable|prohibit] PREFIX [via GATEWAY] [dev INTERFACE] [table TABLE]`; PREFIX may be
    /// `default`.
    ///
    /// @throws IllegalArgumentException saying which word is wrong
    public static RouteEntry parse(String words) {
        String[] word = words.strip().split("\\s+");
        Kind kind = kind(word[0]);
        int at = kind == null ? 0 : 1;
        if (at == word.length || word[at].isEmpty()) {
            throw new IllegalArgumentException("route '" + words + "' has no destination");
        }
        Ipv4Prefix prefix = Ipv4Prefix.parse(word[at++]);
        int gateway = Ipv4.ANY;
        String device = null;
        int table = TableNumbers.MAIN;
        for (; at < word.length; at += 2) {
            if (at + 1 == word.length) {
                throw new IllegalArgumentException("route '" + words + "' ends after '" + word[at] + "'");
            }
            switch (word[at]) {
                case "via" -> gateway = Ipv4.parse(word[at + 1]);
                case "dev" -> device = word[at + 1];
                case "table" -> table = TableNumbers.parse(word[at + 1]);
                default -> throw new IllegalArgumentException("route '" + words + "': '" + word[at] + "' is none of via, dev and table");
            }
        }
        return new RouteEntry(kind == null ? Kind.UNICAST : kind, prefix, gateway, device, table);
    }

    private static @Nullable Kind kind(String text) {
        for (Kind kind : Kind.values()) {
            if (word(kind).equals(text)) {
                return kind;
            }
        }
        return null;
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return (kind == Kind.UNICAST ? "" : word(kind) + " ") + (prefix.equals(Ipv4Prefix.ALL) ? "default" : prefix)
                + (gateway == Ipv4.ANY ? "" : " via " + Ipv4.format(gateway)) + (device == null ? "" : " dev " + device)
                + (table == TableNumbers.MAIN ? "" : " table " + TableNumbers.format(table));
    }
}
