package io.weft.net.tables.engine;

import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import io.weft.net.tables.RuleStep;
import io.weft.net.tables.rule.AddressMask;
import io.weft.net.tables.rule.Rule;
import io.weft.net.tables.rule.Selector;
import org.jspecify.annotations.Nullable;

/// Says why a rule did not match a packet, by asking the rule's selector once more, part by part.
final class Misses {

    private Misses() { }

    /// The option that did not fit, or `-m` and the match that said no.
    static String name(RuleStep step, RunState state, Packet packet) {
        Rule rule = step.rule();
        if (rule == null) {
            throw new IllegalStateException("the end of a chain matches always");
        }
        String part = part(rule.selector(), state, packet);
        return part != null ? part : "-m " + rule.matches().get(state.missedMatch).extension().name();
    }

    private static @Nullable String part(Selector asked, RunState state, Packet packet) {
        if (fits(asked.source(), state.source) == asked.notSource()) {
            return "-s";
        }
        if (fits(asked.destination(), state.destination) == asked.notDestination()) {
            return "-d";
        }
        if (asked.protocol() != 0 && (state.protocol == asked.protocol()) == asked.notProtocol()) {
            return "-p";
        }
        if (!asked.in().isEmpty() && fits(asked.in(), packet.in()) == asked.notIn()) {
            return "-i";
        }
        if (!asked.out().isEmpty() && fits(asked.out(), packet.out()) == asked.notOut()) {
            return "-o";
        }
        return asked.fragment() && (state.fragmentOffset != 0) == asked.notFragment() ? "-f" : null;
    }

    private static boolean fits(AddressMask asked, int address) {
        return (address & asked.mask()) == asked.address();
    }

    private static boolean fits(String pattern, @Nullable NetInterface device) {
        return InterfaceRows.fits(pattern, device == null ? "" : device.name());
    }
}
