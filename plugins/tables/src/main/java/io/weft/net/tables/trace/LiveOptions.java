package io.weft.net.tables.trace;

import io.weft.net.address.Ipv4Prefix;
import io.weft.net.packet.Packet;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a call of `trace --live` asks for.
///
/// @param which packets; null for those that `-j TRACE` marks
/// @param count so many packets, then it ends
/// @param json for programs, a line a packet
/// @param all rules that do not match are not left out, however many there are
record LiveOptions(@Nullable Predicate<Packet> which, int count, boolean json, boolean all) {

    private static final String LIVE = "--live";
    private static final String COUNT = "--count";
    private static final List<String> CHOOSING = List.of("--source", "--destination", "--protocol", "--in-interface", "--source-port",
            "--destination-port");
    private static final List<String> VALUED = List.of("--source", "--destination", "--protocol", "--in-interface", "--source-port",
            "--destination-port", COUNT);
    private static final List<String> FLAGS = List.of(LIVE, "--json", "--all");

    /// Whether a call is about live packets.
    static boolean isMeant(List<String> words) {
        return words.stream().anyMatch(word -> word.equals(LIVE) || word.equals(COUNT) || word.startsWith(COUNT + "="));
    }

    /// @throws SyntaxException saying what is wrong and what would be right
    static LiveOptions read(List<String> all) throws SyntaxException {
        TraceWords words = TraceWords.read(all, VALUED, FLAGS, "with --live or --count ");
        return new LiveOptions(CHOOSING.stream().anyMatch(words::has) ? choice(words) : null,
                words.number(COUNT, Integer.MAX_VALUE, 1, Integer.MAX_VALUE), words.has("--json"), words.has("--all"));
    }

    private static PacketChoice choice(TraceWords words) throws SyntaxException {
        int protocol = words.protocol();
        words.refusePortsUnless(protocol);
        return new PacketChoice(prefix(words, "--source", "-s"), prefix(words, "--destination", "-d"), protocol,
                words.port("--source-port", "--sport", protocol, PacketChoice.ANY_PORT),
                words.port("--destination-port", "--dport", protocol, PacketChoice.ANY_PORT), words.get("--in-interface", ""));
    }

    private static Ipv4Prefix prefix(TraceWords words, String option, String written) throws SyntaxException {
        try {
            return words.has(option) ? Ipv4Prefix.parse(words.get(option, "")) : Ipv4Prefix.ALL;
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(written + " " + e.getMessage());
        }
    }
}
