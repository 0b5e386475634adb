package io.weft.net.tables.extension;

import java.util.List;

/// A kind of match or target that rules may use.
///
/// @param <P> what one use of it in a rule is
public sealed interface Extension<P extends RulePart> permits MatchExtension, TargetExtension {

    /// The word behind `-m` or `-j`.
    String name();

    /// The word by which `iptables -L` lists a rule that uses it: another one where the extension is only another way to say it.
    default String listedName() {
        return name();
    }

    /// Its options, in the order in which help and conflicts name them.
    List<OptionSpec> options();

    /// Reads one use of it. A new one for each use.
    OptionParser<P> parser();

    /// What `iptables -m NAME -h` prints about it, lines each with their end.
    String help();

    /// Where rules may use it.
    default Limits limits() {
        return Limits.ANYWHERE;
    }
}
