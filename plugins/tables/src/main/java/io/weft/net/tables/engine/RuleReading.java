package io.weft.net.tables.engine;

import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.rule.Rule;

/// Reads rules once more with the extensions that are known now, for those whose extension gives way to another life of it.
public interface RuleReading {

    /// The rule that the words of another one make now, its jumps left out. Under the registry's lock.
    ///
    /// @throws SyntaxException when an extension does not understand its words any more
    Rule readAgain(String table, String chain, Rule rule) throws SyntaxException;
}
