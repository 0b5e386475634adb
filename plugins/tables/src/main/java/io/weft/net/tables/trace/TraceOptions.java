package io.weft.net.tables.trace;

import io.weft.net.packet.Ipv4Header;
import io.weft.net.tables.extension.ProtocolNames;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.match.header.IcmpType;
import java.util.List;

/// What a call of `trace` asks for that makes up a packet.
///
/// @param device by which the packet comes in; empty for one of this host
/// @param json for programs
/// @param all rules that do not match are not left out, however many there are
record TraceOptions(MadeUpPacket packet, String device, int mark, boolean json, boolean all) {

    private static final List<String> VALUED = List.of("--source", "--destination", "--protocol", "--in-interface", "--source-port",
            "--destination-port", "--tcp-flags", "--icmp-type", "--mark", "--length", "--ttl", "--tos");
    private static final List<String> FLAGS = List.of("--json", "--all");
    private static final int EPHEMERAL_PORT = 40_000;

    /// @throws SyntaxException saying what is wrong and what would be right
    static TraceOptions read(List<String> words) throws SyntaxException {
        return of(TraceWords.read(words, VALUED, FLAGS, ""));
    }

    private static TraceOptions of(TraceWords words) throws SyntaxException {
        String device = words.get("--in-interface", "");
        if (!words.has("--destination")) {
            throw new SyntaxException("-d is missing: where does the packet go?");
        }
        if (!device.isEmpty() && !words.has("--source")) {
            throw new SyntaxException("-s is missing: who sent the packet that comes in by " + device + "?");
        }
        int protocol = words.has("--protocol") ? words.protocol() : Ipv4Header.PROTOCOL_ICMP;
        words.refusePortsUnless(protocol);
        words.refuseUnless(protocol == Ipv4Header.PROTOCOL_TCP, "--tcp-flags", "tcp");
        words.refuseUnless(protocol == Ipv4Header.PROTOCOL_ICMP, "--icmp-type", "icmp");
        boolean ported = protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP;
        int[] ports = {words.port("--source-port", "--sport", protocol, EPHEMERAL_PORT),
            words.port("--destination-port", "--dport", protocol, 0)};
        if (ported && !words.has("--destination-port")) {
            throw new SyntaxException("--dport is missing: -p " + ProtocolNames.nameOf(protocol) + " wants a port");
        }
        IcmpType icmp = IcmpType.parse(words.get("--icmp-type", "echo-request"));
        var packet = new MadeUpPacket(
                words.address("--source", "-s", "0.0.0.0"), words.address("--destination", "-d", ""), protocol,
                ports[0], ports[1], MadeUpPacket.flags(words.get("--tcp-flags", "SYN")), icmp.type() << 8 | icmp.firstCode(),
                words.number("--length", 0, Ipv4Header.MIN_LENGTH, 0xFFFF), words.number("--ttl", 64, 0, 255),
                words.number("--tos", 0, 0, 255));
        return new TraceOptions(packet, device, words.number("--mark", 0, 0, 0xFFFF_FFFFL), words.has("--json"), words.has("--all"));
    }
}
