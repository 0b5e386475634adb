package io.weft.net.tables.match.payload;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;

/// `-m u32`: numbers anywhere in the packet.
public final class U32Extension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("u32").withInversion().asRequired());

    @Override
    public String name() {
        return "u32";
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
                u32 match options:
                [!] --u32 tests
                \t\ttests := location "=" value | tests "&&" location "=" value
                \t\tvalue := range | value "," range
                \t\trange := number | number ":" number
                \t\tlocation := number | location operator number
                \t\toperator := "&" | "<<" | ">>" | "@"
                """;
    }

    private static final class Parser implements OptionParser<RuleMatch> {

        private List<U32Test> tests = List.of();
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            tests = U32Reader.read(use.value());
            inverted = use.inverted();
        }

        @Override
        public RuleMatch finish() {
            return new U32Match(tests, inverted);
        }
    }
}
