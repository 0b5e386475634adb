package io.weft.net.stack.name;

import io.weft.net.address.Ipv4;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Names and their IPv4 addresses, in the notation of `/etc/hosts` (hosts(5)). Upper and lower case are the same.
public final class HostsTable {

    /// `localhost`, which DNS is never asked for (RFC 6761 §6.3).
    public static final HostsTable LOCALHOST = parse("127.0.0.1 localhost");

    private final Map<String, List<Integer>> addresses = new TreeMap<>();

    private HostsTable() { }

    /// Reads lines of an address and the names that stand for it; what is behind a `#` and lines with IPv6 addresses are passed over.
    ///
    /// @throws IllegalArgumentException quoting a line that is neither
    public static HostsTable parse(String text) {
        HostsTable table = new HostsTable();
        text.lines().forEach(table::add);
        return table;
    }

    private void add(String line) {
        String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
        if (words[0].isEmpty() || words[0].contains(":")) {
            return;
        }
        int address;
        try {
            address = Ipv4.parse(words[0]);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + line + "' is no line of a hosts table: want an address and names", e);
        }
        for (int i = 1; i < words.length; i++) {
            addresses.computeIfAbsent(canonical(words[i]), _ -> new ArrayList<>()).add(address);
        }
    }

    /// The addresses of a name in the order of their lines; none where it is not there.
    public List<Integer> find(String name) {
        return addresses.getOrDefault(canonical(name), List.of());
    }

    private static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
