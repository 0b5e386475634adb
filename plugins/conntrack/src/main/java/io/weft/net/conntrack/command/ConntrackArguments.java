package io.weft.net.conntrack.command;

import io.weft.net.address.Ipv4;
import io.weft.net.connection.Connection;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.ConnectionEdit;
import io.weft.net.conntrack.command.ConntrackQuery.Action;
import io.weft.net.conntrack.command.ConntrackQuery.Event;
import io.weft.net.conntrack.command.ConntrackQuery.Filter;
import io.weft.net.conntrack.command.ConntrackQuery.Output;
import io.weft.net.conntrack.command.ConntrackQuery.Table;
import io.weft.net.tables.extension.Numbers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a command line of `conntrack`, in the way of GNU's `getopt_long` and with the tool's complaints.
final class ConntrackArguments {

    private static final long MAX_WORD = 0xFFFF_FFFFL;
    private static final int WHOLE_ADDRESS = 32;
    private static final int NO_PROTOCOL = -1;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final Map<String, Action> COMMANDS = Map.ofEntries(
            Map.entry("dump", Action.LIST), Map.entry("create", Action.CREATE), Map.entry("add", Action.ADD), Map.entry("delete", Action.DELETE),
            Map.entry("update", Action.UPDATE), Map.entry("get", Action.GET), Map.entry("flush", Action.FLUSH),
            Map.entry("event", Action.EVENTS), Map.entry("version", Action.VERSION), Map.entry("help", Action.HELP),
            Map.entry("count", Action.COUNT), Map.entry("stats", Action.STATISTICS));
    private static final Map<Character, Action> LETTERS = Map.ofEntries(
            Map.entry('L', Action.LIST), Map.entry('I', Action.CREATE), Map.entry('A', Action.ADD), Map.entry('D', Action.DELETE), Map.entry('U', Action.UPDATE),
            Map.entry('G', Action.GET), Map.entry('F', Action.FLUSH), Map.entry('E', Action.EVENTS), Map.entry('V', Action.VERSION),
            Map.entry('h', Action.HELP), Map.entry('C', Action.COUNT), Map.entry('S', Action.STATISTICS));
    private static final List<String> STATES = List.of("NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT",
            "LAST_ACK", "TIME_WAIT", "CLOSE", "SYN_SENT2");
    private static final Map<String, Integer> PROTOCOLS = Map.of(
            "tcp", 6, "udp", 17, "udplite", 136, "sctp", 132, "dccp", 33, "icmp", 1, "icmpv6", 58, "gre", 47);

    private final List<String> words;
    private final List<Filter> filters = new ArrayList<>();
    private final Map<ConntrackOption, String> given = new EnumMap<>(ConntrackOption.class);
    private final Set<Output> output = EnumSet.noneOf(Output.class);
    private final Set<Event> events = EnumSet.noneOf(Event.class);
    private @Nullable Action action;
    private Table table = Table.CONNTRACK;
    private int protocol = NO_PROTOCOL;
    private ConntrackQuery.@Nullable Mark mark;
    private int status;
    private boolean unreplied;
    private boolean unset;
    private boolean masked;
    private @Nullable String state;
    private int next;

    private ConntrackArguments(List<String> words) {
        this.words = words;
    }

    static ConntrackQuery parse(List<String> words) throws ConntrackToolException {
        var arguments = new ConntrackArguments(words);
        arguments.read();
        return arguments.finish();
    }

    private void read() throws ConntrackToolException {
        while (next < words.size()) {
            String word = words.get(next++);
            if (word.startsWith("--") && word.length() > 2) {
                longOption(word);
            } else if (word.startsWith("-") && word.length() > 1) {
                letters(word);
            }
            // other words are nobody's, and the tool says nothing about them
        }
    }

    private void longOption(String word) throws ConntrackToolException {
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        String value = equals < 0 ? null : word.substring(equals + 1);
        Action command = COMMANDS.get(name);
        if (command != null) {
            command(command, value);
            return;
        }
        ConntrackOption option = ConntrackOption.of(name, protocol);
        if (option == null) {
            throw ConntrackToolException.words("unknown option `" + word + "'");
        }
        option(option, value, word);
    }

