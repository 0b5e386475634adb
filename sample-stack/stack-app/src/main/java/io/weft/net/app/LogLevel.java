package io.weft.net.app;

import java.util.Locale;

/// How much is logged, to standard error.
enum LogLevel {
    ERROR, WARN, INFO, DEBUG, TRACE;

    /// Takes effect if nothing was logged yet: `logback.xml` reads it.
    void apply() {
        System.setProperty("weft.log", name());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
