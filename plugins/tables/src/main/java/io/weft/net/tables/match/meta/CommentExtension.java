package io.weft.net.tables.match.meta;

import io.weft.net.tables.extension.HeaderConditions;
import io.weft.net.tables.extension.HeaderMatch;
import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.Quoting;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `-m comment`: words for the reader of the rules; every packet matches.
public final class CommentExtension implements MatchExtension {

    private static final int MAX_BYTES = 255;
    private static final PacketMatch ALWAYS = (packet, traversal) -> true;
    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("comment").asRequired());

    @Override
    public String name() {
        return "comment";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public OptionParser<RuleMatch> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                comment match options:
                --comment COMMENT             Attach a comment to a rule
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private String comment = "";

        @Override
        public void option(OptionUse use) {
            comment = use.value();
            while (comment.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
                comment = comment.substring(0, comment.offsetByCodePoints(comment.length(), -1));
            }
        }

        @Override
        public RuleMatch finish() {
            return new Comment(comment);
        }
    }

    private record Comment(String text) implements HeaderMatch {

        @Override
        public PacketMatch bind(RuleSite site) {
            return ALWAYS;
        }

        @Override
        public void describe(HeaderConditions conditions) { }

        @Override
        public String save() {
            return "--comment " + Quoting.quote(text);
        }

        @Override
        public String list(boolean numeric) {
            return "/* " + text + " */";
        }
    }
}