    private void letters(String word) throws ConntrackToolException {
        for (int at = 1; at < word.length(); at++) {
            char letter = word.charAt(at);
            String rest = at + 1 < word.length() ? word.substring(at + 1) : null;
            Action command = LETTERS.get(letter);
            ConntrackOption option = ConntrackOption.of(letter);
            if (command != null) {
                boolean takesTable = command != Action.VERSION && command != Action.HELP;
                command(command, takesTable ? rest : null);
                if (takesTable) {
                    return;
                }
            } else if (option == null) {
                throw ConntrackToolException.words("unknown option `-" + letter + "'");
            } else {
                option(option, option.value == ConntrackOption.Value.NONE ? null : rest, "-" + letter);
                if (option.value != ConntrackOption.Value.NONE) {
                    return;
                }
            }
        }
    }

    /// @param attached a table's name in the same word, which counts for nothing, as in the tool
    private void command(Action wanted, @Nullable String attached) throws ConntrackToolException {
        if (action != null && action != wanted) {
            throw ConntrackToolException.words("Invalid commands combination");
        }
        action = wanted;
        if (attached == null && wanted != Action.VERSION && wanted != Action.HELP && hasWord()) {
            String name = words.get(next++);
            table = switch (name) {
                case "conntrack" -> Table.CONNTRACK;
                case "expect" -> Table.EXPECT;
                case "dying" -> Table.DYING;
                case "unconfirmed" -> Table.UNCONFIRMED;
                default -> throw ConntrackToolException.words("unknown type `" + name + "'");
            };
        }
    }

    private boolean hasWord() {
        return next < words.size() && !words.get(next).startsWith("-");
    }

    private void option(ConntrackOption option, @Nullable String attached, String asWritten) throws ConntrackToolException {
        String value = attached;
        if (value == null && (option.value == ConntrackOption.Value.ONE || option.value == ConntrackOption.Value.MAYBE && hasWord())) {
            if (next == words.size()) {
                throw ConntrackToolException.words("option `" + asWritten + "' requires an argument");
            }
            value = words.get(next++);
        }
        String text = value == null ? "" : value;
        given.put(option, text);
        switch (option) {
            case SRC -> address(Direction.ORIGINAL, true, text);
            case DST -> address(Direction.ORIGINAL, false, text);
            case REPLY_SRC -> address(Direction.REPLY, true, text);
            case REPLY_DST -> address(Direction.REPLY, false, text);
            case PROTONUM -> protocol(text);
            case STATUS -> status(text);
            case EVENT_MASK -> eventMask(text);
            case MARK -> mark = mark(text);
            case FAMILY -> family(text);
            case SRC_NAT -> translated(ConnectionStatus.SRC_NAT, text);
            case DST_NAT -> translated(ConnectionStatus.DST_NAT, text);
            case ANY_NAT -> translated(ConnectionStatus.SRC_NAT | ConnectionStatus.DST_NAT, text);
            case OUTPUT -> output(text);
            case ZONE -> {
                if (isInOtherZone()) {
                    filters.add(_ -> false);
                }
            }
            case SPORT -> port(connection -> connection.sourcePort(Direction.ORIGINAL), text);
            case DPORT -> port(connection -> connection.destinationPort(Direction.ORIGINAL), text);
            case REPLY_PORT_SRC -> port(connection -> connection.sourcePort(Direction.REPLY), text);
            case REPLY_PORT_DST -> port(connection -> connection.destinationPort(Direction.REPLY), text);
            case STATE -> state(text);
            case ICMP_TYPE -> octet(8, text);
            case ICMP_CODE -> octet(0, text);
            case ICMP_ID, SRCKEY -> port(connection -> connection.sourcePort(Direction.ORIGINAL), text);
            case DSTKEY -> port(connection -> connection.destinationPort(Direction.ORIGINAL), text);
            case REPLY_KEY_SRC -> port(connection -> connection.sourcePort(Direction.REPLY), text);
            case REPLY_KEY_DST -> port(connection -> connection.destinationPort(Direction.REPLY), text);
            case TIMEOUT, ZERO, BUFFER_SIZE -> { }
        }
    }

