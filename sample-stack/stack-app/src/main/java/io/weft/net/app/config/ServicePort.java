package io.weft.net.app.config;

/// A port on which the router serves something itself.
public record ServicePort(int number) {

    private static final int MAX = 65_535;

    /// Reads a port.
    ///
    /// @throws IllegalArgumentException quoting what is none
    static ServicePort read(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX) {
            throw new IllegalArgumentException("'" + text + "' is no port, which is a number from 1 to " + MAX);
        }
        return new ServicePort(Integer.parseInt(text));
    }

    /// Reads the word of an option.
    ///
    /// @throws ConfigException quoting what cannot be understood
    public static ServicePort parse(String option, String text) throws ConfigException {
        try {
            return read(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(option + ": " + e.getMessage(), e);
        }
    }
}
