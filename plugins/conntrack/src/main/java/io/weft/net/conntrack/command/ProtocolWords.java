package io.weft.net.conntrack.command;

/// The protocols that the tool has names for.
final class ProtocolWords {

    private ProtocolWords() { }

    /// TCP, UDP and UDP-Lite: those whose ports tell connections apart.
    static boolean hasPorts(int protocol) {
        return protocol == 6 || protocol == 17 || protocol == 136;
    }

    static String of(int protocol) {
        return switch (protocol) {
            case 1 -> "icmp";
            case 6 -> "tcp";
            case 17 -> "udp";
            case 33 -> "dccp";
            case 47 -> "gre";
            case 58 -> "icmpv6";
            case 132 -> "sctp";
            case 136 -> "udplite";
            default -> "unknown";
        };
    }
}
