package io.weft.net.stack.route;

import io.weft.net.address.Ipv4Prefix;
import io.weft.net.stack.route.RoutingRule.Action;
import org.jspecify.annotations.Nullable;

/// Reads the words of `ip rule`.
final class RuleWords {

    private static final int MAX_PRIORITY = Integer.MAX_VALUE;

    private final String text;
    private final String[] words;
    private int at;
    private int priority = RoutingRule.ANY_PRIORITY;
    private boolean inverted;
    private Ipv4Prefix from = Ipv4Prefix.ALL;
    private Ipv4Prefix to = Ipv4Prefix.ALL;
    private int mark;
    private int markMask;
    private int tos;
    private @Nullable String in;
    private Action action = Action.LOOKUP;
    private int table = TableNumbers.MAIN;

    RuleWords(String text) {
        this.text = text;
        words = text.strip().split("\\s+");
    }

    RoutingRule read() {
        if (words[0].endsWith(":")) {
            priority = (int) number(words[at++].replace(":", ""), MAX_PRIORITY);
        }
        if (at == words.length || words[at].isEmpty()) {
            throw new IllegalArgumentException("rule '" + text + "' says nothing");
        }
        while (at < words.length) {
            word(words[at++]);
        }
        return new RoutingRule(priority, inverted, from, to, mark, markMask, tos, in, action, action == Action.LOOKUP ? table : 0);
    }

    private void word(String word) {
        switch (word) {
            case "not" -> inverted = true;
            case "from" -> from = prefix(value(word));
            case "to" -> to = prefix(value(word));
            case "fwmark" -> mark(value(word));
            case "tos", "dsfield" -> tos = (int) number(value(word), 0xFF);
            case "iif", "dev" -> in = value(word);
            case "pref", "preference", "priority", "order" -> priority = (int) number(value(word), MAX_PRIORITY);
            case "lookup", "table" -> table = TableNumbers.parse(value(word));
            case "blackhole" -> action = Action.BLACKHOLE;
            case "unreachable" -> action = Action.UNREACHABLE;
            case "prohibit" -> action = Action.PROHIBIT;
            default -> throw new IllegalArgumentException("rule '" + text + "': '" + word + "' is none of not, from, to, fwmark, tos, "
                    + "iif, pref, lookup, blackhole, unreachable and prohibit");
        }
    }

    private String value(String word) {
        if (at == words.length) {
            throw new IllegalArgumentException("rule '" + text + "' ends after '" + word + "'");
        }
        return words[at++];
    }

    private static Ipv4Prefix prefix(String word) {
        return word.equals("all") ? Ipv4Prefix.ALL : Ipv4Prefix.parse(word);
    }

    private void mark(String word) {
        String[] parts = word.split("/", 2);
        mark = (int) number(parts[0], 0xFFFF_FFFFL);
        markMask = parts.length == 1 ? -1 : (int) number(parts[1], 0xFFFF_FFFFL);
    }

    private long number(String word, long max) {
        try {
            long value = Long.decode(word);
            if (value >= 0 && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException("rule '" + text + "': '" + word + "' is no number from 0 to " + max);
    }
}
