package io.weft.net.tables.iptables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The options of a program that has few of them, in the order-free way of `getopt_long`.
final class SimpleOptions {

    private final Map<String, String> values = new HashMap<>();
    private final List<String> plain = new ArrayList<>();
    private @Nullable String unknown;

    /// @param letters such as `-c -t:`, a colon behind those that want a value, two behind those that may have one
    /// @param names long names and the letters they stand for
    SimpleOptions(String letters, Map<String, String> names, List<String> words) {
        Map<String, Integer> known = new HashMap<>();
        for (String spec : letters.split(" ")) {
            known.put(spec.substring(0, 2), spec.length() - 2);
        }
        for (int i = 0; i < words.size() && unknown == null; i++) {
            String word = words.get(i);
            if (!word.startsWith("-") || word.length() == 1) {
                plain.add(word);
            } else if (word.startsWith("--")) {
                i += readLong(word, i + 1 < words.size() ? words.get(i + 1) : null, names, known);
            } else {
                i += readLetters(word, i + 1 < words.size() ? words.get(i + 1) : null, known);
            }
        }
    }

    /// @return how many further words it took
    private int readLong(String word, @Nullable String nextWord, Map<String, String> names, Map<String, Integer> known) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        List<String> meant = names.containsKey(name)
                ? List.of(name)
                : names.keySet().stream().filter(full -> full.startsWith(name)).toList();
        if (meant.size() != 1) {
            unknown = "unrecognized option '" + word + "'";
            return 0;
        }
        String letter = names.getOrDefault(meant.getFirst(), "");
        int colons = known.getOrDefault(letter, 0);
        if (equals >= 0) {
            values.put(letter, word.substring(equals + 1));
            return 0;
        }
        return store(letter, colons, nextWord, "option '" + word + "' requires an argument");
    }

    private int readLetters(String word, @Nullable String nextWord, Map<String, Integer> known) {
        for (int at = 1; at < word.length(); at++) {
            String letter = "-" + word.charAt(at);
            Integer colons = known.get(letter);
            if (colons == null) {
                unknown = "invalid option -- '" + word.charAt(at) + "'";
                return 0;
            }
            if (colons > 0 && at + 1 < word.length()) {
                values.put(letter, word.substring(at + 1));
                return 0;
            }
            if (colons > 0) {
                return store(letter, colons, nextWord, "option requires an argument -- '" + word.charAt(at) + "'");
            }
            values.put(letter, "");
        }
        return 0;
    }

    private int store(String letter, int colons, @Nullable String nextWord, String complaint) {
        if (colons == 1 && nextWord == null) {
            unknown = complaint;
            return 0;
        }
        boolean takes = colons == 1 && nextWord != null || colons == 2 && nextWord != null && nextWord.matches("\\d+");
        values.put(letter, takes ? nextWord : "");
        return takes ? 1 : 0;
    }

    boolean has(String letter) {
        return values.containsKey(letter);
    }

    @Nullable String value(String letter) {
        return values.get(letter);
    }

    /// The words that belong to no option.
    List<String> plain() {
        return plain;
    }

    /// What is wrong with the words, or null.
    @Nullable String unknown() {
        return unknown;
    }
}
