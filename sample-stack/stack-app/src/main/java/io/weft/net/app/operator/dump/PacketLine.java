package io.weft.net.app.operator.dump;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.EthernetHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.TcpHeader;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A frame in one line, as `tcpdump -n` prints it; what it does not take apart it names by number and length.
final class PacketLine {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

    private final CapturedFrame frame;
    private final int end;

    private PacketLine(CapturedFrame frame) {
        this.frame = frame;
        this.end = frame.bytes().length;
    }

    /// @param framed it begins with an Ethernet header
    static String of(CapturedFrame frame, boolean framed, ZoneId zone) {
        Instant time = Instant.ofEpochSecond(0, frame.timeNs());
        return TIME.format(time.atZone(zone)) + " " + new PacketLine(frame).frame(framed);
    }

    private String frame(boolean framed) {
        if (!framed) {
            return ip(0);
        }
        if (end < EthernetHeader.LENGTH) {
            return "[|ether]";
        }
        int type = frame.u16(12);
        return switch (type) {
            case EthernetHeader.TYPE_IPV4 -> ip(EthernetHeader.LENGTH);
            case EthernetHeader.TYPE_ARP -> arp(EthernetHeader.LENGTH);
            case 0x86DD -> "IP6, length " + (frame.length() - EthernetHeader.LENGTH);
            default -> String.format("ethertype Unknown (0x%04x), length %d", type, frame.length());
        };
    }

    private String arp(int at) {
        if (end < at + 28) {
            return "ARP, [|arp]";
        }
        String sender = Ipv4.format(frame.i32(at + 14));
        String target = Ipv4.format(frame.i32(at + 24));
        int length = frame.length() - at;
        return switch (frame.u16(at + 6)) {
            case 1 -> "ARP, Request who-has " + target + " tell " + sender + ", length " + length;
            case 2 -> "ARP, Reply " + sender + " is-at " + mac(at + 8) + ", length " + length;
            default -> "ARP, op " + frame.u16(at + 6) + ", length " + length;
        };
    }

    private String mac(int at) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            text.append(i == 0 ? "" : ":").append(String.format("%02x", frame.u8(at + i)));
        }
        return text.toString();
    }

    private String ip(int at) {
        if (end < at + Ipv4Header.MIN_LENGTH || frame.u8(at) >>> 4 != 4) {
            return "IP, [|ip]";
        }
        int transport = at + (frame.u8(at) & 15) * 4;
        int payload = frame.u16(at + 2) - (transport - at);
        int protocol = frame.u8(at + 9);
        int fragment = frame.u16(at + 6) & 0x1FFF;
        String source = Ipv4.format(frame.i32(at + 12));
        String destination = Ipv4.format(frame.i32(at + 16));
        boolean ports = fragment == 0 && end >= transport + 4
                && (protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP);
        String ends = ports ? source + "." + frame.u16(transport) + " > " + destination + "." + frame.u16(transport + 2)
                : source + " > " + destination;
        if (fragment != 0) {
            return "IP " + ends + ": ip-proto-" + protocol;
        }
        return "IP " + ends + ": " + switch (protocol) {
            case Ipv4Header.PROTOCOL_ICMP -> icmp(transport, payload);
            case Ipv4Header.PROTOCOL_UDP -> "UDP, length " + (payload - 8);
            case Ipv4Header.PROTOCOL_TCP -> tcp(transport, payload);
            default -> "ip-proto-" + protocol + " " + payload;
        };
    }

    private String icmp(int at, int length) {
        if (end < at + 8) {
            return "[|icmp]";
        }
        int type = frame.u8(at);
        int code = frame.u8(at + 1);
        return switch (type) {
            case 0 -> "ICMP echo reply, id " + frame.u16(at + 4) + ", seq " + frame.u16(at + 6);
            case 8 -> "ICMP echo request, id " + frame.u16(at + 4) + ", seq " + frame.u16(at + 6);
            case 3 -> "ICMP " + quoted(at + 8) + unreachable(code, at);
            case 5 -> "ICMP redirect " + quoted(at + 8) + "to host " + Ipv4.format(frame.i32(at + 4));
            case 11 -> "ICMP time exceeded " + (code == 0 ? "in-transit" : "reassembly");
            default -> "ICMP type-#" + type;
        } + ", length " + length;
    }

    /// The destination of the packet that the message is about.
    private String quoted(int at) {
        return end < at + Ipv4Header.MIN_LENGTH ? "" : Ipv4.format(frame.i32(at + 16)) + " ";
    }

    private String unreachable(int code, int at) {
        return switch (code) {
            case 0 -> "net unreachable";
            case 1 -> "host unreachable";
            case 2 -> "protocol unreachable";
            case 3 -> "port unreachable";
            case 4 -> "unreachable - need to frag (mtu " + frame.u16(at + 6) + ")";
            case 13 -> "unreachable - admin prohibited filter";
            default -> "unreachable, code " + code;
        };
    }

    private String tcp(int at, int length) {
        if (end < at + TcpHeader.MIN_LENGTH) {
            return "[|tcp]";
        }
        int flags = frame.u8(at + 13);
        int header = (frame.u8(at + 12) >>> 4) * 4;
        int data = Math.max(0, length - header);
        long sequence = frame.i32(at + 4) & 0xFFFF_FFFFL;
        boolean counts = data > 0 || (flags & (TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST)) != 0;
        return "Flags [" + letters(flags) + "]"
                + (counts ? ", seq " + sequence + (data > 0 ? ":" + (sequence + data & 0xFFFF_FFFFL) : "") : "")
                + ((flags & TcpHeader.ACK) != 0 ? ", ack " + (frame.i32(at + 8) & 0xFFFF_FFFFL) : "")
                + ", win " + frame.u16(at + 14) + ", length " + data;
    }

    /// `S.` for a SYN with an ACK.
    private static String letters(int flags) {
        StringBuilder text = new StringBuilder();
        String names = "FSRP.UEW";
        for (int bit = 0; bit < names.length(); bit++) {
            if ((flags & 1 << bit) != 0) {
                text.append(names.charAt(bit));
            }
        }
        return text.isEmpty() ? "none" : text.toString();
    }
}
