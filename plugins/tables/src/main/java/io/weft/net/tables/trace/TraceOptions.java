package io.weft.net.tables.trace;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.tables.extension.Numbers;
import io.weft.net.tables.extension.ProtocolNames;
import io.weft.net.tables.extension.ServiceNames;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.header.IcmpType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a call of `trace` asks for.
///
/// @param device by which the packet comes in; empty for one of this host
/// @param json for programs
/// @param all rules that do not match are not left out, however many there are
record TraceOptions(MadeUpPacket packet, String device, int mark, boolean json, boolean all) {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("-s", "--source"), Map.entry("--src", "--source"), Map.entry("-d", "--destination"),
            Map.entry("--dst", "--destination"), Map.entry("-p", "--protocol"), Map.entry("--proto", "--protocol"),
            Map.entry("-i", "--in-interface"), Map.entry("--sport", "--source-port"), Map.entry("--dport", "--destination-port"));
    private static final List<String> VALUED = List.of("--source", "--destination", "--protocol", "--in-interface", "--source-port",
            "--destination-port", "--tcp-flags", "--icmp-type", "--mark", "--length", "--ttl", "--tos");
    private static final List<String> FLAGS = List.of("--json", "--all");
    private static final int EPHEMERAL_PORT = 40_000;

    /// @throws SyntaxException saying what is wrong and what would be right
    static TraceOptions read(List<String> words) throws SyntaxException {
        var values = new HashMap<String, String>();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String written = equals < 0 ? word : word.substring(0, equals);
            String name = NAMES.getOrDefault(written, written);
            if (FLAGS.contains(name) && equals < 0) {
                values.put(name, "");
            } else if (VALUED.contains(name)) {
                if (equals < 0 && at + 1 == words.size()) {
                    throw new SyntaxException(written + " wants a value behind it");
                }
                String before = values.put(name, equals < 0 ? words.get(++at) : word.substring(equals + 1));
                if (before != null) {
                    throw new SyntaxException(written + " is there twice");
                }
            } else {
                throw new SyntaxException("there is no option " + word);
            }
        }
        return of(values);
    }

    private static TraceOptions of(Map<String, String> values) throws SyntaxException {
        String device = values.getOrDefault("--in-interface", "");
        String destination = values.get("--destination");
        if (destination == null) {
            throw new SyntaxException("-d is missing: where does the packet go?");
        }
        if (!device.isEmpty() && !values.containsKey("--source")) {
            throw new SyntaxException("-s is missing: who sent the packet that comes in by " + device + "?");
        }
        int protocol = protocol(values);
        boolean ported = protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP;
        for (String option : List.of("--source-port", "--destination-port")) {
            refuseUnless(ported, values, option, "tcp or udp");
        }
        refuseUnless(protocol == Ipv4Header.PROTOCOL_TCP, values, "--tcp-flags", "tcp");
        refuseUnless(protocol == Ipv4Header.PROTOCOL_ICMP, values, "--icmp-type", "icmp");
        int[] ports = {port(values.get("--source-port"), "--sport", protocol, EPHEMERAL_PORT),
            port(values.get("--destination-port"), "--dport", protocol, 0)};
        if (ported && !values.containsKey("--destination-port")) {
            throw new SyntaxException("--dport is missing: -p " + ProtocolNames.nameOf(protocol) + " wants a port");
        }
        IcmpType icmp = IcmpType.parse(values.getOrDefault("--icmp-type", "echo-request"));
        var packet = new MadeUpPacket(
                address("-s", values.getOrDefault("--source", "0.0.0.0")), address("-d", destination), protocol,
                ports[0], ports[1], MadeUpPacket.flags(values.getOrDefault("--tcp-flags", "SYN")), icmp.type() << 8 | icmp.firstCode(),
                number(values, "--length", 0, Ipv4Header.MIN_LENGTH, 0xFFFF), number(values, "--ttl", 64, 0, 255),
                number(values, "--tos", 0, 0, 255));
        return new TraceOptions(packet, device, number(values, "--mark", 0, 0, 0xFFFF_FFFFL), values.containsKey("--json"),
                values.containsKey("--all"));
    }

    private static int protocol(Map<String, String> values) throws SyntaxException {
        String name = values.getOrDefault("--protocol", "icmp");
        var found = ProtocolNames.numberOf(name.toLowerCase(Locale.ROOT));
        if (found.isEmpty() || found.getAsInt() == 0) {
            throw new SyntaxException("-p wants a protocol such as tcp, udp, icmp or a number of 1 to 255, not " + name);
        }
        return found.getAsInt();
    }

    private static void refuseUnless(boolean fits, Map<String, String> values, String option, String protocol) throws SyntaxException {
        if (!fits && values.containsKey(option)) {
            throw new SyntaxException(option + " goes with -p " + protocol + " only");
        }
    }

    private static int address(String option, String text) throws SyntaxException {
        try {
            return Ipv4.parse(text);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(option + " " + e.getMessage());
        }
    }

    private static int port(@Nullable String text, String option, int protocol, int byDefault) throws SyntaxException {
        if (text == null) {
            return byDefault;
        }
        return ServiceNames.portOf(text, protocol).orElseThrow(
                () -> new SyntaxException(option + " wants a port of 0 to 65535 or a service's name, not " + text));
    }

    private static int number(Map<String, String> values, String option, int byDefault, long least, long most) throws SyntaxException {
        String text = values.get(option);
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
