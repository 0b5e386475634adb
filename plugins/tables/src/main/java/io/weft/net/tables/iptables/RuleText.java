package io.weft.net.tables.iptables;

import io.weft.net.tables.engine.CounterSnapshot;
import io.weft.net.tables.engine.DraftRule;
import io.weft.net.tables.extension.ProtocolNames;
import io.weft.net.tables.rule.Action;
import io.weft.net.tables.rule.AddressMask;
import io.weft.net.tables.rule.MatchUse;
import io.weft.net.tables.rule.Rule;
import io.weft.net.tables.rule.Selector;
import org.jspecify.annotations.Nullable;

/// A rule in the words that make it again, as `-S` and `iptables-save` write them.
public final class RuleText {

    private RuleText() { }

    /// A rule by itself.
    public static String of(String chain, Rule rule) {
        return of(chain, rule, "");
    }

    /// @param counters null to leave them out
    static String of(String chain, DraftRule installed, @Nullable CounterSnapshot counters) {
        return of(chain, installed.rule(), counters == null ? "" : " -c "
                + Long.toUnsignedString(installed.count().packets(counters)) + ' '
                + Long.toUnsignedString(installed.count().bytes(counters)));
    }

    private static String of(String chain, Rule rule, String counts) {
        var text = new StringBuilder("-A ").append(chain);
        selector(text, rule.selector());
        for (MatchUse use : rule.matches()) {
            text.append(" -m ").append(use.extension().name());
            option(text, use.match().save());
        }
        text.append(counts);
        switch (rule.action()) {
            case Action.Count _ -> { }
            case Action.Say say -> text.append(" -j ").append(say.verdict());
            case Action.Jump jump -> text.append(jump.noReturn() ? " -g " : " -j ").append(jump.chain());
            case Action.Use use -> {
                text.append(" -j ").append(use.extension().name());
                option(text, use.target().save());
            }
        }
        return text.toString();
    }

    private static void option(StringBuilder text, String words) {
        if (!words.isEmpty()) {
            text.append(' ').append(words);
        }
    }

    private static void selector(StringBuilder text, Selector selector) {
        address(text, "-s", selector.source(), selector.notSource());
        address(text, "-d", selector.destination(), selector.notDestination());
        device(text, "-i", selector.in(), selector.notIn());
        device(text, "-o", selector.out(), selector.notOut());
        if (selector.protocol() != 0) {
            text.append(selector.notProtocol() ? " !" : "").append(" -p ").append(ProtocolNames.nameOf(selector.protocol()));
        }
        if (selector.fragment()) {
            text.append(selector.notFragment() ? " ! -f" : " -f");
        }
    }

    private static void address(StringBuilder text, String option, AddressMask address, boolean inverted) {
        if (inverted || !address.equals(AddressMask.ANY)) {
            text.append(inverted ? " ! " : " ").append(option).append(' ').append(address);
        }
    }

    private static void device(StringBuilder text, String option, String name, boolean inverted) {
        // "any name" is nothing that iptables shows, not even where a rule asks for none
        if (!name.isEmpty() && !name.equals("+")) {
            text.append(inverted ? " ! " : " ").append(option).append(' ').append(name);
        }
    }
}
