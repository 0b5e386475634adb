package io.weft.net.app.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.DriverException;
import io.weft.net.drivers.DriverUri;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One NIC of the router: `eth0=raw:eth0,address=192.168.1.1/24,address=…,mtu=1500,mac=02:00:00:00:00:01`.
///
/// The driver's word has no comma in it (`%2C` stands for one).
///
/// @param mtu where null the driver's
/// @param mac where null the driver's
public record NicConfig(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) DriverUri driver,
        List<InterfaceAddress> addresses,
        @Nullable Integer mtu,
        @Nullable MacAddress mac) {

    /// RFC 791 §3.2: every link carries 68 bytes.
    private static final int MIN_MTU = 68;
    private static final int MAX_MTU = 65_535;
    private static final String NOTATION =
            "NAME=DRIVER[,address=ADDRESS/LENGTH]…[,mtu=BYTES][,mac=MAC], such as eth0=raw:eth0,address=192.168.1.1/24";

    public NicConfig(String name, DriverUri driver, @Nullable List<InterfaceAddress> addresses, @Nullable Integer mtu,
            @Nullable MacAddress mac) {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.:@-]{0,14}") || name.equals("lo")) {
            throw new IllegalArgumentException("'" + name + "' is no name for a NIC: want up to 15 letters, digits, '-', '_', '.', and not lo");
        }
        if (mtu != null && (mtu < MIN_MTU || mtu > MAX_MTU)) {
            throw new IllegalArgumentException("mtu " + mtu + " is not within " + MIN_MTU + " to " + MAX_MTU);
        }
        this.name = name;
        this.driver = driver;
        this.addresses = addresses == null ? List.of() : List.copyOf(addresses);
        this.mtu = mtu;
        this.mac = mac;
    }

    /// Reads the words of `--nic`.
    ///
    /// @throws ConfigException quoting the word that cannot be understood
    public static NicConfig parse(String text) throws ConfigException {
        String[] words = text.split(",", -1);
        int equals = words[0].indexOf('=');
        if (equals < 1) {
            throw new ConfigException("--nic " + text + ": want " + NOTATION);
        }
        List<InterfaceAddress> addresses = new ArrayList<>();
        @Nullable Integer mtu = null;
        @Nullable MacAddress mac = null;
        try {
            for (int i = 1; i < words.length; i++) {
                String[] pair = words[i].split("=", 2);
                String value = pair.length == 2 ? pair[1] : "";
                switch (pair[0]) {
                    case "address" -> addresses.add(InterfaceAddress.parse(value));
                    case "mtu" -> mtu = parseMtu(value);
                    case "mac" -> mac = MacAddress.parse(value);
                    default -> throw new IllegalArgumentException("'" + words[i] + "' is not known; after the driver come address=, mtu=, mac=");
                }
            }
            return new NicConfig(words[0].substring(0, equals), driver(words[0].substring(equals + 1)), addresses, mtu, mac);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("--nic " + text + ": " + e.getMessage(), e);
        }
    }

    /// Reads how the driver is named.
    ///
    /// @throws IllegalArgumentException saying what is wrong
    static DriverUri driver(String text) {
        try {
            return DriverUri.parse(text);
        } catch (DriverException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static int parseMtu(String value) {
        if (!value.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("mtu '" + value + "' is no number of bytes");
        }
        return Integer.parseInt(value);
    }
}
