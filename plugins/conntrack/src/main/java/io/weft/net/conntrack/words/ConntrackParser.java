package io.weft.net.conntrack.words;

import io.weft.net.Stack;
import io.weft.net.address.Ipv4;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.words.ConntrackMatch.Asked;
import io.weft.net.conntrack.words.ConntrackMatch.Question;
import io.weft.net.tables.extension.AddressText;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.ProtocolNames;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.ServiceNames;
import io.weft.net.tables.extension.SyntaxException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// Reads one use of `-m conntrack`.
final class ConntrackParser implements OptionParser<RuleMatch> {

    private static final String NAME = ConntrackExtension.NAME;
    private static final long MAX_SECONDS = 0xFFFF_FFFFL;
    private static final int WHOLE_ADDRESS = 32;

    private final Conntrack conntrack;
    private final Stack stack;
    private final Map<Question.Kind, Question> questions = new EnumMap<>(Question.Kind.class);

    ConntrackParser(Conntrack conntrack, Stack stack) {
        this.conntrack = conntrack;
        this.stack = stack;
    }

    @Override
    public void option(OptionUse use) throws SyntaxException {
        var kind = Question.Kind.valueOf(use.name().toUpperCase(Locale.ROOT));
        switch (kind) {
            case CTSTATE -> {
                int bits = States.WITH_NAT.parse(use.value(), "ctstate", false);
                ask(kind, use, States.WITH_NAT.text(bits), new Asked.Bits(bits));
            }
            case CTSTATUS -> {
                int bits = ConntrackMatch.STATUSES.parse(use.value(), "ctstatus", false);
                ask(kind, use, bits == 0 ? "NONE" : ConntrackMatch.STATUSES.text(bits), new Asked.Bits(bits));
            }
            case CTPROTO -> {
                String name = use.value().toLowerCase(Locale.ROOT);
                int number = ProtocolNames.numberOf(name)
                        .orElseThrow(() -> new SyntaxException("unknown protocol \"" + use.value() + "\" specified"));
                ask(kind, use, Integer.toString(number), new Asked.Protocol(number));
            }
            case CTORIGSRC, CTORIGDST, CTREPLSRC, CTREPLDST -> {
                Asked.Address address = address(use);
                ask(kind, use, address.text(), address);
            }
            case CTORIGSRCPORT, CTORIGDSTPORT, CTREPLSRCPORT, CTREPLDSTPORT -> {
                PortRange range = ports(use);
                ask(kind, use, range.toString(), new Asked.Ports(range));
            }
            case CTEXPIRE -> {
                Asked.Rest rest = seconds(use);
                ask(kind, use, rest.first() == rest.last() ? "" + rest.first() : rest.first() + ":" + rest.last(), rest);
            }
            case CTDIR -> {
                Direction direction = direction(use);
                ask(kind, use, direction.name(), new Asked.Way(direction));
            }
        }
    }

    private void ask(Question.Kind kind, OptionUse use, String text, Asked asked) {
        questions.put(kind, new Question(kind, use.inverted(), text, asked));
    }

    private static Asked.Address address(OptionUse use) throws SyntaxException {
        int slash = use.value().indexOf('/');
        int address = AddressText.require(slash < 0 ? use.value() : use.value().substring(0, slash));
        if (slash < 0) {
            return new Asked.Address(address, -1);
        }
        String mask = use.value().substring(slash + 1);
        int prefix = AddressText.prefix(NAME, use, mask);
        // a mask with holes counts as the whole address
        return new Asked.Address(address, Ipv4.mask(Math.min(WHOLE_ADDRESS, prefix)));
    }

    private static String[] components(OptionUse use) throws SyntaxException {
        String[] parts = use.value().split(":", -1);
        if (parts.length > 2) {
            throw new SyntaxException(NAME + ": Too many components for option \"--" + use.name() + "\" (max: 2)\n");
        }
        return parts;
    }

    private static PortRange ports(OptionUse use) throws SyntaxException {
        String[] parts = components(use);
        int first = parts[0].isEmpty() ? 0 : ServiceNames.resolve(parts[0]);
        if (parts.length == 1) {
            return new PortRange(first, first);
        }
        return new PortRange(first, parts[1].isEmpty() ? PortRange.MAX : ServiceNames.resolve(parts[1]));
    }

    private static Asked.Rest seconds(OptionUse use) throws SyntaxException {
        String[] parts = components(use);
        long first = parts[0].isEmpty() ? 0 : seconds(use, parts[0], use.value());
        if (parts.length == 1) {
            return new Asked.Rest(first, first);
        }
        return new Asked.Rest(first, parts[1].isEmpty() ? MAX_SECONDS : seconds(use, parts[1], parts[1]));
    }

    private static long seconds(OptionUse use, String text, String near) throws SyntaxException {
        return Numbers.parse(text, MAX_SECONDS).orElseThrow(() -> new SyntaxException(NAME + ": bad value for option \"--" + use.name()
                + "\" near \"" + near + "\", or out of range (0-" + MAX_SECONDS + ").\n"));
    }

    private static Direction direction(OptionUse use) throws SyntaxException {
        return switch (use.value().toUpperCase(Locale.ROOT)) {
            case "ORIGINAL" -> Direction.ORIGINAL;
            case "REPLY" -> Direction.REPLY;
            default -> throw new SyntaxException(NAME + ": Bad value for \"--ctdir\" option: \"" + use.value() + "\"");
        };
    }

    @Override
    public RuleMatch finish() throws SyntaxException {
        if (questions.isEmpty()) {
            throw new SyntaxException(NAME + ": At least one option is required");
        }
        return new ConntrackMatch(questions, conntrack, stack);
    }
}
