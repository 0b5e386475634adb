package io.weft.net.conntrack.command;

import io.weft.net.conntrack.command.ConntrackQuery.Action;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The options of `conntrack` that are no commands, with the commands that take them.
enum ConntrackOption {
    SRC('s', Value.ONE, List.of("src", "orig-src"), filtered()),
    DST('d', Value.ONE, List.of("dst", "orig-dst"), filtered()),
    REPLY_SRC('r', Value.ONE, List.of("reply-src"), filtered()),
    REPLY_DST('q', Value.ONE, List.of("reply-dst"), filtered()),
    PROTONUM('p', Value.ONE, List.of("protonum"), filtered()),
    TIMEOUT('t', Value.ONE, List.of("timeout"), EnumSet.of(Action.UPDATE, Action.CREATE, Action.ADD)),
    STATUS('u', Value.ONE, List.of("status"), filtered()),
    ZERO('z', Value.NONE, List.of("zero"), EnumSet.of(Action.LIST)),
    EVENT_MASK('e', Value.ONE, List.of("event-mask"), EnumSet.of(Action.EVENTS)),
    MARK('m', Value.ONE, List.of("mark"), filtered()),
    FAMILY('f', Value.ONE, List.of("family"), EnumSet.complementOf(EnumSet.of(Action.STATISTICS))),
    SRC_NAT('n', Value.MAYBE, List.of("src-nat"), filtered()),
    DST_NAT('g', Value.MAYBE, List.of("dst-nat"), filtered()),
    ANY_NAT('j', Value.MAYBE, List.of("any-nat"), filtered()),
    OUTPUT('o', Value.ONE, List.of("output"), shown()),
    ZONE('w', Value.ONE, List.of("zone"), EnumSet.of(Action.LIST, Action.GET, Action.DELETE, Action.CREATE, Action.ADD, Action.EVENTS)),
    BUFFER_SIZE('b', Value.ONE, List.of("buffer-size"), EnumSet.of(Action.EVENTS)),
    // those of protocols, which are known behind -p
    SPORT('\0', Value.ONE, List.of("sport", "orig-port-src"), filtered()),
    DPORT('\0', Value.ONE, List.of("dport", "orig-port-dst"), filtered()),
    REPLY_PORT_SRC('\0', Value.ONE, List.of("reply-port-src"), filtered()),
    REPLY_PORT_DST('\0', Value.ONE, List.of("reply-port-dst"), filtered()),
    STATE('\0', Value.ONE, List.of("state"), filtered()),
    ICMP_TYPE('\0', Value.ONE, List.of("icmp-type"), filtered()),
    ICMP_CODE('\0', Value.ONE, List.of("icmp-code"), filtered()),
    ICMP_ID('\0', Value.ONE, List.of("icmp-id"), filtered()),
    SRCKEY('\0', Value.ONE, List.of("srckey"), filtered()),
    DSTKEY('\0', Value.ONE, List.of("dstkey"), filtered()),
    REPLY_KEY_SRC('\0', Value.ONE, List.of("reply-key-src"), filtered()),
    REPLY_KEY_DST('\0', Value.ONE, List.of("reply-key-dst"), filtered());

    /// Whether a word follows.
    enum Value { NONE, ONE, MAYBE }

    private static final Set<ConntrackOption> OF_PORTS = EnumSet.of(SPORT, DPORT, REPLY_PORT_SRC, REPLY_PORT_DST);
    private static final Set<ConntrackOption> OF_ICMP = EnumSet.of(ICMP_TYPE, ICMP_CODE, ICMP_ID);
    private static final Set<ConntrackOption> OF_GRE = EnumSet.of(SRCKEY, DSTKEY, REPLY_KEY_SRC, REPLY_KEY_DST);

    final char letter;
    final Value value;
    final List<String> names;
    final Set<Action> actions;

    ConntrackOption(char letter, Value value, List<String> names, Set<Action> actions) {
        this.letter = letter;
        this.value = value;
        this.names = names;
        this.actions = actions;
    }

    private static Set<Action> filtered() {
        return EnumSet.of(Action.LIST, Action.GET, Action.DELETE, Action.CREATE, Action.ADD, Action.UPDATE, Action.EVENTS);
    }

    private static Set<Action> shown() {
        return EnumSet.of(Action.LIST, Action.GET, Action.DELETE, Action.UPDATE, Action.EVENTS);
    }

    /// As complaints name it.
    String longName() {
        return names.getFirst();
    }

    boolean isKnownWith(int protocol) {
        if (OF_PORTS.contains(this)) {
            return hasPorts(protocol);
        }
        if (this == STATE) {
            return protocol == 6;
        }
        if (OF_GRE.contains(this)) {
            return protocol == ProtocolWords.GRE;
        }
        return !OF_ICMP.contains(this) || protocol == 1;
    }

    /// TCP, UDP, DCCP, SCTP, UDP-Lite.
    static boolean hasPorts(int protocol) {
        return switch (protocol) {
            case 6, 17, 33, 132, 136 -> true;
            default -> false;
        };
    }

    static @Nullable ConntrackOption of(char letter) {
        for (ConntrackOption option : values()) {
            if (letter != '\0' && option.letter == letter) {
                return option;
            }
        }
        return null;
    }

    /// The option of that name, or the only one whose name begins so.
    ///
    /// @param protocol what `-p` said so far, or -1
    static @Nullable ConntrackOption of(String name, int protocol) {
        ConntrackOption begun = null;
        for (ConntrackOption option : values()) {
            if (!option.isKnownWith(protocol)) {
                continue;
            }
            if (option.names.contains(name)) {
                return option;
            }
            if (option.names.stream().anyMatch(full -> full.startsWith(name))) {
                if (begun != null) {
                    return null;
                }
                begun = option;
            }
        }
        return begun;
    }
}
