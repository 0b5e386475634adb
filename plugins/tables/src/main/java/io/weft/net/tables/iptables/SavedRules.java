package io.weft.net.tables.iptables;

import io.weft.net.tables.engine.RuleReading;
import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.rule.Action;
import io.weft.net.tables.rule.Rule;
import java.io.OutputStream;
import java.io.PrintStream;

/// Reads rules once more from the words that save them.
///
/// @param registry knows the extensions
public record SavedRules(TableRegistry registry) implements RuleReading {

    private static final Tool TOOL = new Tool("iptables-restore");

    @Override
    public Rule readAgain(String table, String chain, Rule rule) throws SyntaxException {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        String words = RuleText.of(chain, rule);
        Invocation read;
        try {
            read = new CommandParser(TOOL, registry, QuotedWords.split(words), table, nowhere, nowhere).parse();
        } catch (ToolException wrong) {
            throw new SyntaxException(String.valueOf(wrong.getMessage()).strip());
        }
        Invocation.RuleWords made = read == null ? null : read.rule();
        if (made == null || made.matches().size() != rule.matches().size()) {
            throw new SyntaxException("'" + words + "' is another rule now");
        }
        Action action = made.targetExtension() == null || made.target() == null
                ? Action.COUNT : new Action.Use(made.targetExtension(), made.target());
        return new Rule(made.selector(), made.matches(), action);
    }
}