    private void address(Direction direction, boolean source, String text) throws ConntrackToolException {
        int slash = text.indexOf('/');
        int mask = -1;
        if (slash >= 0) {
            var length = Numbers.parse(text.substring(slash + 1), WHOLE_ADDRESS);
            if (length.isEmpty()) {
                throw ConntrackToolException.words("Invalid netmask");
            }
            mask = Ipv4.mask((int) length.getAsLong());
            masked = true;
        }
        filters.add(ConntrackQuery.address(direction, source, ip(slash < 0 ? text : text.substring(0, slash)), mask));
    }

    private static int ip(String text) throws ConntrackToolException {
        try {
            return Ipv4.parse(text);
        } catch (IllegalArgumentException none) {
            throw ConntrackToolException.words("Invalid IP address `" + text + "'");
        }
    }

    private void protocol(String text) throws ConntrackToolException {
        Integer known = PROTOCOLS.get(text.toLowerCase(Locale.ROOT));
        if (known == null) {
            var number = Numbers.parse(text, 0xFF);
            if (number.isEmpty()) {
                throw ConntrackToolException.words("`" + text + "' unsupported protocol");
            }
            known = (int) number.getAsLong();
        }
        int wanted = known;
        protocol = wanted;
        filters.add(connection -> connection.protocol() == wanted);
    }

    private void status(String text) throws ConntrackToolException {
        for (String word : text.split(",")) {
            switch (word.toUpperCase(Locale.ROOT)) {
                case "ASSURED" -> status |= ConnectionStatus.ASSURED;
                case "SEEN_REPLY" -> status |= ConnectionStatus.SEEN_REPLY;
                case "FIXED_TIMEOUT" -> status |= ConnectionStatus.FIXED_TIMEOUT;
                case "EXPECTED" -> status |= ConnectionStatus.EXPECTED;
                case "UNREPLIED" -> unreplied = true;
                case "UNSET" -> unset = true;
                case "OFFLOAD", "HW_OFFLOAD" -> filters.add(_ -> false);
                default -> throw ConntrackToolException.words("Bad parameter `" + word + "'");
            }
        }
    }

    private boolean isInOtherZone() {
        // there is but the zone 0
        return Numbers.atoi(given.getOrDefault(ConntrackOption.ZONE, "0")) != 0;
    }

    private void eventMask(String text) throws ConntrackToolException {
        for (String word : text.split(",")) {
            switch (word.toUpperCase(Locale.ROOT)) {
                case "ALL" -> events.addAll(EnumSet.allOf(Event.class));
                case "NEW" -> events.add(Event.NEW);
                case "UPDATES" -> events.add(Event.UPDATE);
                case "DESTROY" -> events.add(Event.DESTROY);
                default -> throw ConntrackToolException.words("Bad parameter `" + word + "'");
            }
        }
    }

    private static ConntrackQuery.Mark mark(String text) {
        int slash = text.indexOf('/');
        return new ConntrackQuery.Mark(
                word(slash < 0 ? text : text.substring(0, slash)), slash < 0 ? -1 : word(text.substring(slash + 1)));
    }

    private static int word(String text) {
        return (int) Numbers.parse(text, MAX_WORD).orElse(0);
    }

