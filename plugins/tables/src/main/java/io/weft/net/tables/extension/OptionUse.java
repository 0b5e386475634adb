package io.weft.net.tables.extension;

import org.jspecify.annotations.Nullable;

/// One option of an extension as it stands on a command line.
public interface OptionUse {

    /// The option's {@link OptionSpec#name}, whichever alias was written.
    String name();

    /// The word that follows; empty for an option that takes none.
    String value();

    /// A `!` stood before it.
    boolean inverted();

    /// Takes one more word, for options that want two; null when the next word is another option or there is none.
    @Nullable String nextWord();

    /// What `-p` said so far, 0 for nothing or all.
    int protocol();

    /// `! -p` was said.
    boolean protocolInverted();

    /// Says something to the caller, on standard error, without refusing the option.
    ///
    /// @param line with its end
    default void warn(String line) { }
}
