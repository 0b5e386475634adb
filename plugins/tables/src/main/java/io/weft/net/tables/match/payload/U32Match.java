package io.weft.net.tables.match.payload;

import io.weft.net.tables.extension.PacketMatch;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.RuleSite;
import java.util.List;
import java.util.stream.Collectors;

/// Tests of numbers anywhere in the packet, all of which a rule asks for.
record U32Match(List<U32Test> tests, boolean inverted) implements RuleMatch {

    @Override
    public void check(RuleSite site) throws RefusedException {
        for (U32Test test : tests) {
            for (U32Test.Step step : test.steps()) {
                boolean shift = step.operator() == U32Test.Operator.LEFT || step.operator() == U32Test.Operator.RIGHT;
                if (shift && Integer.compareUnsigned(step.number(), Integer.SIZE) >= 0) {
                    throw RefusedException.invalid("u32 match: shift by " + Integer.toUnsignedString(step.number()) + " bits");
                }
            }
        }
    }

    @Override
    public PacketMatch bind(RuleSite site) {
        var program = new U32Program(tests);
        return (packet, traversal) -> program.passes(packet) != inverted;
    }

    @Override
    public String save() {
        return (inverted ? "! " : "") + "--u32 " + text();
    }

    @Override
    public String list(boolean numeric) {
        return "u32 " + (inverted ? "! " : "") + text();
    }

    private String text() {
        return tests.stream().map(U32Test::toString).collect(Collectors.joining("&&", "\"", "\""));
    }
}
