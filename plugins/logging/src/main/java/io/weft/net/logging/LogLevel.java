package io.weft.net.logging;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The levels of syslog, by their numbers.
final class LogLevel {

    static final int ERROR = 3;
    static final int WARNING = 4;
    static final int INFO = 6;

    // as they are listed; some are read by another name
    private static final List<String> NAMES = List.of("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug");
    private static final Map<String, Integer> READ = Map.of("alert", 1, "crit", 2, "debug", 7, "emerg", 0, "error", ERROR, "info", INFO,
            "notice", 5, "panic", 0, "warning", WARNING);

    private LogLevel() { }

    static int parse(String text) throws SyntaxException {
        OptionalLong number = Numbers.parse(text, 7);
        if (number.isPresent()) {
            return (int) number.getAsLong();
        }
        Integer named = READ.get(text);
        if (named == null) {
            throw new SyntaxException("log level \"" + text + "\" unknown\n");
        }
        return named;
    }

    static String name(int level) {
        return NAMES.get(level);
    }
}
