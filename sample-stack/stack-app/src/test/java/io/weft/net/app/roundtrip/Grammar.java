package io.weft.net.app.roundtrip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// Texts made up from productions. The resource itself says how they are written.
final class Grammar {

    private final Map<String, List<String>> productions = new HashMap<>();

    private Grammar() { }

    static Grammar load(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(Grammar.class.getResourceAsStream(resource), resource)) {
            var grammar = new Grammar();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    int colon = line.indexOf(": ");
                    grammar.productions.computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>()).add(line.substring(colon + 2));
                }
            }
            return grammar;
        }
    }

    /// One of a name's texts.
    ///
    /// @param aim the name that `<aim>` stands for
    String make(String name, String aim, Random random) {
        int dash = name.indexOf('-');
        if (dash > 0 && Character.isDigit(name.charAt(0))) {
            long from = Long.parseLong(name.substring(0, dash));
            return String.valueOf(random.nextLong(from, Long.parseLong(name.substring(dash + 1)) + 1));
        }
        return expand(one(Objects.requireNonNull(productions.get(name.equals("aim") ? aim : name), name), random), aim, random);
    }

    private String expand(String text, String aim, Random random) {
        var out = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean opens = "<{[".indexOf(c) >= 0 || c == '~' && text.startsWith("{", at + 1);
            if (c == '\\') {
                out.append(text.charAt(++at));
            } else if (opens) {
                int from = c == '~' ? at + 1 : at;
                int to = closing(text, from);
                String inside = text.substring(from + 1, to);
                out.append(switch (c) {
                    case '<' -> make(inside, aim, random);
                    case '[' -> random.nextInt(3) == 0 ? expand(inside, aim, random) : "";
                    case '{' -> expand(one(alternatives(inside), random), aim, random);
                    default -> some(alternatives(inside), aim, random);
                });
                at = to;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private String some(List<String> alternatives, String aim, Random random) {
        Collections.shuffle(alternatives, random);
        int number = random.nextInt(1, alternatives.size() + 1);
        return String.join(" ", alternatives.subList(0, number).stream().map(each -> expand(each, aim, random)).toList());
    }

    private static <T> T one(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    /// Where the bracket at `from` is closed.
    private static int closing(String text, int from) {
        int depth = 0;
        for (int at = from; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '\\' -> at++;
                case '<', '{', '[' -> depth++;
                case '>', '}', ']' -> depth--;
                default -> { }
            }
            if (depth == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("not closed: " + text);
    }

    private static List<String> alternatives(String text) {
        var all = new ArrayList<String>();
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '\\' -> at++;
                case '<', '{', '[' -> at = closing(text, at);
                case '|' -> {
                    all.add(text.substring(start, at));
                    start = at + 1;
                }
                default -> { }
            }
        }
        all.add(text.substring(start));
        return all;
    }
}
