package io.weft.net.app.operator.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The words of a call, taken one after the other.
public final class Words {

    private final List<String> words;
    private int at;

    public Words(List<String> words) {
        this.words = List.copyOf(words);
    }

    public boolean isEmpty() {
        return at == words.size();
    }

    /// The next word, which stays; null at the end.
    public @Nullable String peek() {
        return isEmpty() ? null : words.get(at);
    }

    /// Takes the next word; null at the end.
    public @Nullable String poll() {
        return isEmpty() ? null : words.get(at++);
    }

    /// Takes the next word.
    ///
    /// @throws IllegalStateException at the end
    public String take() {
        if (isEmpty()) {
            throw new IllegalStateException("there is no further word");
        }
        return words.get(at++);
    }

    /// Takes the next word if it is this one.
    public boolean takeIf(String word) {
        boolean there = word.equals(peek());
        if (there) {
            at++;
        }
        return there;
    }

    /// All that is left.
    public List<String> rest() {
        return words.subList(at, words.size());
    }
}
