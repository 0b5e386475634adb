package io.weft.net.app.operator.ss;

import io.weft.net.address.Ipv4Prefix;
import io.weft.net.app.operator.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a call of ss asks for.
///
/// @param states those to show, in ss's letters; null for what the options say
/// @param filter by addresses and ports
record SsOptions(
        boolean tcp, boolean udp, boolean all, boolean listening, boolean info, boolean header, boolean summary, boolean help,
        boolean version, @Nullable Set<String> states, Predicate<SocketRow> filter) {

    /// A word that ss does not know.
    static final class WordException extends Exception {

        private static final long serialVersionUID = 1L;

        WordException(String message) {
            super(message, null, false, false);
        }
    }

    private static final Map<String, Character> LONG = Map.ofEntries(
            Map.entry("--help", 'h'), Map.entry("--version", 'V'), Map.entry("--numeric", 'n'), Map.entry("--all", 'a'),
            Map.entry("--listening", 'l'), Map.entry("--info", 'i'), Map.entry("--summary", 's'), Map.entry("--ipv4", '4'),
            Map.entry("--tcp", 't'), Map.entry("--udp", 'u'), Map.entry("--no-header", 'H'), Map.entry("--oneline", 'O'),
            Map.entry("--options", 'o'), Map.entry("--extended", 'e'), Map.entry("--memory", 'm'), Map.entry("--processes", 'p'),
            Map.entry("--inet", '4'));

    static SsOptions read(List<String> arguments) throws WordException {
        Words words = new Words(arguments);
        StringBuilder letters = new StringBuilder();
        for (String word = words.peek(); word != null && word.startsWith("-") && word.length() > 1; word = words.peek()) {
            words.take();
            if (word.startsWith("--")) {
                Character letter = LONG.get(word);
                if (letter == null) {
                    throw new WordException("ss: unrecognized option '" + word + "'");
                }
                letters.append(letter);
            } else {
                letters.append(word.substring(1));
            }
        }
        for (char letter : letters.toString().toCharArray()) {
            if ("hVnalis4tuHOoemp".indexOf(letter) < 0) {
                throw new WordException("ss: invalid option -- '" + letter + "'");
            }
        }
        String given = letters.toString();
        boolean anyProtocol = given.indexOf('t') < 0 && given.indexOf('u') < 0;
        @Nullable Set<String> states = null;
        if (words.takeIf("state")) {
            String name = words.poll();
            if (name == null) {
                throw new WordException("ss: missing state name");
            }
            states = states(name);
        }
        return new SsOptions(anyProtocol || given.indexOf('t') >= 0, anyProtocol || given.indexOf('u') >= 0, given.indexOf('a') >= 0,
                given.indexOf('l') >= 0, given.indexOf('i') >= 0, given.indexOf('H') < 0, given.indexOf('s') >= 0, given.indexOf('h') >= 0,
                given.indexOf('V') >= 0, states, filter(words));
    }

    /// What is shown without a state: with `-a` all, with `-l` those that wait for peers, else those that have one.
    boolean shows(SocketRow row) {
        boolean wanted = states != null ? states.contains(row.state()) : all || row.isListening() == listening;
        boolean protocol = row.protocol().equals("tcp") ? tcp : udp;
        return wanted && protocol && filter.test(row);
    }

    /// Not where all are in one state: that of connected UDP sockets is one, too.
    boolean showsState() {
        return states == null ? tcp || all || listening : states.size() != 1;
    }

    private static final Set<String> CONNECTED = Set.of("ESTAB", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT",
            "CLOSE-WAIT", "LAST-ACK", "CLOSING");

    private static Set<String> states(String name) throws WordException {
        return switch (name) {
            case "established" -> Set.of("ESTAB");
            case "listening", "listen" -> Set.of("LISTEN");
            case "closed", "unconnected" -> Set.of("UNCONN");
            case "connected" -> CONNECTED;
            case "synchronized" -> Set.copyOf(CONNECTED.stream().filter(state -> !state.equals("SYN-SENT")).toList());
            case "all" -> Set.of("ESTAB", "LISTEN", "UNCONN", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT",
                    "CLOSE-WAIT", "LAST-ACK", "CLOSING");
            default -> {
                String state = name.toUpperCase(Locale.ROOT);
                if (!CONNECTED.contains(state)) {
                    throw new WordException("ss: wrong state name: " + name);
                }
                yield Set.of(state);
            }
        };
    }

    /// `sport = :22 and dst 10.0.0.0/8`.
    private static Predicate<SocketRow> filter(Words words) throws WordException {
        List<Predicate<SocketRow>> all = new ArrayList<>();
        while (!words.isEmpty()) {
            String word = words.take();
            boolean equal = words.takeIf("=") || words.takeIf("==") || words.takeIf("eq");
            boolean unequal = !equal && (words.takeIf("!=") || words.takeIf("ne"));
            String value = words.poll();
            if (value == null) {
                throw new WordException("ss: bison bellows (while parsing filter): \"" + word + "\" wants a value");
            }
            Predicate<SocketRow> one = switch (word) {
                case "sport" -> port(value, SocketRow::localPort);
                case "dport" -> port(value, SocketRow::remotePort);
                case "src" -> address(value, SocketRow::local, SocketRow::localPort);
                case "dst" -> address(value, SocketRow::remote, SocketRow::remotePort);
                default -> throw new WordException("ss: bison bellows (while parsing filter): \"" + word
                        + "\" is none of state, sport, dport, src and dst");
            };
            all.add(unequal ? one.negate() : one);
            if (!words.isEmpty() && !words.takeIf("and") && !words.takeIf("&&")) {
                throw new WordException("ss: bison bellows (while parsing filter): want 'and' before \"" + words.peek() + "\"");
            }
        }
        return row -> all.stream().allMatch(each -> each.test(row));
    }

    private interface Field {

        int of(SocketRow row);
    }

    private static Predicate<SocketRow> port(String value, Field port) throws WordException {
        String digits = value.startsWith(":") ? value.substring(1) : value;
        if (!digits.matches("\\d{1,5}")) {
            throw new WordException("ss: '" + value + "' is no port");
        }
        int wanted = Integer.parseInt(digits);
        return row -> port.of(row) == wanted;
    }

    private static Predicate<SocketRow> address(String value, Field address, Field port) throws WordException {
        int colon = value.indexOf(':');
        try {
            Ipv4Prefix prefix = Ipv4Prefix.parse(colon < 0 ? value : value.substring(0, colon));
            Predicate<SocketRow> there = row -> prefix.contains(address.of(row));
            return colon < 0 ? there : there.and(port(value.substring(colon), port));
        } catch (IllegalArgumentException e) {
            throw new WordException("ss: Error: an inet prefix is expected rather than \"" + value + "\".");
        }
    }
}
