package io.weft.net.tables.iptables;

import io.weft.net.tables.extension.OptionSpec;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes a command line apart word by word, in the way of GNU's `getopt_long`: letters may share a word, long names may be cut short
/// while they are unique, values stand in the same word or the next.
final class OptionScanner {

    /// One step of a command line.
    sealed interface Token {

        /// A word that belongs to no option.
        record Plain(String word) implements Token { }

        /// @param value the word that belongs to it, or null where it has none
        record Base(BaseOption option, @Nullable String value) implements Token { }

        /// An option of an extension.
        record Extended(Loaded<?> owner, OptionSpec spec, String value) implements Token { }

        /// @param word as it was written
        record Unknown(String word) implements Token { }

        /// An option without the value that it wants.
        record NoValue(String word) implements Token { }

        /// No words are left, or those behind `--`.
        record End(boolean wordsLeft) implements Token { }
    }

    private final List<String> words;
    // extensions that were loaded so far, the newest first
    private final List<Loaded<?>> loaded;
    private int next;
    // within a word of letters; 0 between words
    private int letter;

    OptionScanner(List<String> words, List<Loaded<?>> loaded) {
        this.words = words;
        this.loaded = loaded;
    }

    Token next() {
        if (letter > 0) {
            return letters();
        }
        if (next == words.size()) {
            return new Token.End(false);
        }
        String word = words.get(next);
        if (word.equals("--")) {
            next++;
            return new Token.End(next < words.size());
        }
        if (word.startsWith("--")) {
            next++;
            return longOption(word);
        }
        if (word.startsWith("-") && word.length() > 1) {
            letter = 1;
            return letters();
        }
        next++;
        return new Token.Plain(word);
    }

    /// Goes back by one word, to read it again when more options are known.
    void retreat() {
        next--;
    }

    /// The next word could be a value.
    boolean hasValue() {
        return letter == 0 && next < words.size() && !words.get(next).startsWith("-") && !words.get(next).startsWith("!");
    }

    /// The next word, as a value.
    String takeValue() {
        return words.get(next++);
    }

    private Token letters() {
        String word = words.get(next);
        BaseOption option = BaseOption.of(word.charAt(letter++));
        String rest = word.substring(letter);
        if (rest.isEmpty() || option == null || option.value != BaseOption.Value.NONE) {
            next++;
            letter = 0;
        }
        if (option == null) {
            return new Token.Unknown(word);
        }
        return switch (option.value) {
            case NONE -> new Token.Base(option, null);
            case MAYBE -> new Token.Base(option, rest.isEmpty() ? null : rest);
            case ONE -> {
                if (!rest.isEmpty()) {
                    yield new Token.Base(option, rest);
                }
                yield next < words.size() ? new Token.Base(option, takeValue()) : new Token.NoValue(word);
            }
        };
    }

    private record Candidate(@Nullable BaseOption base, @Nullable Loaded<?> owner, @Nullable OptionSpec spec) {

        BaseOption.Value value() {
            if (base != null) {
                return base.value;
            }
            return spec != null && spec.takesValue() ? BaseOption.Value.ONE : BaseOption.Value.NONE;
        }
    }

    private Token longOption(String word) {
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        Candidate found = find(name);
        if (found == null) {
            return new Token.Unknown(word);
        }
        String value = equals < 0 ? null : word.substring(equals + 1);
        if (value != null && found.value() == BaseOption.Value.NONE) {
            return new Token.Unknown(word);
        }
        if (value == null && found.value() == BaseOption.Value.ONE) {
            if (next == words.size()) {
                return new Token.NoValue(word);
            }
            value = takeValue();
        }
        if (found.base() != null) {
            return new Token.Base(found.base(), value);
        }
        if (found.owner() == null || found.spec() == null) {
            throw new IllegalStateException("an option is either a base option or an extension's");
        }
        return new Token.Extended(found.owner(), found.spec(), value == null ? "" : value);
    }

    private @Nullable Candidate find(String name) {
        BaseOption base = BaseOption.of(name);
        if (base != null) {
            return new Candidate(base, null, null);
        }
        for (Loaded<?> owner : loaded) {
            for (OptionSpec spec : owner.extension().options()) {
                if (spec.isNamed(name)) {
                    return new Candidate(null, owner, spec);
                }
            }
        }
        return findBegun(name);
    }

    /// The only option that begins like this, or null. The same one of an extension that was called twice is only one.
    private @Nullable Candidate findBegun(String name) {
        var begun = new LinkedHashMap<String, Candidate>();
        for (BaseOption option : BaseOption.values()) {
            if (option.names.stream().anyMatch(full -> full.startsWith(name))) {
                begun.put("-" + option.letter, new Candidate(option, null, null));
            }
        }
        for (Loaded<?> owner : loaded) {
            for (OptionSpec spec : owner.extension().options()) {
                if (spec.isBegunBy(name)) {
                    begun.putIfAbsent(owner.extension().name() + " " + spec.name(), new Candidate(null, owner, spec));
                }
            }
        }
        return begun.size() == 1 ? begun.firstEntry().getValue() : null;
    }
}
