package io.weft.net.mangle;

import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `-j TOS`: changes the type of service.
final class TosExtension implements TargetExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            OptionSpec.value("set-tos").excluding("and-tos", "or-tos", "xor-tos"),
            OptionSpec.value("and-tos").excluding("or-tos", "xor-tos"), OptionSpec.value("or-tos").excluding("xor-tos"),
            OptionSpec.value("xor-tos"));
    private static final Limits LIMITS = new Limits(Set.of("mangle"), Set.of(), 0);

    @Override
    public String name() {
        return "TOS";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public Limits limits() {
        return LIMITS;
    }

    @Override
    public OptionParser<RuleTarget> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                TOS target vlibxtables.so.12 options:
                  --set-tos value[/mask]  Set Type of Service/Priority field to value
                                          (Zero out bits in mask and XOR value into TOS)
                  --set-tos symbol        Set TOS field (IPv4 only) by symbol
                                          (this zeroes the 4-bit Precedence part!)
                                          Accepted symbolic names for value are:
                                            (0x10) 16 Minimize-Delay
                                            (0x08)  8 Maximize-Throughput
                                            (0x04)  4 Maximize-Reliability
                                            (0x02)  2 Minimize-Cost
                                            (0x00)  0 Normal-Service

                  --and-tos bits          Binary AND the TOS value with bits
                  --or-tos  bits          Binary OR the TOS value with bits
                  --xor-tos bits          Binary XOR the TOS value with bits
                """;
    }

    private static final class Parser implements OptionParser<RuleTarget> {

        private @Nullable TosTarget target;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            if (use.name().equals("set-tos")) {
                target = set(use.value());
                return;
            }
            int bits = Bounded.read("TOS", use, 0, TosTarget.ALL);
            target = switch (use.name()) {
                case "and-tos" -> new TosTarget(0, ~bits & TosTarget.ALL);
                case "or-tos" -> new TosTarget(bits, bits);
                default -> new TosTarget(bits, 0);
            };
        }

        private static TosTarget set(String text) throws SyntaxException {
            Numbers.Leading value = Numbers.leading(text, TosTarget.ALL);
            if (value == null) {
                return new TosTarget(TosSymbol.parse(text).value, TosSymbol.MASK);
            }
            String rest = value.rest();
            var mask = rest.isEmpty() ? OptionalLong.of(TosTarget.ALL)
                    : rest.startsWith("/") ? Numbers.parse(rest.substring(1), TosTarget.ALL) : OptionalLong.empty();
            return new TosTarget((int) value.value(), (int) mask.orElseThrow(() -> new SyntaxException("Illegal value: \"" + text + "\"")));
        }

        @Override
        public RuleTarget finish() throws SyntaxException {
            if (target == null) {
                throw new SyntaxException("TOS: An action is required");
            }
            return target;
        }
    }
}
