package io.weft.net.filter;

import io.weft.net.packet.IcmpHeader;
import io.weft.net.tables.extension.SyntaxException;
import java.util.Arrays;
import java.util.Locale;

/// What REJECT answers with, in the order in which names are looked through.
enum RejectKind {
    NET_UNREACHABLE("icmp-net-unreachable", "net-unreach", IcmpHeader.NET_UNREACHABLE),
    HOST_UNREACHABLE("icmp-host-unreachable", "host-unreach", IcmpHeader.HOST_UNREACHABLE),
    PROTOCOL_UNREACHABLE("icmp-proto-unreachable", "proto-unreach", IcmpHeader.PROTOCOL_UNREACHABLE),
    PORT_UNREACHABLE("icmp-port-unreachable", "port-unreach", IcmpHeader.PORT_UNREACHABLE),
    NET_PROHIBITED("icmp-net-prohibited", "net-prohib", IcmpHeader.NET_PROHIBITED),
    HOST_PROHIBITED("icmp-host-prohibited", "host-prohib", IcmpHeader.HOST_PROHIBITED),
    TCP_RESET("tcp-reset", "tcp-rst", -1),
    ADMIN_PROHIBITED("icmp-admin-prohibited", "admin-prohib", IcmpHeader.ADMIN_PROHIBITED);

    final String word;
    /// Of an ICMP destination-unreachable; -1 for what is none.
    final int code;
    private final String alias;

    RejectKind(String word, String alias, int code) {
        this.word = word;
        this.alias = alias;
        this.code = code;
    }

    /// Reads a name or the beginning of one; where several begin so, the first is meant.
    static RejectKind parse(String text) throws SyntaxException {
        for (RejectKind kind : values()) {
            if (begins(kind.word, text) || begins(kind.alias, text)) {
                return kind;
            }
        }
        throw new SyntaxException("unknown reject type \"" + text + "\"");
    }

    /// What iptables once knew, and has a word for still.
    static boolean isEchoReply(String text) {
        return Arrays.stream(values()).noneMatch(kind -> begins(kind.word, text) || begins(kind.alias, text)) && begins("echo-reply", text);
    }

    private static boolean begins(String word, String text) {
        return word.startsWith(text.toLowerCase(Locale.ROOT));
    }
}
