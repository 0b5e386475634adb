package io.weft.net.app.config;

import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;

/// A neighbour that need not be asked for by ARP, in the words of `ip neigh add`: `192.168.1.2 lladdr 02:00:00:00:01:10 dev eth0`.
public record NeighborConfig(int address, MacAddress mac, String nic) {

    private static final String NOTATION = "ADDRESS lladdr MAC dev NIC";

    /// Reads a neighbour.
    ///
    /// @throws IllegalArgumentException quoting what cannot be understood
    static NeighborConfig read(String text) {
        String[] words = text.strip().split("\\s+");
        if (words.length == 5 && words[1].equals("lladdr") && words[3].equals("dev")) {
            return new NeighborConfig(Ipv4.parse(words[0]), MacAddress.parse(words[2]), words[4]);
        }
        if (words.length == 5 && words[1].equals("dev") && words[3].equals("lladdr")) {
            return new NeighborConfig(Ipv4.parse(words[0]), MacAddress.parse(words[4]), words[2]);
        }
        throw new IllegalArgumentException("'" + text + "' is no neighbour: want " + NOTATION);
    }

    /// Reads the words of `--neighbor`.
    ///
    /// @throws ConfigException quoting what cannot be understood
    public static NeighborConfig parse(String text) throws ConfigException {
        try {
            return read(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--neighbor: " + e.getMessage(), e);
        }
    }
}
