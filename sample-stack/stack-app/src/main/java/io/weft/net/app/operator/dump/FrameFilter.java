package io.weft.net.app.operator.dump;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.app.operator.text.Words;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Ipv4Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Which frames are meant, in tcpdump's words (pcap-filter(7)): `host`, `net`, `port`, `portrange` with `src` and `dst`, protocols,
/// `less`, `greater`, `broadcast`, `multicast`, and `and`, `or`, `not`, parentheses.
///
/// `and` and `or` bind alike and to the left, as in tcpdump; a bare value is of the kind that was named last (`port 80 or 443`).
final class FrameFilter {

    /// One question about a frame. Asked on the loop thread: no garbage, no lock.
    @FunctionalInterface
    interface Test {

        boolean holds(FrameView frame);
    }

    /// Words that are no filter.
    static final class SyntaxException extends Exception {

        private static final long serialVersionUID = 1L;

        SyntaxException(String message) {
            super(message, null, false, false);
        }
    }

    private enum Way { SOURCE, DESTINATION, EITHER, BOTH }

    private static final Map<String, Integer> PROTOCOLS = Map.of("icmp", Ipv4Header.PROTOCOL_ICMP, "igmp", 2, "tcp", Ipv4Header.PROTOCOL_TCP,
            "udp", Ipv4Header.PROTOCOL_UDP, "gre", 47, "esp", 50, "ah", 51, "sctp", 132);
    private static final List<String> KINDS = List.of("host", "net", "port", "portrange");

    private final Words words;
    private Way way = Way.EITHER;
    private String kind = "host";
    private @Nullable Test protocol;

    private FrameFilter(Words words) {
        this.words = words;
    }

    /// Reads the words of a filter; none let everything through.
    static Test parse(List<String> arguments) throws SyntaxException {
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            // parentheses and exclamation marks stand for themselves wherever they are written
            for (String word : argument.replaceAll("([()])", " $1 ").replaceAll("!(?!=)", " ! ").strip().split("\\s+")) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        if (words.isEmpty()) {
            return _ -> true;
        }
        FrameFilter filter = new FrameFilter(new Words(words));
        Test all = filter.expression();
        if (!filter.words.isEmpty()) {
            throw new SyntaxException("'" + filter.words.peek() + "' is not understood here: want and, or");
        }
        return all;
    }

    private Test expression() throws SyntaxException {
        Test left = term();
        while (true) {
            if (words.takeIf("and") || words.takeIf("&&")) {
                Test first = left;
                Test second = term();
                left = frame -> first.holds(frame) && second.holds(frame);
            } else if (words.takeIf("or") || words.takeIf("||")) {
                Test first = left;
                Test second = term();
                left = frame -> first.holds(frame) || second.holds(frame);
            } else {
                return left;
            }
        }
    }

    private Test term() throws SyntaxException {
        if (words.takeIf("not") || words.takeIf("!")) {
            Test inner = term();
            return frame -> !inner.holds(frame);
        }
        if (words.takeIf("(")) {
            Test inner = expression();
            if (!words.takeIf(")")) {
                throw new SyntaxException("a ')' is missing");
            }
            return inner;
        }
        return primitive();
    }

    private Test primitive() throws SyntaxException {
        String word = word();
        if (PROTOCOLS.containsKey(word) || word.equals("ip") || word.equals("arp") || word.equals("ip6")) {
            return protocol(word);
        }
        return switch (word) {
            case "less" -> length(number(word(), Integer.MAX_VALUE), false);
            case "greater" -> length(number(word(), Integer.MAX_VALUE), true);
            case "broadcast" -> FrameView::isBroadcast;
            case "multicast" -> FrameView::isMulticast;
            case "ether", "vlan", "mpls", "gateway", "inbound", "outbound", "dir", "type", "wlan", "proto" ->
                    throw new SyntaxException("'" + word + "' is one of tcpdump's words that weft dump does not have; it has host, net, port, "
                            + "portrange, src, dst, ip, arp, tcp, udp, icmp, ip proto, less, greater, broadcast, multicast");
            default -> qualified(word, null);
        };
    }

