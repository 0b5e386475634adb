package io.weft.net.tables.extension;

/// Reads one use of an extension, option by option. The reader of the command line has checked by then what {@link OptionSpec} lays
/// down.
///
/// @param <P> what it reads
public interface OptionParser<P extends RulePart> {

    /// @throws SyntaxException when the option's value is wrong, or wrong here
    void option(OptionUse use) throws SyntaxException;

    /// The part of the rule, after the last option.
    ///
    /// @throws SyntaxException when something is missing
    P finish() throws SyntaxException;
}
