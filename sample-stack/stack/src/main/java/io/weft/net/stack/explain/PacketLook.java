package io.weft.net.stack.explain;

import io.weft.net.address.Ipv4;
import io.weft.net.connection.Connection;
import io.weft.net.connection.Direction;
import io.weft.net.explain.PacketView;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.route.NetInterface;
import io.weft.net.route.Route;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a packet looks like now.
final class PacketLook {

    private static final String[] FLAGS = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};

    private PacketLook() { }

    static PacketView of(Packet packet) {
        Ipv4Header ip = packet.ip();
        var fields = new LinkedHashMap<String, String>();
        int transport = ip.headerLength();
        int protocol = ip.protocol();
        boolean ported = !ip.isLaterFragment() && packet.length() >= transport + 4
                && (protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP);
        fields.put("source", Ipv4.format(ip.source()) + (ported ? ":" + packet.u16(transport) : ""));
        fields.put("destination", Ipv4.format(ip.destination()) + (ported ? ":" + packet.u16(transport + 2) : ""));
        fields.put("protocol", Integer.toString(protocol));
        if (ported && protocol == Ipv4Header.PROTOCOL_TCP && packet.length() >= transport + TcpHeader.MIN_LENGTH) {
            fields.put("flags", flags(packet.u8(transport + 13)));
        }
        if (protocol == Ipv4Header.PROTOCOL_ICMP && !ip.isLaterFragment() && packet.length() >= transport + 2) {
            fields.put("icmp", packet.u8(transport) + "/" + packet.u8(transport + 1));
        }
        fields.put("length", Integer.toString(ip.totalLength()));
        fields.put("ttl", Integer.toString(ip.ttl()));
        fields.put("tos", "0x" + HexFormat.of().toHexDigits((byte) ip.tos()));
        fields.put("mark", "0x" + Integer.toHexString(packet.mark()));
        fields.put("state", packet.connectionState().name());
        put(fields, "connection", connection(packet));
        put(fields, "in", name(packet.in()));
        put(fields, "out", name(packet.out()));
        put(fields, "route", route(packet.route()));
        return new PacketView(fields);
    }

    private static String flags(int bits) {
        var names = new StringBuilder();
        for (int i = 0; i < FLAGS.length; i++) {
            if ((bits >> i & 1) != 0) {
                names.append(names.isEmpty() ? "" : ",").append(FLAGS[i]);
            }
        }
        return names.isEmpty() ? "NONE" : names.toString();
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static @Nullable String name(@Nullable NetInterface device) {
        return device == null ? null : device.name();
    }

    private static @Nullable String connection(Packet packet) {
        Connection connection = packet.connection();
        return connection == null ? null : packet.direction() + " " + tuple(connection, Direction.ORIGINAL)
                + ", replies " + tuple(connection, Direction.REPLY);
    }

    private static String tuple(Connection connection, Direction way) {
        return Ipv4.format(connection.source(way)) + ":" + connection.sourcePort(way) + " > "
                + Ipv4.format(connection.destination(way)) + ":" + connection.destinationPort(way);
    }

    private static @Nullable String route(@Nullable Route route) {
        return switch (route) {
            case Route.Local local -> "local " + local.device().name();
            case Route.Broadcast all -> "broadcast " + all.device().name();
            case Route.Unicast hop -> hop.gateway() == 0
                    ? "link " + hop.device().name() : "via " + Ipv4.format(hop.gateway()) + " " + hop.device().name();
            case Route.Blackhole _ -> "blackhole";
            case Route.Unreachable no -> "unreachable " + no.code();
            case null -> null;
        };
    }
}