    /// `tcp`, `tcp port 80`, `tcp src port 80`, `ip proto 47`, `ip host 10.0.0.1`.
    private Test protocol(String name) throws SyntaxException {
        Integer number = PROTOCOLS.get(name);
        Test test;
        if (number != null) {
            int wanted = number;
            test = frame -> frame.protocol() == wanted;
        } else {
            int type = switch (name) {
                case "arp" -> EthernetHeader.TYPE_ARP;
                case "ip6" -> 0x86DD;
                default -> EthernetHeader.TYPE_IPV4;
            };
            test = frame -> frame.etherType() == type;
        }
        if (name.equals("ip") && words.takeIf("proto")) {
            String value = word().replace("\\", "");
            int wanted = PROTOCOLS.containsKey(value) ? PROTOCOLS.get(value) : number(value, 255);
            return frame -> frame.protocol() == wanted;
        }
        if (name.equals("ip") && (words.takeIf("broadcast"))) {
            return frame -> frame.protocol() != FrameView.NONE && frame.isBroadcast();
        }
        String next = words.peek();
        if (next != null && (KINDS.contains(next) || next.equals("src") || next.equals("dst"))) {
            return qualified(words.take(), test);
        }
        return test;
    }

    /// `[src|dst] [host|net|port|portrange] VALUE`, or a value alone.
    private Test qualified(String first, @Nullable Test of) throws SyntaxException {
        String word = first;
        boolean fresh = false;
        if (word.equals("src") || word.equals("dst")) {
            way = word.equals("src") ? Way.SOURCE : Way.DESTINATION;
            kind = "host";
            fresh = true;
            word = word();
            if (word.equals("or") || word.equals("and")) {
                way = word.equals("or") ? Way.EITHER : Way.BOTH;
                String other = word();
                if (!other.equals("src") && !other.equals("dst")) {
                    throw new SyntaxException("after '" + first + " " + word + "' want src or dst, not '" + other + "'");
                }
                word = word();
            }
        }
        if (KINDS.contains(word)) {
            kind = word;
            way = fresh ? way : Way.EITHER;
            fresh = true;
            word = word();
        }
        if (fresh) {
            protocol = of;
        }
        Test value = switch (kind) {
            case "port" -> port(number(word, 65_535), number(word, 65_535));
            case "portrange" -> portRange(word);
            case "net" -> address(prefix(word));
            default -> address(host(word));
        };
        Test outer = protocol;
        return outer == null ? value : frame -> outer.holds(frame) && value.holds(frame);
    }

    private Test portRange(String word) throws SyntaxException {
        String[] ends = word.split("[-:]", 2);
        return port(number(ends[0], 65_535), number(ends[ends.length - 1], 65_535));
    }

    private Test port(int low, int high) {
        return either(frame -> frame.sourcePort() >= low && frame.sourcePort() <= high,
                frame -> frame.destinationPort() >= low && frame.destinationPort() <= high);
    }

    private Test address(Ipv4Prefix prefix) {
        int mask = Ipv4.mask(prefix.length());
        int wanted = prefix.address();
        return either(matching(FrameView::source, mask, wanted), matching(FrameView::destination, mask, wanted));
    }

    private static Test matching(ToIntFunction<FrameView> field, int mask, int wanted) {
        return frame -> frame.isAddressed() && (field.applyAsInt(frame) & mask) == wanted;
    }

    private Test either(Test source, Test destination) {
        return switch (way) {
            case SOURCE -> source;
            case DESTINATION -> destination;
            case EITHER -> frame -> source.holds(frame) || destination.holds(frame);
            case BOTH -> frame -> source.holds(frame) && destination.holds(frame);
        };
    }

    private static Test length(int bytes, boolean greater) {
        return greater ? frame -> frame.length() >= bytes : frame -> frame.length() <= bytes;
    }

    private String word() throws SyntaxException {
        String word = words.poll();
        if (word == null) {
            throw new SyntaxException("the filter ends too early");
        }
        return word;
    }

    private static int number(String word, int most) throws SyntaxException {
        if (!word.matches("\\d{1,9}") || Integer.parseInt(word) > most) {
            throw new SyntaxException("'" + word + "' is no number from 0 to " + most);
        }
        return Integer.parseInt(word);
    }

    private static Ipv4Prefix host(String word) throws SyntaxException {
        try {
            return new Ipv4Prefix(Ipv4.parse(word), 32);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("'" + word + "' is neither a word of a filter nor an IPv4 address");
        }
    }

    /// `10.0.0.0/8`, or `10.1` as tcpdump shortens 10.1.0.0/16.
    private static Ipv4Prefix prefix(String word) throws SyntaxException {
        try {
            if (word.contains("/")) {
                return Ipv4Prefix.parse(word);
            }
            int octets = word.split("\\.", -1).length;
            return new Ipv4Prefix(Ipv4.parse(word + ".0".repeat(Math.max(0, 4 - octets))), 8 * octets);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(String.valueOf(e.getMessage()));
        }
    }
}
