package io.weft.net.tables.iptables;

import java.util.ArrayList;
import java.util.List;

/// The words of a line of saved rules: white space between, `"` around words with spaces in them, and within quotes `\` before a
/// character that stands for itself. Quotes that nobody closes take the rest of the line, its end included.
final class QuotedWords {

    private QuotedWords() { }

    static List<String> split(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
            } else if (c == '"') {
                if (quoted) {
                    end(words, word);
                }
                quoted = !quoted;
            } else if (!quoted && (c == ' ' || c == '\t' || c == '\n')) {
                if (!word.isEmpty()) {
                    end(words, word);
                }
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            end(words, word);
        }
        return words;
    }

    private static void end(List<String> words, StringBuilder word) {
        words.add(word.toString());
        word.setLength(0);
    }
}
