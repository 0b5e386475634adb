package io.weft.net.conntrack.command;

import io.weft.net.address.Ipv4;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.TrackedConnection;
import java.util.StringJoiner;

/// A connection in the words that would make it again: `-o save`.
final class ConnectionSave {

    private ConnectionSave() { }

    static String line(TrackedConnection connection, long seconds) {
        var text = new StringBuilder("-A -t ").append(seconds).append(" -u ").append(status(connection));
        text.append(" -s ").append(Ipv4.format(connection.source(Direction.ORIGINAL)))
                .append(" -d ").append(Ipv4.format(connection.destination(Direction.ORIGINAL)))
                .append(" -r ").append(Ipv4.format(connection.source(Direction.REPLY)))
                .append(" -q ").append(Ipv4.format(connection.destination(Direction.REPLY)))
                .append(" -p ").append(ProtocolWords.of(connection.protocol()));
        int typeAndCode = connection.destinationPort(Direction.ORIGINAL);
        if (connection.protocol() == 1) {
            text.append(" --icmp-type ").append(typeAndCode >> 8).append(" --icmp-code ").append(typeAndCode & 0xFF)
                    .append(" --icmp-id ").append(connection.sourcePort(Direction.ORIGINAL));
        } else if (ProtocolWords.hasPorts(connection.protocol())) {
            text.append(" --sport ").append(connection.sourcePort(Direction.ORIGINAL)).append(" --dport ").append(typeAndCode)
                    .append(" --reply-port-src ").append(connection.sourcePort(Direction.REPLY))
                    .append(" --reply-port-dst ").append(connection.destinationPort(Direction.REPLY));
        }
        if (connection.tcpState() != null) {
            text.append(" --state ").append(connection.tcpState());
        }
        return text.toString();
    }

    private static String status(TrackedConnection connection) {
        var words = new StringJoiner(",").setEmptyValue("UNSET");
        word(words, connection, ConnectionStatus.EXPECTED, "EXPECTED");
        word(words, connection, ConnectionStatus.SEEN_REPLY, "SEEN_REPLY");
        word(words, connection, ConnectionStatus.ASSURED, "ASSURED");
        word(words, connection, ConnectionStatus.FIXED_TIMEOUT, "FIXED_TIMEOUT");
        return words.toString();
    }

    private static void word(StringJoiner words, TrackedConnection connection, int bit, String word) {
        if (connection.has(bit)) {
            words.add(word);
        }
    }
}
