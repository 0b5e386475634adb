package io.weft.net.tables.trace;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.ProtocolNames;
import io.weft.net.tables.extension.ServiceNames;
import io.weft.net.tables.extension.SyntaxException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The options of a call by their long names, each at most once, and their values.
///
/// @param values an option without a value has an empty one
record TraceWords(Map<String, String> values) {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("-s", "--source"), Map.entry("--src", "--source"), Map.entry("-d", "--destination"),
            Map.entry("--dst", "--destination"), Map.entry("-p", "--protocol"), Map.entry("--proto", "--protocol"),
            Map.entry("-i", "--in-interface"), Map.entry("--sport", "--source-port"), Map.entry("--dport", "--destination-port"));

    /// @param valued the options that have a value
    /// @param flags those that have none
    /// @param where begins the complaint about others
    /// @throws SyntaxException saying what is wrong and what would be right
    static TraceWords read(List<String> words, Collection<String> valued, Collection<String> flags, String where) throws SyntaxException {
        var values = new HashMap<String, String>();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String written = equals < 0 ? word : word.substring(0, equals);
            String name = NAMES.getOrDefault(written, written);
            if (flags.contains(name) && equals < 0) {
                values.put(name, "");
            } else if (valued.contains(name)) {
                if (equals < 0 && at + 1 == words.size()) {
                    throw new SyntaxException(written + " wants a value behind it");
                }
                String before = values.put(name, equals < 0 ? words.get(++at) : word.substring(equals + 1));
                if (before != null) {
                    throw new SyntaxException(written + " is there twice");
                }
            } else {
                throw new SyntaxException(where + "there is no option " + word);
            }
        }
        return new TraceWords(values);
    }

    boolean has(String option) {
        return values.containsKey(option);
    }

    @Nullable String get(String option) {
        return values.get(option);
    }

    String get(String option, String byDefault) {
        return values.getOrDefault(option, byDefault);
    }

    /// The protocol's number, or 0 where none is named.
    int protocol() throws SyntaxException {
        String name = get("--protocol");
        if (name == null) {
            return 0;
        }
        var found = ProtocolNames.numberOf(name.toLowerCase(Locale.ROOT));
        if (found.isEmpty() || found.getAsInt() == 0) {
            throw new SyntaxException("-p wants a protocol such as tcp, udp, icmp or a number of 1 to 255, not " + name);
        }
        return found.getAsInt();
    }

    void refusePortsUnless(int protocol) throws SyntaxException {
        boolean ported = protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP;
        for (String option : List.of("--source-port", "--destination-port")) {
            refuseUnless(ported, option, "tcp or udp");
        }
    }

    void refuseUnless(boolean fits, String option, String protocol) throws SyntaxException {
        if (!fits && has(option)) {
            throw new SyntaxException(option + " goes with -p " + protocol + " only");
        }
    }

    int address(String option, String written, String byDefault) throws SyntaxException {
        try {
            return Ipv4.parse(get(option, byDefault));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(written + " " + e.getMessage());
        }
    }

    int port(String option, String written, int protocol, int byDefault) throws SyntaxException {
        String text = get(option);
        if (text == null) {
            return byDefault;
        }
        return ServiceNames.portOf(text, protocol).orElseThrow(
                () -> new SyntaxException(written + " wants a port of 0 to 65535 or a service's name, not " + text));
    }

    int number(String option, int byDefault, long least, long most) throws SyntaxException {
        String text = get(option);
        if (text == null) {
            return byDefault;
        }
        OptionalLong number = Numbers.parse(text, most);
        if (number.isEmpty() || number.getAsLong() < least) {
            throw new SyntaxException(option + " wants a number of " + least + " to " + most + ", not " + text);
        }
        return (int) number.getAsLong();
    }
}
