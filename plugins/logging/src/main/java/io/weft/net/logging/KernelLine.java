package io.weft.net.logging;

import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.route.NetInterface;
import org.jspecify.annotations.Nullable;

/// A packet in the words of the kernel's log, character by character: `nf_log_ip_packet` and `dump_ipv4_packet` of Linux 6.18.
final class KernelLine {

    private static final int PROTOCOL_ESP = 50;
    private static final int PROTOCOL_AH = 51;
    private static final int PROTOCOL_UDPLITE = 136;
    private static final int AH_LENGTH = 12;
    private static final int ESP_LENGTH = 8;
    private static final int TCP_LENGTH = 20;
    private static final int UDP_LENGTH = 8;

    /// Bytes that an ICMP message must have to be told of, by type; 0 where nobody looks.
    private static final int[] ICMP_LENGTHS = {4, 0, 0, 28, 28, 28, 0, 0, 4, 0, 0, 28, 28, 20, 20, 0, 0, 12, 12};
    private static final String[] TCP_FLAGS = {"CWR ", "ECE ", "URG ", "ACK ", "PSH ", "RST ", "SYN ", "FIN "};

    private KernelLine() { }

    /// @param packet with its IP header at its head
    static void write(LogLine line, Packet packet, int flags) {
        line.text("IN=").text(name(packet.in())).text(" OUT=").text(name(packet.out())).text(" ");
        NetInterface in = packet.in();
        if (in != null) {
            linkHeader(line, packet, in, (flags & LogFlags.MAC_DECODE) != 0);
        }
        ip(line, packet, 0, flags);
    }

    private static String name(@Nullable NetInterface device) {
        return device == null ? "" : device.name();
    }

    private static void linkHeader(LogLine line, Packet packet, NetInterface in, boolean decode) {
        boolean framed = packet.linkHeaderLength() == EthernetHeader.LENGTH;
        int at = packet.networkOffset() - EthernetHeader.LENGTH;
        if (in.isLoopback()) {
            // lo has no frames here; Linux shows those of zeroes that it makes
            line.text(decode ? "MACSRC=00:00:00:00:00:00 MACDST=00:00:00:00:00:00 MACPROTO=0800 "
                    : "MAC=00:00:00:00:00:00:00:00:00:00:00:00:08:00 ");
        } else if (decode && framed) {
            bytes(line.text("MACSRC="), packet, at + 6, 6);
            bytes(line.text(" MACDST="), packet, at, 6);
            line.text(" MACPROTO=").word(packet.u16(at + 12)).text(" ");
        } else {
            line.text("MAC=");
            if (framed) {
                bytes(line, packet, at, EthernetHeader.LENGTH);
            }
            line.text(" ");
        }
    }

    private static void bytes(LogLine line, Packet packet, int from, int count) {
        for (int i = 0; i < count; i++) {
            line.text(i == 0 ? "" : ":").lowByte(packet.u8(from + i));
        }
    }

    /// @param at where the IP header begins: 0, or inside an ICMP error
    private static void ip(LogLine line, Packet packet, int at, int flags) {
        if (!has(packet, at, Ipv4Header.MIN_LENGTH)) {
            line.text("TRUNCATED");
            return;
        }
        int headerLength = (packet.u8(at) & 0xF) * 4;
        int tos = packet.u8(at + 1);
        int fragment = packet.u16(at + 6);
        int protocol = packet.u8(at + 9);
        line.text("SRC=").address(packet.i32(at + 12)).text(" DST=").address(packet.i32(at + 16));
        line.text(" LEN=").number(packet.u16(at + 2)).text(" TOS=0x").byteInCapitals(tos & 0x1E).text(" PREC=0x").byteInCapitals(tos & 0xE0)
                .text(" TTL=").number(packet.u8(at + 8)).text(" ID=").number(packet.u16(at + 4)).text(" ");
        line.text((fragment & 0x8000) != 0 ? "CE " : "").text((fragment & 0x4000) != 0 ? "DF " : "").text((fragment & 0x2000) != 0 ? "MF " : "");
        int offset = fragment & 0x1FFF;
        if (offset != 0) {
            line.text("FRAG:").number(offset).text(" ");
        }
        if ((flags & LogFlags.IP_OPTIONS) != 0 && headerLength > Ipv4Header.MIN_LENGTH) {
            if (!has(packet, at + Ipv4Header.MIN_LENGTH, headerLength - Ipv4Header.MIN_LENGTH)) {
                line.text("TRUNCATED");
                return;
            }
            options(line, packet, at + Ipv4Header.MIN_LENGTH, headerLength - Ipv4Header.MIN_LENGTH);
        }
        if (transport(line, packet, at, at + headerLength, protocol, offset != 0, flags) && at == 0 && packet.mark() != 0) {
            line.text("MARK=0x").hex(packet.mark()).text(" ");
        }
    }

