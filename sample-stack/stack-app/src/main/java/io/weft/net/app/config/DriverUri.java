package io.weft.net.app.config;

import java.util.LinkedHashMap;
import java.util.Map;

/// How a driver is named: `scheme:target?option=value&option`.
public record DriverUri(String scheme, String target, Map<String, String> options) {

    static final String NOTATION = "a driver such as raw:eth0, tap:tap0, pcap:in.pcap or raw:eth0?option=value&option";

    public DriverUri {
        options = Map.copyOf(options);
    }

    static DriverUri parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || !text.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")) {
            throw new IllegalArgumentException("'" + text + "' is no driver: want " + NOTATION);
        }
        int question = text.indexOf('?', colon);
        String target = text.substring(colon + 1, question < 0 ? text.length() : question);
        Map<String, String> options = new LinkedHashMap<>();
        if (question >= 0) {
            for (String word : text.substring(question + 1).split("&", -1)) {
                int equals = word.indexOf('=');
                String key = equals < 0 ? word : word.substring(0, equals);
                if (key.isEmpty() || options.putIfAbsent(key, equals < 0 ? "" : word.substring(equals + 1)) != null) {
                    throw new IllegalArgumentException("'" + text + "': after '?' come options, each once, with '&' between them");
                }
            }
        }
        return new DriverUri(text.substring(0, colon), target, options);
    }
}
