package io.weft.net.drivers;

import io.weft.net.address.MacAddress;
import io.weft.net.driver.DriverException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The options a user gave a driver, read one by one, with refusals that say what is possible.
public final class DriverOptions {

    /// The largest IP packet (RFC 791 §3.1).
    private static final int LARGEST_MTU = 65_535;
    /// What every link must carry (RFC 791 §3.2).
    private static final int SMALLEST_MTU = 68;

    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?=us)|\\d{1,6}(?=ms)|\\d{1,3}(?=s))(us|ms|s)");

    private final String driver;
    private final Map<String, String> given;

    /// @param driver what the user opens, for messages: `raw:eth0`
    /// @param known every option that this driver has
    /// @throws DriverException when one was given that it has not
    public DriverOptions(String driver, Map<String, String> given, String... known) throws DriverException {
        this.driver = driver;
        this.given = given;
        List<String> names = List.of(known);
        for (String key : given.keySet()) {
            if (!names.contains(key)) {
                throw new DriverException(driver + ": there is no option '" + key + "'; there "
                        + (names.size() == 1 ? "is " : "are ") + String.join(", ", names));
            }
        }
    }

    /// The value as it was given.
    public @Nullable String text(String key) {
        return given.get(key);
    }

    /// One of several words; `otherwise` when none was given.
    public String word(String key, String otherwise, String... words) throws DriverException {
        String value = given.getOrDefault(key, otherwise);
        if (!List.of(words).contains(value)) {
            throw refused(key, value, String.join(", ", words));
        }
        return value;
    }

    /// `on` or `off`, also `yes` and `no`; the bare key means on.
    public boolean isOn(String key, boolean otherwise) throws DriverException {
        String value = given.get(key);
        if (value == null) {
            return otherwise;
        }
        return switch (value) {
            case "", "on", "yes" -> true;
            case "off", "no" -> false;
            default -> throw refused(key, value, "on, off");
        };
    }

    /// A MAC address of one station.
    public @Nullable MacAddress mac(String key) throws DriverException {
        String value = given.get(key);
        if (value == null) {
            return null;
        }
        MacAddress mac;
        try {
            mac = MacAddress.parse(value);
        } catch (IllegalArgumentException e) {
            throw new DriverException(driver + ": option " + key + ": " + e.getMessage(), e);
        }
        if (MacAddress.isGroup(mac.value()) || mac.equals(MacAddress.ZERO)) {
            throw new DriverException(driver + ": option " + key + ": " + mac + " is not the address of one station"
                    + " (its first byte must be even, for example 02)");
        }
        return mac;
    }

    /// The largest IP packet in bytes.
    public int mtu(String key, int otherwise) throws DriverException {
        return number(key, otherwise, SMALLEST_MTU, LARGEST_MTU);
    }

    /// A decimal number within bounds.
    public int number(String key, int otherwise, int least, int most) throws DriverException {
        String value = given.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value.matches("\\d{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw refused(key, value, "a number from " + least + " to " + most);
    }

    /// A share that is given in percent, as 0 to 1; 0 when none was given.
    public double share(String key) throws DriverException {
        String value = given.getOrDefault(key, "0");
        if (value.matches("\\d{1,3}(\\.\\d{1,6})?")) {
            double percent = Double.parseDouble(value);
            if (percent <= 100) {
                return percent / 100;
            }
        }
        throw refused(key, value, "percent, such as 2.5");
    }

    /// A time with its unit, up to 999 s; zero when none was given.
    public Duration duration(String key) throws DriverException {
        String value = given.getOrDefault(key, "0ms");
        Matcher time = TIME.matcher(value);
        if (!time.matches()) {
            throw refused(key, value, "a time such as 20ms, 500us or 1s");
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "us" -> Duration.of(number, ChronoUnit.MICROS);
            case "ms" -> Duration.ofMillis(number);
            default -> Duration.ofSeconds(number);
        };
    }

    private DriverException refused(String key, String value, String wanted) {
        return new DriverException(driver + ": option " + key + "=" + value + " is not understood; want " + wanted);
    }
}
