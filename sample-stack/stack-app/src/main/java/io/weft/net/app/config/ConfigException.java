package io.weft.net.app.config;

/// Something that the operator wrote cannot be understood: the message quotes it and says what is allowed, and is shown as it is.
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
