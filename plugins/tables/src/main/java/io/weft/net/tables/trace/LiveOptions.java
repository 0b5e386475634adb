package io.weft.net.tables.trace;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import java.util.OptionalLong;

/// What a call of `trace --live` asks for.
///
/// @param count so many packets, then it ends
/// @param all rules that do not match are told too
record LiveOptions(int count, boolean all) {

    private static final String COUNT = "--count";

    /// Whether a call is about live packets.
    static boolean isMeant(List<String> words) {
        return words.stream().anyMatch(word -> word.equals("--live") || word.equals(COUNT) || word.startsWith(COUNT + "="));
    }

    /// @throws SyntaxException saying what is wrong and what would be right
    static LiveOptions read(List<String> words) throws SyntaxException {
        int count = Integer.MAX_VALUE;
        boolean all = false;
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            if (word.equals("--all")) {
                all = true;
            } else if (word.equals(COUNT)) {
                count = count(++at < words.size() ? words.get(at) : "nothing");
            } else if (word.startsWith(COUNT + "=")) {
                count = count(word.substring(COUNT.length() + 1));
            } else if (!word.equals("--live")) {
                throw new SyntaxException("with --live or --count there is no option " + word);
            }
        }
        return new LiveOptions(count, all);
    }

    private static int count(String text) throws SyntaxException {
        OptionalLong number = Numbers.parse(text, Integer.MAX_VALUE);
        if (number.isEmpty() || number.getAsLong() == 0) {
            throw new SyntaxException(COUNT + " wants a number of 1 to " + Integer.MAX_VALUE + ", not " + text);
        }
        return (int) number.getAsLong();
    }
}
