package io.weft.net.stack.route;

import java.util.Map;

/// The numbers of route tables, and the names of three of them, as in `/etc/iproute2/rt_tables`.
public final class TableNumbers {

    /// What a rule may turn to when no other knew a way; empty unless the operator fills it.
    public static final int DEFAULT = 253;
    /// The routes that follow from addresses of links, and those that the operator adds without naming a table.
    public static final int MAIN = 254;
    /// The host's own addresses and broadcasts; the stack keeps it by itself.
    public static final int LOCAL = 255;

    private static final Map<String, Integer> NAMES = Map.of("default", DEFAULT, "main", MAIN, "local", LOCAL);

    private TableNumbers() { }

    /// Reads a name or a number.
    ///
    /// @throws IllegalArgumentException when it is neither
    public static int parse(String text) {
        Integer named = NAMES.get(text);
        if (named != null) {
            return named;
        }
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("'" + text + "' is no route table: want a number from 1 on, or default, main or local");
        }
        return Integer.parseInt(text);
    }

    /// A name, or else the number.
    public static String format(int table) {
        return switch (table) {
            case DEFAULT -> "default";
            case MAIN -> "main";
            case LOCAL -> "local";
            default -> Integer.toString(table);
        };
    }
}
