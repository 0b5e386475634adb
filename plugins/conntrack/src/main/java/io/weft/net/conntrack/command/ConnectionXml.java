package io.weft.net.conntrack.command;

import io.weft.net.address.Ipv4;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.Expectation;
import io.weft.net.conntrack.TrackedConnection;
import java.util.Locale;

/// Connections and expectations as `-o xml` prints them.
final class ConnectionXml {

    private ConnectionXml() { }

    static String flow(TrackedConnection connection, long seconds) {
        var text = new StringBuilder("<flow>");
        way(text, connection, Direction.ORIGINAL);
        way(text, connection, Direction.REPLY);
        text.append("<meta direction=\"independent\">");
        if (connection.tcpState() != null) {
            element(text, "state", connection.tcpState());
        }
        element(text, "timeout", seconds);
        element(text, "mark", Integer.toUnsignedString(connection.mark()));
        element(text, "use", 1);
        element(text, "id", connection.id() & 0xFFFF_FFFFL);
        text.append(connection.has(ConnectionStatus.ASSURED) ? "<assured/>" : "")
                .append(connection.has(ConnectionStatus.SEEN_REPLY) ? "" : "<unreplied/>").append("</meta>");
        if (connection.helper() != null) {
            element(text, "helper", connection.helper());
        }
        return text.append("</flow>").toString();
    }

    private static void way(StringBuilder text, TrackedConnection connection, Direction direction) {
        text.append("<meta direction=\"").append(direction.name().toLowerCase(Locale.ROOT))
                .append("\"><layer3 protonum=\"2\" protoname=\"ipv4\">");
        element(text, "src", Ipv4.format(connection.source(direction)));
        element(text, "dst", Ipv4.format(connection.destination(direction)));
        text.append("</layer3>");
        layer4(text, connection.protocol());
        if (ProtocolWords.hasPorts(connection.protocol())) {
            element(text, "sport", connection.sourcePort(direction));
            element(text, "dport", connection.destinationPort(direction));
        }
        text.append("</layer4>");
        if (connection.accounted()) {
            text.append("<counters>");
            element(text, "packets", connection.packets(direction));
            element(text, "bytes", connection.bytes(direction));
            text.append("</counters>");
        }
        text.append("</meta>");
    }

    private static void layer4(StringBuilder text, int protocol) {
        text.append("<layer4 protonum=\"").append(protocol).append("\" protoname=\"").append(ProtocolWords.of(protocol)).append("\">");
    }

    static String flow(Expectation expectation, long seconds) {
        TrackedConnection master = expectation.master();
        boolean anyPort = expectation.sourcePort() == Expectation.ANY_PORT;
        var text = new StringBuilder("<flow><layer3 protonum=\"2\" protoname=\"ipv4\"><expected>");
        element(text, "src", Ipv4.format(expectation.source()));
        element(text, "dst", Ipv4.format(expectation.destination()));
        text.append("</expected><mask>");
        element(text, "src", Ipv4.format(expectation.anySource() ? 0 : -1));
        element(text, "dst", Ipv4.format(-1));
        text.append("</mask><master>");
        element(text, "src", Ipv4.format(master.source(Direction.ORIGINAL)));
        element(text, "dst", Ipv4.format(master.destination(Direction.ORIGINAL)));
        text.append("</master></layer3>");
        layer4(text, expectation.protocol());
        text.append("<expected>");
        element(text, "sport", anyPort ? 0 : expectation.sourcePort());
        element(text, "dport", expectation.destinationPort());
        text.append("</expected><mask>");
        element(text, "sport", anyPort ? 0 : 0xFFFF);
        element(text, "dport", 0xFFFF);
        text.append("</mask><master>");
        element(text, "sport", master.sourcePort(Direction.ORIGINAL));
        element(text, "dport", master.destinationPort(Direction.ORIGINAL));
        text.append("</master></layer4><meta>");
        element(text, "helper-name", expectation.by().name());
        element(text, "timeout", seconds);
        element(text, "class", 0);
        return text.append("</meta></flow>").toString();
    }

    private static void element(StringBuilder text, String name, Object value) {
        text.append('<').append(name).append('>').append(value).append("</").append(name).append('>');
    }
}
