package io.weft.net.drivers;

import io.weft.net.driver.DriverException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The word that names a driver and what it opens: `scheme:target?key=value&key`.
///
/// In target and values `%` and two hexadecimal digits stand for a byte, so that a file name may have a `?` or `&` in it.
///
/// @param options in the order given; an option without `=` has an empty value
public record DriverUri(String scheme, String target, Map<String, String> options) {

    public DriverUri {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /// Reads such a word.
    ///
    /// @throws DriverException when it has no scheme, names an option twice or has a broken `%`
    public static DriverUri parse(String text) throws DriverException {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new DriverException("'" + text + "' names no driver: want SCHEME:TARGET, such as raw:eth0 or wire:lab");
        }
        int question = text.indexOf('?', colon);
        String target = text.substring(colon + 1, question < 0 ? text.length() : question);
        Map<String, String> options = new LinkedHashMap<>();
        if (question >= 0) {
            for (String word : text.substring(question + 1).split("&")) {
                addOption(text, word, options);
            }
        }
        return new DriverUri(text.substring(0, colon), decode(text, target), options);
    }

    private static void addOption(String text, String word, Map<String, String> options) throws DriverException {
        if (word.isEmpty()) {
            return;
        }
        int equals = word.indexOf('=');
        String key = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "" : decode(text, word.substring(equals + 1));
        if (options.put(key, value) != null) {
            throw new DriverException("'" + text + "' has the option '" + key + "' twice");
        }
    }

    private static String decode(String text, String part) throws DriverException {
        if (part.indexOf('%') < 0) {
            return part;
        }
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new DriverException("'" + text + "' has a % without two hexadecimal digits behind it (a % itself is written %25)");
            }
            decoded.write(high << 4 | low);
            i += 2;
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /// As the driver is called in messages, without its options.
    public String name() {
        return scheme + ":" + target;
    }
}
