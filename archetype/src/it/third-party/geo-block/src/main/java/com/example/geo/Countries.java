package com.example.geo;

/// Countries by their two letters (ISO 3166-1 alpha-2), as small numbers.
final class Countries {

    /// How many there could be.
    static final int COUNT = 26 * 26;

    private Countries() { }

    /// @throws IllegalArgumentException when `code` is none
    static int index(String code) {
        if (!code.matches("[A-Za-z]{2}")) {
            throw new IllegalArgumentException("'" + code + "' is no country, which is two letters");
        }
        return (Character.toUpperCase(code.charAt(0)) - 'A') * 26 + Character.toUpperCase(code.charAt(1)) - 'A';
    }

    static String code(int index) {
        return new String(new char[] {(char) ('A' + index / 26), (char) ('A' + index % 26)});
    }
}
