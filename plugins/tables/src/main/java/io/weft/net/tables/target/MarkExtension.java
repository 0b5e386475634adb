package io.weft.net.tables.target;

import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `-j MARK`: changes the packet's mark.
final class MarkExtension implements TargetExtension {

    private static final String[] ACTIONS = {"set-xmark", "set-mark", "and-mark", "or-mark", "xor-mark"};
    private static final List<OptionSpec> OPTIONS =
            List.of(ACTIONS).stream().map(action -> OptionSpec.value(action).excluding(without(action))).toList();
    private static final long MAX = 0xFFFF_FFFFL;

    private static String[] without(String action) {
        return List.of(ACTIONS).stream().filter(other -> !other.equals(action)).toArray(String[]::new);
    }

    @Override
    public String name() {
        return "MARK";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public OptionParser<RuleTarget> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                MARK target options:
                  --set-xmark value[/mask]  Clear bits in mask and XOR value into nfmark
                  --set-mark value[/mask]   Clear bits in mask and OR value into nfmark
                  --and-mark bits           Binary AND the nfmark with bits
                  --or-mark bits            Binary OR the nfmark with bits
                  --xor-mark bits           Binary XOR the nfmark with bits
                """;
    }

    private static final class Parser implements OptionParser<RuleTarget> {

        private @Nullable MarkTarget target;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            target = switch (use.name()) {
                case "and-mark" -> new MarkTarget(0, ~bits(use));
                case "or-mark" -> new MarkTarget(bits(use), bits(use));
                case "xor-mark" -> new MarkTarget(bits(use), 0);
                default -> masked(use);
            };
        }

        private static int bits(OptionUse use) throws SyntaxException {
            return (int) Numbers.parse(use.value(), MAX).orElseThrow(() -> new SyntaxException(
                    "MARK: bad value for option \"--" + use.name() + "\", or out of range (0-" + MAX + ").\n"));
        }

        private static MarkTarget masked(OptionUse use) throws SyntaxException {
            Numbers.Leading value = number(use, use.value());
            String rest = value.rest();
            int mask = -1;
            if (rest.startsWith("/")) {
                Numbers.Leading after = number(use, rest.substring(1));
                mask = (int) after.value();
                rest = after.rest();
            }
            if (!rest.isEmpty()) {
                throw new SyntaxException("MARK: trailing garbage after value for option \"--" + use.name() + "\".\n");
            }
            int bits = (int) value.value();
            return new MarkTarget(bits, use.name().equals("set-mark") ? mask | bits : mask);
        }

        private static Numbers.Leading number(OptionUse use, String text) throws SyntaxException {
            Numbers.Leading number = Numbers.leading(text, MAX);
            if (number == null) {
                throw new SyntaxException("MARK: bad integer value for option \"--" + use.name() + "\", or out of range.\n");
            }
            return number;
        }

        @Override
        public RuleTarget finish() throws SyntaxException {
            if (target == null) {
                throw new SyntaxException("MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required");
            }
            return target;
        }
    }
}
