package io.weft.net.tables.extension;

/// Words that a saved rule quotes so that they come back as one.
public final class Quoting {

    private Quoting() { }

    /// As it is, when it has only letters, digits, `_` and `-`; otherwise in quotes, with quotes and backslashes escaped.
    public static String quote(String word) {
        if (word.matches("[\\w-]+")) {
            return word;
        }
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '"' || c == '\\' || c == '\'') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
