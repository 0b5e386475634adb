package io.weft.net.tables.trace;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.extension.ProtocolNames;
import io.weft.net.tables.extension.SyntaxException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A packet that somebody describes.
///
/// @param icmp type × 256 + code
/// @param length of the IP packet; 0 for as long as its headers are
record MadeUpPacket(
        int source, int destination, int protocol, int sourcePort, int destinationPort, int tcpFlags, int icmp, int length, int ttl,
        int tos) {

    private static final Map<String, Integer> FLAGS = new LinkedHashMap<>();
    private static final int WINDOW = 64_240;

    static {
        FLAGS.put("FIN", TcpHeader.FIN);
        FLAGS.put("SYN", TcpHeader.SYN);
        FLAGS.put("RST", TcpHeader.RST);
        FLAGS.put("PSH", TcpHeader.PSH);
        FLAGS.put("ACK", TcpHeader.ACK);
        FLAGS.put("URG", TcpHeader.URG);
        FLAGS.put("ECE", TcpHeader.ECE);
        FLAGS.put("CWR", TcpHeader.CWR);
        FLAGS.put("NONE", 0);
    }

    MadeUpPacket {
        length = Math.max(length, headers(protocol));
    }

    /// Reads `SYN,ACK`.
    static int flags(String text) throws SyntaxException {
        int bits = 0;
        for (String word : text.split(",")) {
            Integer bit = FLAGS.get(word.toUpperCase(Locale.ROOT));
            if (bit == null) {
                throw new SyntaxException("--tcp-flags wants some of " + String.join(",", FLAGS.keySet()) + ", not " + word);
            }
            bits |= bit;
        }
        return bits;
    }

    private static int headers(int protocol) {
        return Ipv4Header.MIN_LENGTH + switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> TcpHeader.MIN_LENGTH;
            case Ipv4Header.PROTOCOL_UDP, Ipv4Header.PROTOCOL_ICMP -> 8;
            default -> 0;
        };
    }

    /// The packet from its IP header on, its checksums right.
    byte[] bytes() {
        ByteBuffer packet = ByteBuffer.allocate(length);
        packet.put((byte) 0x45).put((byte) tos).putShort((short) length).putInt(0).put((byte) ttl).put((byte) protocol).putShort((short) 0)
                .putInt(source).putInt(destination);
        int payload = length - Ipv4Header.MIN_LENGTH;
        // the sum of TCP's and UDP's pseudo header
        long pseudo = (source >>> 16) + (source & 0xFFFF) + (destination >>> 16) + (destination & 0xFFFF) + protocol + payload;
        switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> {
                packet.putShort((short) sourcePort).putShort((short) destinationPort).putInt(1).putInt(has(TcpHeader.ACK) ? 1 : 0)
                        .put((byte) 0x50).put((byte) tcpFlags).putShort((short) WINDOW).putInt(0);
                packet.putShort(36, checksum(packet, Ipv4Header.MIN_LENGTH, pseudo));
            }
            case Ipv4Header.PROTOCOL_UDP -> {
                packet.putShort((short) sourcePort).putShort((short) destinationPort).putShort((short) payload).putShort((short) 0);
                short sum = checksum(packet, Ipv4Header.MIN_LENGTH, pseudo);
                packet.putShort(26, sum == 0 ? (short) 0xFFFF : sum);
            }
            case Ipv4Header.PROTOCOL_ICMP -> {
                packet.putShort((short) icmp).putShort((short) 0).putShort((short) 1).putShort((short) 1);
                packet.putShort(22, checksum(packet, Ipv4Header.MIN_LENGTH, 0));
            }
            default -> { }
        }
        packet.putShort(10, checksum(packet, 0, 0, Ipv4Header.MIN_LENGTH));
        return packet.array();
    }

    private boolean has(int flag) {
        return (tcpFlags & flag) != 0;
    }

    private static short checksum(ByteBuffer packet, int from, long initial) {
        return checksum(packet, from, initial, packet.capacity());
    }

    private static short checksum(ByteBuffer packet, int from, long initial, int to) {
        long sum = initial;
        for (int i = from; i < to; i++) {
            sum += (packet.get(i) & 0xFF) << ((i - from) % 2 == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (short) ~sum;
    }

    /// In one line, for people.
    String text() {
        boolean ported = protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP;
        String what = switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> " " + flagNames();
            case Ipv4Header.PROTOCOL_ICMP -> " type " + (icmp >> 8) + " code " + (icmp & 0xFF);
            default -> "";
        };
        return ProtocolNames.nameOf(protocol) + " " + (source == Ipv4.ANY ? "this host" : Ipv4.format(source))
                + (ported ? ":" + sourcePort : "") + " → " + Ipv4.format(destination) + (ported ? ":" + destinationPort : "") + what + ", "
                + length + " bytes, ttl " + ttl;
    }

    private String flagNames() {
        String names = String.join(",", FLAGS.entrySet().stream().filter(flag -> has(flag.getValue())).map(Map.Entry::getKey).toList());
        return names.isEmpty() ? "NONE" : names;
    }
}
