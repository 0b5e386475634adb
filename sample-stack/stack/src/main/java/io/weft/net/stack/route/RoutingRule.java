package io.weft.net.stack.route;

import io.weft.net.address.Ipv4Prefix;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which packets look for their way in which table, as an operator states it in the words of `ip rule`. The kernel's `fib4_rule`.
///
/// @param priority lower ones are asked first; {@link #ANY_PRIORITY} for one before all that the operator added, and when removing for
///     whichever it is
/// @param inverted it is for all packets but those that the rest selects
/// @param mark what the packet's mark must be, as far as `markMask` goes
/// @param tos the four bits of the type of service (RFC 1349), or 0 for any
/// @param in the interface that packets come in by, `lo` for this host's own; null for any
/// @param table the table to look in; 0 where `action` looks in none
public record RoutingRule(
        int priority, boolean inverted, Ipv4Prefix from, Ipv4Prefix to, int mark, int markMask, int tos, @Nullable String in,
        Action action, int table) {

    /// What becomes of packets that a rule selects.
    public enum Action {
        /// They take their route from the table, if it has one for them; otherwise the next rule is asked.
        LOOKUP,
        /// Dropped in silence.
        BLACKHOLE,
        /// Dropped, with a network unreachable to the sender.
        UNREACHABLE,
        /// Dropped, with a communication administratively prohibited to the sender.
        PROHIBIT
    }

    public static final int ANY_PRIORITY = -1;

    /// The rules of a stack to which nobody has added any.
    static final List<RoutingRule> USUAL = List.of(
            parse("0: from all lookup local"), parse("32766: from all lookup main"), parse("32767: from all lookup default"));

    private static final int TOS_BITS = 0x1E;

    public RoutingRule {
        if ((tos & ~TOS_BITS) != 0) {
            throw new IllegalArgumentException("a tos of 0x" + Integer.toHexString(tos) + " is more than the bits 0x1e");
        }
        mark &= markMask;
    }

    /// Reads `[PRIORITY:] [not] [from PREFIX] [to PREFIX] [fwmark MARK[/MASK]] [tos TOS] [iif INTERFACE] [pref PRIORITY]` and
    /// `[lookup TABLE]`, `blackhole`, `unreachable` or `prohibit`; PREFIX may be `all`, and the table is `main` where none is said.
    ///
    /// @throws IllegalArgumentException saying which word is wrong
    public static RoutingRule parse(String words) {
        return new RuleWords(words).read();
    }

    RoutingRule withPriority(int value) {
        return new RoutingRule(value, inverted, from, to, mark, markMask, tos, in, action, table);
    }

    /// As `ip rule` lists it.
    @Override
    public String toString() {
        return (priority == ANY_PRIORITY ? "" : priority + ": ") + (inverted ? "not " : "") + "from " + prefix(from)
                + (to.equals(Ipv4Prefix.ALL) ? "" : " to " + prefix(to))
                + (tos == 0 ? "" : " tos 0x" + Integer.toHexString(tos))
                + (markMask == 0 ? "" : " fwmark 0x" + Integer.toHexString(mark)
                        + (markMask == -1 ? "" : "/0x" + Integer.toHexString(markMask)))
                + (in == null ? "" : " iif " + in)
                + (action == Action.LOOKUP ? " lookup " + TableNumbers.format(table) : " " + action.name().toLowerCase(Locale.ROOT));
    }

    private static String prefix(Ipv4Prefix prefix) {
        return prefix.equals(Ipv4Prefix.ALL) ? "all" : prefix.toString();
    }
}
