package io.weft.net.tables.extension;

import java.util.List;

/// An option of an extension, such as `--dport`: what the command line's reader has to know of it.
///
/// @param name without the dashes, as messages name it
/// @param aliases other names
/// @param takesValue a word follows
/// @param invertible a `!` may stand before it
/// @param repeatable it may come again; the extension's parser has the say then
/// @param required it must come
/// @param excludes names of options it cannot be used together with
/// @param companions names of options that it cannot be used without
public record OptionSpec(
        String name, List<String> aliases, boolean takesValue, boolean invertible, boolean repeatable, boolean required,
        List<String> excludes, List<String> companions) {

    /// An option that is followed by a value.
    public static OptionSpec value(String name, String... aliases) {
        return new OptionSpec(name, List.of(aliases), true, false, false, false, List.of(), List.of());
    }

    /// An option that stands alone.
    public static OptionSpec flag(String name, String... aliases) {
        return new OptionSpec(name, List.of(aliases), false, false, false, false, List.of(), List.of());
    }

    public OptionSpec withInversion() {
        return new OptionSpec(name, aliases, takesValue, true, repeatable, required, excludes, companions);
    }

    public OptionSpec withRepetition() {
        return new OptionSpec(name, aliases, takesValue, invertible, true, required, excludes, companions);
    }

    public OptionSpec asRequired() {
        return new OptionSpec(name, aliases, takesValue, invertible, repeatable, true, excludes, companions);
    }

    public OptionSpec excluding(String... others) {
        return new OptionSpec(name, aliases, takesValue, invertible, repeatable, required, List.of(others), companions);
    }

    public OptionSpec needing(String... others) {
        return new OptionSpec(name, aliases, takesValue, invertible, repeatable, required, excludes, List.of(others));
    }

    /// `word` is the name or an alias.
    public boolean isNamed(String word) {
        return name.equals(word) || aliases.contains(word);
    }

    /// `word` is how the name or an alias begins.
    public boolean isBegunBy(String word) {
        return name.startsWith(word) || aliases.stream().anyMatch(alias -> alias.startsWith(word));
    }
}
