package io.weft.net.tables.iptables;

import io.weft.net.tables.engine.CounterSnapshot;
import io.weft.net.tables.engine.DraftChain;
import io.weft.net.tables.engine.DraftRule;
import io.weft.net.tables.extension.ProtocolNames;
import io.weft.net.tables.extension.RulePart;
import io.weft.net.tables.rule.Action;
import io.weft.net.tables.rule.AddressMask;
import io.weft.net.tables.rule.MatchUse;
import io.weft.net.tables.rule.Rule;
import io.weft.net.tables.rule.Selector;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// The columns of `iptables -L`.
///
/// @param interfaces and counters too (`-v`)
/// @param numeric ports and addresses as numbers (`-n`)
/// @param exact counters in full (`-x`)
/// @param numbered with the rules' numbers (`--line-numbers`)
record Listing(boolean interfaces, boolean numeric, boolean exact, boolean numbered) {

    /// @param references how many rules jump to the chain
    void header(DraftChain chain, int references, @Nullable CounterSnapshot counters, PrintStream out) {
        var text = new StringBuilder("Chain ").append(chain.name());
        if (chain.isBuiltIn()) {
            text.append(" (policy ").append(chain.policy());
            if (counters != null) {
                text.append(' ').append(count(chain.policyCount().packets(counters))).append(" packets, ")
                        .append(count(chain.policyCount().bytes(counters))).append(" bytes");
            }
            text.append(")\n");
        } else {
            text.append(" (").append(references).append(" references)\n");
        }
        if (numbered) {
            text.append("num  ");
        }
        if (interfaces) {
            text.append(exact ? "    pkts      bytes " : " pkts bytes ");
        }
        text.append("target     prot opt");
        if (interfaces) {
            text.append(" in     out   ");
        }
        text.append(interfaces ? "  source" : " source").append("               destination         \n");
        out.print(text);
    }

    /// One rule in columns.
    void rule(DraftRule installed, int number, @Nullable CounterSnapshot counters, PrintStream out) {
        Rule rule = installed.rule();
        var text = new StringBuilder();
        if (numbered) {
            pad(text, Integer.toString(number), 4).append(' ');
        }
        if (interfaces && counters != null) {
            counter(text, installed.count().packets(counters));
            counter(text, installed.count().bytes(counters));
        }
        Selector selector = rule.selector();
        pad(text, rule.action().name(), 9).append(' ');
        text.append(selector.notProtocol() ? '!' : ' ');
        int protocol = selector.protocol();
        pad(text, numeric ? Integer.toString(protocol) : ProtocolNames.nameOf(protocol), 4).append(' ');
        fragment(text, selector);
        if (interfaces) {
            text.append(' ');
            pad(text, device(selector.in(), selector.notIn(), numeric), 6).append(' ');
            pad(text, device(selector.out(), selector.notOut(), numeric), 6).append(' ');
        }
        text.append(selector.notSource() ? '!' : ' ');
        pad(text, address(selector.source(), selector.notSource()), 19).append(' ');
        text.append(selector.notDestination() ? '!' : ' ');
        pad(text, address(selector.destination(), selector.notDestination()), 19).append(' ');
        parts(text, rule, numeric);
        out.print(text.append('\n'));
    }

    /// One rule in a line of words, as `-v` shows it to whoever changes rules.
    static void line(Rule rule, PrintStream out) {
        Selector selector = rule.selector();
        var text = new StringBuilder();
        text.append(rule.action().name()).append(' ')
                .append(selector.notProtocol() ? '!' : ' ').append(ProtocolNames.nameOf(selector.protocol())).append(" opt ");
        fragment(text, selector);
        text.append("in ").append(device(selector.in(), selector.notIn(), true))
                .append(" out ").append(device(selector.out(), selector.notOut(), true)).append(' ')
                .append(selector.notSource() ? '!' : ' ').append(numeric(selector.source())).append(' ')
                .append(selector.notDestination() ? '!' : ' ').append("-> ").append(numeric(selector.destination())).append("  ");
        parts(text, rule, true);
        out.print(text.append('\n'));
    }

    private static void parts(StringBuilder text, Rule rule, boolean numeric) {
        if (rule.action() instanceof Action.Jump jump && jump.noReturn()) {
            text.append("[goto] ");
        }
        for (MatchUse use : rule.matches()) {
            part(text, use.match(), numeric);
        }
        if (rule.action() instanceof Action.Use use) {
            part(text, use.target(), numeric);
        }
    }

    private static void part(StringBuilder text, RulePart part, boolean numeric) {
        String words = part.list(numeric);
        if (!words.isEmpty()) {
            text.append(part.listedApart() ? " " : "").append(words);
        }
    }

    private static void fragment(StringBuilder text, Selector selector) {
        text.append(selector.notFragment() ? '!' : '-').append(selector.fragment() ? 'f' : '-').append(' ');
    }

    private static String device(String name, boolean inverted, boolean star) {
        String shown = name.isEmpty() ? star ? "*" : "any" : name;
        return inverted ? "!" + shown : shown;
    }

    private String address(AddressMask address, boolean inverted) {
        return address.mask() == 0 && !numeric ? "anywhere" : numeric(address);
    }

    private static String numeric(AddressMask address) {
        return address.shortText();
    }

    private static StringBuilder pad(StringBuilder text, String word, int width) {
        return text.append(word).repeat(' ', Math.max(0, width - word.length()));
    }

    private void counter(StringBuilder text, long value) {
        String shown = count(value);
        int width = exact ? 8 : 5;
        text.repeat(' ', Math.max(0, width - shown.length())).append(shown).append(' ');
    }

    /// In full, or with K, M, G or T and rounded once it has more than five digits.
    private String count(long value) {
        if (exact || Long.compareUnsigned(value, 99_999) <= 0) {
            return Long.toUnsignedString(value);
        }
        long rest = value;
        for (char unit : new char[] {'K', 'M', 'G'}) {
            rest = Long.divideUnsigned(rest + 500, 1000);
            if (Long.compareUnsigned(rest, 9999) <= 0) {
                return Long.toUnsignedString(rest) + unit;
            }
        }
        return Long.toUnsignedString(Long.divideUnsigned(rest + 500, 1000)) + 'T';
    }
}
