package io.weft.net.conntrack.words;

import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/// Words parted by commas that stand for bits, each known by how it begins and in letters of either size.
///
/// @param words as they are written
/// @param bits what they stand for
/// @param tries the order in which a beginning is looked for, as places in `words`
record WordList(List<String> words, List<Integer> bits, List<Integer> tries) {

    static WordList of(List<String> words, List<Integer> bits) {
        return new WordList(words, bits, IntStream.range(0, words.size()).boxed().toList());
    }

    /// @param what for the complaint, such as `ctstate`
    /// @param needy an end without a word has a complaint of its own
    int parse(String text, String what, boolean needy) throws SyntaxException {
        int all = 0;
        int at = 0;
        while (true) {
            int comma = text.indexOf(',', at);
            if (needy && at == text.length()) {
                throw new SyntaxException("\"--" + what + "\" requires a list of states with no spaces, e.g. ESTABLISHED,RELATED");
            }
            String word = text.substring(at, comma < 0 ? text.length() : comma);
            int bit = bitOf(word);
            if (bit < 0) {
                throw new SyntaxException("Bad " + what + " \"" + text.substring(at) + "\"");
            }
            all |= bit;
            if (comma < 0) {
                return all;
            }
            at = comma + 1;
        }
    }

    private int bitOf(String begun) {
        if (!begun.isEmpty()) {
            for (int place : tries) {
                if (words.get(place).startsWith(begun.toUpperCase(Locale.ROOT))) {
                    return bits.get(place);
                }
            }
        }
        return -1;
    }

    /// The words of these bits, in order.
    String text(int all) {
        var text = new StringJoiner(",");
        for (int i = 0; i < words.size(); i++) {
            if ((all & bits.get(i)) != 0) {
                text.add(words.get(i));
            }
        }
        return text.toString();
    }
}