    private void family(String text) throws ConntrackToolException {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "ipv4" -> { }
            case "ipv6" -> filters.add(_ -> false);
            default -> throw ConntrackToolException.words("`" + text + "' unsupported protocol");
        }
    }

    private void translated(int status, String text) throws ConntrackToolException {
        filters.add(ConntrackQuery.translated(status, text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(ip(text))));
    }

    private void output(String text) throws ConntrackToolException {
        for (String word : text.split(",")) {
            try {
                output.add(Output.valueOf(word.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                throw ConntrackToolException.words("Bad parameter `" + word + "'");
            }
        }
    }

    private interface Port {
        int of(Connection connection);
    }

    private void port(Port port, String text) {
        int wanted = Numbers.atoi(text) & 0xFFFF;
        filters.add(connection -> port.of(connection) == wanted);
    }

    private void octet(int shift, String text) {
        int wanted = Numbers.atoi(text) & 0xFF;
        filters.add(connection -> (connection.destinationPort(Direction.ORIGINAL) >> shift & 0xFF) == wanted);
    }

    private void state(String text) throws ConntrackToolException {
        if (!STATES.contains(text)) {
            throw ConntrackToolException.words("unknown TCP state `" + text + "'");
        }
        state = text;
    }

    private ConntrackQuery finish() throws ConntrackToolException {
        Action wanted = action;
        if (wanted == null) {
            if (given.isEmpty()) {
                wanted = Action.HELP;
            } else {
                throw illegal(given.keySet().iterator().next());
            }
        }
        for (ConntrackOption option : given.keySet()) {
            boolean ofExpectations = table == Table.EXPECT && option != ConntrackOption.OUTPUT && option != ConntrackOption.FAMILY
                    && option != ConntrackOption.EVENT_MASK;
            if (!option.actions.contains(wanted) || ofExpectations) {
                throw illegal(option);
            }
        }
        boolean makes = wanted == Action.CREATE || wanted == Action.ADD;
        if (makes) {
            requireWhatIsMade();
        } else if (wanted == Action.GET) {
            requireTuple();
        }
        if (given.containsKey(ConntrackOption.ZERO) && !filters.isEmpty()) {
            throw ConntrackToolException.words("Can't use -z with filtering parameters");
        }
        if (!makes && wanted != Action.UPDATE) {
            filterByState();
        }
        if (events.isEmpty()) {
            events.addAll(EnumSet.allOf(Event.class));
        }
        var names = new LinkedHashSet<String>();
        given.keySet().forEach(option -> names.add(option.longName()));
        return new ConntrackQuery(wanted, table, List.copyOf(filters), names, output, events, edit(), tuple(), replyTuple());
    }

    private static ConntrackToolException illegal(ConntrackOption option) {
        return ConntrackToolException.words("Illegal option `--" + option.longName() + "' with this command");
    }

    /// What connections are filtered by that others set.
    private void filterByState() throws ConntrackToolException {
        if (unset) {
            throw ConntrackToolException.failed("invalid parameters");
        }
        if (mark != null) {
            filters.add(mark);
        }
        if (given.containsKey(ConntrackOption.STATUS)) {
            int bits = status;
            filters.add(connection -> connection.has(bits));
        }
        if (unreplied) {
            filters.add(connection -> !connection.has(ConnectionStatus.SEEN_REPLY));
        }
        String wanted = state;
        if (wanted != null) {
            filters.add(connection -> wanted.equals(connection.tcpState()));
        }
    }

    private ConnectionEdit edit() {
        String timeout = given.get(ConntrackOption.TIMEOUT);
        return new ConnectionEdit(
                timeout == null ? OptionalLong.empty() : OptionalLong.of(Numbers.atoi(timeout) & MAX_WORD), status,
                mark == null ? ConnectionEdit.Mark.AS_IT_IS : new ConnectionEdit.Mark(OptionalInt.of(mark.value()), mark.mask()), state);
    }

    private void requireWhatIsMade() throws ConntrackToolException {
        require(ConntrackOption.PROTONUM);
        require(ConntrackOption.TIMEOUT);
        if (masked) {
            throw ConntrackToolException.words("Illegal option `--mask-src' with this command");
        }
        boolean byReply = replyTuple().hasAddresses();
        if (!tuple().hasAddresses() && !byReply) {
            throw ConntrackToolException.words("you have to specify `--src' and `--dst'");
        }
        if (!byReply || tuple().isSaid()) {
            if (ConntrackOption.hasPorts(protocol)) {
                requireBoth(ConntrackOption.SPORT, ConntrackOption.DPORT);
            } else if (protocol == ProtocolWords.GRE) {
                requireBoth(ConntrackOption.SRCKEY, ConntrackOption.DSTKEY);
            } else if (protocol == ICMP) {
                require(ConntrackOption.ICMP_TYPE);
                require(ConntrackOption.ICMP_CODE);
            }
        }
        if (protocol == TCP) {
            require(ConntrackOption.STATE);
        }
        if (isInOtherZone() || given.containsKey(ConntrackOption.SRC_NAT) || given.containsKey(ConntrackOption.DST_NAT)
                || given.containsKey(ConntrackOption.ANY_NAT)) {
            throw ConntrackToolException.failed("Operation not supported");
        }
        boolean needsPorts = ConntrackOption.hasPorts(protocol) || protocol == ProtocolWords.GRE;
        ConntrackQuery.Tuple reply = replyTuple();
        if (reply.isSaid() && (!reply.hasAddresses() || needsPorts && (reply.sourcePort().isEmpty() || reply.destinationPort().isEmpty()))) {
            throw ConntrackToolException.failed("invalid parameters");
        }
    }

    private void require(ConntrackOption option) throws ConntrackToolException {
        if (!given.containsKey(option)) {
            throw ConntrackToolException.words("You need to supply the `--" + option.longName() + "' option for this command");
        }
    }

    private void requireBoth(ConntrackOption one, ConntrackOption other) throws ConntrackToolException {
        if (!given.containsKey(one) || !given.containsKey(other)) {
            throw ConntrackToolException.words("you have to specify `--" + one.longName() + "' and `--" + other.longName() + "'");
        }
    }

    private void requireTuple() throws ConntrackToolException {
        require(ConntrackOption.PROTONUM);
        requireBoth(ConntrackOption.SRC, ConntrackOption.DST);
        if (ConntrackOption.hasPorts(protocol)) {
            requireBoth(ConntrackOption.SPORT, ConntrackOption.DPORT);
        }
    }

    private ConntrackQuery.Tuple tuple() throws ConntrackToolException {
        OptionalInt sourcePort = switch (protocol) {
            case ICMP -> portOf(ConntrackOption.ICMP_ID);
            case ProtocolWords.GRE -> portOf(ConntrackOption.SRCKEY);
            default -> portOf(ConntrackOption.SPORT);
        };
        OptionalInt destinationPort = switch (protocol) {
            case ICMP -> given.containsKey(ConntrackOption.ICMP_TYPE)
                    ? OptionalInt.of(octetOf(ConntrackOption.ICMP_TYPE) << 8 | octetOf(ConntrackOption.ICMP_CODE)) : OptionalInt.empty();
            case ProtocolWords.GRE -> portOf(ConntrackOption.DSTKEY);
            default -> portOf(ConntrackOption.DPORT);
        };
        return new ConntrackQuery.Tuple(protocol == NO_PROTOCOL ? OptionalInt.empty() : OptionalInt.of(protocol),
                addressOf(ConntrackOption.SRC), addressOf(ConntrackOption.DST), sourcePort, destinationPort);
    }

    private ConntrackQuery.Tuple replyTuple() throws ConntrackToolException {
        boolean isGre = protocol == ProtocolWords.GRE;
        return new ConntrackQuery.Tuple(OptionalInt.empty(), addressOf(ConntrackOption.REPLY_SRC), addressOf(ConntrackOption.REPLY_DST),
                portOf(isGre ? ConntrackOption.REPLY_KEY_SRC : ConntrackOption.REPLY_PORT_SRC),
                portOf(isGre ? ConntrackOption.REPLY_KEY_DST : ConntrackOption.REPLY_PORT_DST));
    }

    private int octetOf(ConntrackOption option) {
        return portOf(option).orElse(0) & 0xFF;
    }

    private OptionalInt addressOf(ConntrackOption option) throws ConntrackToolException {
        String text = given.get(option);
        return text == null || text.contains("/") ? OptionalInt.empty() : OptionalInt.of(ip(text));
    }

    private OptionalInt portOf(ConntrackOption option) {
        String text = given.get(option);
        return text == null ? OptionalInt.empty() : OptionalInt.of(Numbers.atoi(text) & 0xFFFF);
    }
}
