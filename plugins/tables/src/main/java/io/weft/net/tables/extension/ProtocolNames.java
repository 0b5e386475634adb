package io.weft.net.tables.extension;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// Names of IP protocols, from `/etc/protocols` where there is one, otherwise those that rules name most.
public final class ProtocolNames {

    private static final String USUAL = """
            icmp 1
            igmp 2
            ipencap 4
            tcp 6
            udp 17
            dccp 33
            ipv6 41
            gre 47
            esp 50
            ah 51
            ipv6-icmp 58
            ospf 89
            pim 103
            vrrp 112
            l2tp 115
            sctp 132
            mobility-header 135
            udplite 136
            """;
    // names that iptables knows whatever the file says
    private static final Map<String, Integer> OWN = Map.of("icmpv6", 58, "ipv6-mh", 135, "mh", 135, "all", 0);

    private static final Map<String, Integer> NUMBERS = new HashMap<>(OWN);
    private static final Map<Integer, String> NAMES = new HashMap<>();

    static {
        NameFile.read("/etc/protocols", USUAL, words -> NameFile.number(words.get(1)).ifPresent(number -> {
            if (number != 0) {
                NAMES.putIfAbsent(number, words.get(0));
            }
            NUMBERS.putIfAbsent(words.get(0), number);
            words.stream().skip(2).forEach(alias -> NUMBERS.putIfAbsent(alias, number));
        }));
        NAMES.put(0, "all");
    }

    private ProtocolNames() { }

    /// The number of a protocol named in small letters, or of a number of 0 to 255.
    public static OptionalInt numberOf(String text) {
        var number = Numbers.parse(text, 255);
        if (number.isPresent()) {
            return OptionalInt.of((int) number.getAsLong());
        }
        Integer known = NUMBERS.get(text);
        return known == null ? OptionalInt.empty() : OptionalInt.of(known);
    }

    /// The name, `all` for 0, or the number where it has none.
    public static String nameOf(int protocol) {
        return NAMES.getOrDefault(protocol, Integer.toString(protocol));
    }
}
