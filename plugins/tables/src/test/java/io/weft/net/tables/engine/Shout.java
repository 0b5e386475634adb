package io.weft.net.tables.engine;

import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import java.util.function.Consumer;

/// `-j SHOUT --word WORD`, which tells somebody its word for each packet.
///
/// @param longest word that it understands
/// @param heard is told
public record Shout(Integer longest, Consumer<String> heard) implements TargetExtension {

    @Override
    public String name() {
        return "SHOUT";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of(OptionSpec.value("word").asRequired());
    }

    @Override
    public String help() {
        return "SHOUT --word WORD\n";
    }

    @Override
    public OptionParser<RuleTarget> parser() {
        return new OptionParser<>() {

            private String word = "";

            @Override
            public void option(OptionUse use) throws SyntaxException {
                word = use.value();
                if (word.length() > longest) {
                    throw new SyntaxException("SHOUT: '" + word + "' is too long");
                }
            }

            @Override
            public RuleTarget finish() {
                return new Use(word, heard);
            }
        };
    }

    /// One use of it.
    public record Use(String word, Consumer<String> heard) implements RuleTarget {

        @Override
        public String save() {
            return "--word " + word;
        }

        @Override
        public String list(boolean numeric) {
            return save();
        }

        @Override
        public PacketTarget bind(RuleSite site) {
            return (packet, traversal) -> {
                heard.accept(word);
                return Decision.CONTINUE;
            };
        }
    }
}
