package io.weft.net.app.config;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One route, in the words of `ip route add`: `default via 10.0.0.1`, `10.1.0.0/16 dev eth1`, `blackhole 198.51.100.0/26`.
///
/// @param gateway the next hop, or null where the destination is on the link
/// @param nic the NIC it leaves by, or null where the gateway says so
/// @param source the address this host sends from, or null where the NIC says so
public record RouteConfig(
        Kind kind, Ipv4Prefix destination, @Nullable Integer gateway, @Nullable String nic, @Nullable Integer source) {

    private static final String NOTATION = "[unicast] PREFIX|default [via ADDRESS] [dev NIC] [src ADDRESS], or blackhole, unreachable or "
            + "prohibit and a PREFIX";

    /// What becomes of packets that take it.
    public enum Kind { UNICAST, BLACKHOLE, UNREACHABLE, PROHIBIT }

    /// Reads a route.
    ///
    /// @throws IllegalArgumentException quoting what cannot be understood
    static RouteConfig read(String text) {
        String[] words = text.strip().split("\\s+");
        int at = 0;
        Kind kind = Kind.UNICAST;
        for (Kind each : Kind.values()) {
            if (words[0].equals(each.name().toLowerCase(Locale.ROOT))) {
                kind = each;
                at = 1;
            }
        }
        if (at == words.length || words[at].isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names no destination: want " + NOTATION);
        }
        Ipv4Prefix destination = Ipv4Prefix.parse(words[at++]);
        @Nullable Integer gateway = null;
        @Nullable String nic = null;
        @Nullable Integer source = null;
        Set<String> seen = new HashSet<>();
        for (; at < words.length; at += 2) {
            if (kind != Kind.UNICAST || at + 1 == words.length || !seen.add(words[at])) {
                throw new IllegalArgumentException("'" + text + "': '" + words[at] + "' cannot stand there: want " + NOTATION);
            }
            String value = words[at + 1];
            switch (words[at]) {
                case "via" -> gateway = Ipv4.parse(value);
                case "dev" -> nic = value;
                case "src" -> source = Ipv4.parse(value);
                default -> throw new IllegalArgumentException("'" + text + "': '" + words[at] + "' is not known: want " + NOTATION);
            }
        }
        if (kind == Kind.UNICAST && gateway == null && nic == null) {
            throw new IllegalArgumentException("'" + text + "' says neither via nor dev: want " + NOTATION);
        }
        return new RouteConfig(kind, destination, gateway, nic, source);
    }

    /// Reads the words of `--route`.
    ///
    /// @throws ConfigException quoting what cannot be understood
    public static RouteConfig parse(String text) throws ConfigException {
        try {
            return read(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--route: " + e.getMessage(), e);
        }
    }
}