    /// @return false where the kernel says no more, not even the mark
    private static boolean transport(LogLine line, Packet packet, int ipAt, int at, int protocol, boolean laterFragment, int flags) {
        switch (protocol) {
            case Ipv4Header.PROTOCOL_TCP -> {
                line.text("PROTO=TCP ");
                return laterFragment || tcp(line, packet, at, flags);
            }
            case Ipv4Header.PROTOCOL_UDP, PROTOCOL_UDPLITE -> {
                line.text(protocol == Ipv4Header.PROTOCOL_UDP ? "PROTO=UDP " : "PROTO=UDPLITE ");
                return laterFragment || udp(line, packet, at);
            }
            case Ipv4Header.PROTOCOL_ICMP -> {
                line.text("PROTO=ICMP ");
                if (!laterFragment) {
                    icmp(line, packet, ipAt, at, flags);
                }
            }
            case PROTOCOL_AH -> {
                // of a later fragment the kernel does not even say the protocol
                if (!laterFragment) {
                    line.text("PROTO=AH ");
                    spi(line, packet, at, AH_LENGTH, 4);
                }
            }
            case PROTOCOL_ESP -> {
                line.text("PROTO=ESP ");
                if (!laterFragment) {
                    spi(line, packet, at, ESP_LENGTH, 0);
                }
            }
            default -> line.text("PROTO=").number(protocol).text(" ");
        }
        return true;
    }

    private static boolean tcp(LogLine line, Packet packet, int at, int flags) {
        if (!has(packet, at, TCP_LENGTH)) {
            incomplete(line, packet, at);
            return false;
        }
        line.text("SPT=").number(packet.u16(at)).text(" DPT=").number(packet.u16(at + 2)).text(" ");
        if ((flags & LogFlags.TCP_SEQUENCE) != 0) {
            line.text("SEQ=").number(packet.i32(at + 4)).text(" ACK=").number(packet.i32(at + 8)).text(" ");
        }
        int bits = packet.u16(at + 12);
        line.text("WINDOW=").number(packet.u16(at + 14)).text(" RES=0x").lowByte(bits >>> 6 & 0x38).text(" ");
        line.text((bits & 0x100) != 0 ? "AE " : "");
        for (int i = 0; i < TCP_FLAGS.length; i++) {
            line.text((bits & 0x80 >> i) != 0 ? TCP_FLAGS[i] : "");
        }
        line.text("URGP=").number(packet.u16(at + 18)).text(" ");
        int length = (bits >>> 12) * 4;
        if ((flags & LogFlags.TCP_OPTIONS) != 0 && length > TCP_LENGTH) {
            if (!has(packet, at + TCP_LENGTH, length - TCP_LENGTH)) {
                line.text("OPT (TRUNCATED)");
                return false;
            }
            options(line, packet, at + TCP_LENGTH, length - TCP_LENGTH);
        }
        return true;
    }

    private static boolean udp(LogLine line, Packet packet, int at) {
        if (!has(packet, at, UDP_LENGTH)) {
            incomplete(line, packet, at);
            return false;
        }
        line.text("SPT=").number(packet.u16(at)).text(" DPT=").number(packet.u16(at + 2)).text(" LEN=").number(packet.u16(at + 4)).text(" ");
        return true;
    }

    private static void icmp(LogLine line, Packet packet, int ipAt, int at, int flags) {
        if (!has(packet, at, IcmpHeader.LENGTH)) {
            incomplete(line, packet, at);
            return;
        }
        int type = packet.u8(at);
        int code = packet.u8(at + 1);
        line.text("TYPE=").number(type).text(" CODE=").number(code).text(" ");
        if (type < ICMP_LENGTHS.length && packet.length() - at < ICMP_LENGTHS[type]) {
            incomplete(line, packet, at);
            return;
        }
        switch (type) {
            case IcmpHeader.ECHO_REPLY, IcmpHeader.ECHO_REQUEST ->
                line.text("ID=").number(packet.u16(at + 4)).text(" SEQ=").number(packet.u16(at + 6)).text(" ");
            case IcmpHeader.PARAMETER_PROBLEM -> line.text("PARAMETER=").number(packet.u8(at + 4)).text(" ");
            case IcmpHeader.REDIRECT, IcmpHeader.DESTINATION_UNREACHABLE, IcmpHeader.SOURCE_QUENCH, IcmpHeader.TIME_EXCEEDED -> {
                if (type == IcmpHeader.REDIRECT) {
                    line.text("GATEWAY=").address(packet.i32(at + 4)).text(" ");
                }
                if (ipAt == 0) {
                    line.text("[");
                    ip(line, packet, at + IcmpHeader.LENGTH, flags);
                    line.text("] ");
                }
                if (type == IcmpHeader.DESTINATION_UNREACHABLE && code == IcmpHeader.FRAGMENTATION_NEEDED) {
                    line.text("MTU=").number(packet.u16(at + 6)).text(" ");
                }
            }
            default -> { }
        }
    }

    private static void spi(LogLine line, Packet packet, int at, int length, int offset) {
        if (has(packet, at, length)) {
            line.text("SPI=0x").hex(packet.i32(at + offset)).text(" ");
        } else {
            incomplete(line, packet, at);
        }
    }

    private static void options(LogLine line, Packet packet, int at, int length) {
        line.text("OPT (");
        for (int i = 0; i < length; i++) {
            line.byteInCapitals(packet.u8(at + i));
        }
        line.text(") ");
    }

    /// Where the header before reaches beyond the packet the number is as great as in the kernel, which has no negative ones.
    private static void incomplete(LogLine line, Packet packet, int at) {
        line.text("INCOMPLETE [").number(packet.length() - at).text(" bytes] ");
    }

    private static boolean has(Packet packet, int at, int length) {
        return at + length <= packet.length();
    }
}
