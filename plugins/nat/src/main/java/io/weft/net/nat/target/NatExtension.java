package io.weft.net.nat.target;

import io.weft.net.nat.NatRange;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// A target whose options make a {@link NatRange}.
///
/// @param reading what its first option says about the range, the other options being flags
/// @param target what a range is to a rule
record NatExtension(String name, Set<String> hooks, List<OptionSpec> options, String help, Reading reading,
        Function<NatRange, RuleTarget> target) implements TargetExtension {

    @FunctionalInterface
    interface Reading {
        NatRange read(NatRange range, OptionUse use) throws SyntaxException;
    }

    @Override
    public Limits limits() {
        return new Limits(Set.of("nat"), hooks, 0);
    }

    @Override
    public OptionParser<RuleTarget> parser() {
        return new Parser();
    }

    private final class Parser implements OptionParser<RuleTarget> {

        private NatRange range = NatRange.ANY;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            range = switch (use.name()) {
                case "random" -> range.with(NatRange.RANDOM);
                case "random-fully" -> range.with(NatRange.RANDOM_FULLY);
                case "persistent" -> range.with(NatRange.PERSISTENT);
                default -> reading.read(range, use);
            };
        }

        @Override
        public RuleTarget finish() {
            return target.apply(range);
        }
    }
}
