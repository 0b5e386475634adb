package io.weft.hook.runtime.plugin.config;

/// Says what is wrong in a configuration: which key, what stands there, what is allowed, and where.
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message);
    }

    static ConfigException at(ConfigValue.Place place, String what) {
        return new ConfigException(place + ": " + what);
    }
}
