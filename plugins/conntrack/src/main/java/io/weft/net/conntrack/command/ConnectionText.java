package io.weft.net.conntrack.command;

import io.weft.net.address.Ipv4;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.Expectation;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.conntrack.command.ConntrackQuery.Output;
import java.util.Set;

/// A connection as a line, the way the tool prints it. On the loop thread.
final class ConnectionText {

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int ANY = 0xFFFF;

    private final Set<Output> output;

    ConnectionText(Set<Output> output) {
        this.output = output;
    }

    /// What stands before the connections, and after them.
    String head(String table) {
        return output.contains(Output.XML) ? "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<" + table + ">\n" : "";
    }

    String foot(String table) {
        return output.contains(Output.XML) ? "</" + table + ">\n" : "";
    }

    /// As `-L` shows it.
    ///
    /// @param nowNs the stack's time
    String line(TrackedConnection connection, long nowNs) {
        return line(connection, nowNs, 1);
    }

    /// As `-G` and `-U` show it, which hold it meanwhile.
    String heldLine(TrackedConnection connection, long nowNs) {
        return line(connection, nowNs, 2);
    }

    private String line(TrackedConnection connection, long nowNs, int uses) {
        if (output.contains(Output.XML)) {
            return ConnectionXml.flow(connection, secondsLeft(connection.expiresNs(), nowNs)) + "\n";
        }
        if (output.contains(Output.SAVE)) {
            return ConnectionSave.line(connection, secondsLeft(connection.expiresNs(), nowNs)) + "\n";
        }
        var text = new StringBuilder();
        text(text, connection, secondsLeft(connection.expiresNs(), nowNs) + " ", true);
        text.append(" mark=").append(Integer.toUnsignedString(connection.mark()));
        helper(text, connection);
        text.append(" use=").append(uses);
        id(text, connection);
        return text.append('\n').toString();
    }

    /// As `-E` shows it.
    ///
    /// @param wallClockMs the time of day
    String event(ConntrackQuery.Event event, TrackedConnection connection, long nowNs, long wallClockMs) {
        var text = new StringBuilder();
        timestamp(text, wallClockMs);
        text.append(switch (event) {
            case NEW -> "    [NEW] ";
            case UPDATE -> " [UPDATE] ";
            case DESTROY -> "[DESTROY] ";
        });
        long seconds = secondsLeft(connection.expiresNs(), nowNs);
        boolean destroyed = event == ConntrackQuery.Event.DESTROY;
        text(text, connection, destroyed && seconds == 0 ? "" : seconds + " ", destroyed);
        if (connection.mark() != 0) {
            text.append(" mark=").append(Integer.toUnsignedString(connection.mark()));
        }
        helper(text, connection);
        id(text, connection);
        return text.append('\n').toString();
    }

    private void timestamp(StringBuilder text, long wallClockMs) {
        if (output.contains(Output.TIMESTAMP)) {
            text.append(String.format("[%-8d.%06d]\t", wallClockMs / 1_000, wallClockMs % 1_000 * 1_000));
        }
    }

    private void text(StringBuilder text, TrackedConnection connection, String timeout, boolean counters) {
        if (output.contains(Output.EXTENDED)) {
            text.append("ipv4     2 ");
        }
        text.append(String.format("%-8s %d ", ProtocolWords.of(connection.protocol()), connection.protocol())).append(timeout);
        String state = connection.tcpState();
        if (state != null) {
            text.append(state).append(' ');
        }
        boolean counted = counters && connection.accounted();
        way(text, connection, Direction.ORIGINAL, counted);
        text.append(connection.has(ConnectionStatus.SEEN_REPLY) ? "" : " [UNREPLIED]").append(' ');
        way(text, connection, Direction.REPLY, counted);
        text.append(connection.has(ConnectionStatus.ASSURED) ? " [ASSURED]" : "");
    }

    private static void way(StringBuilder text, TrackedConnection connection, Direction direction, boolean counters) {
        text.append("src=").append(Ipv4.format(connection.source(direction)))
                .append(" dst=").append(Ipv4.format(connection.destination(direction)));
        if (connection.protocol() == 1) {
            int typeAndCode = connection.destinationPort(direction);
            text.append(" type=").append(typeAndCode >> 8).append(" code=").append(typeAndCode & 0xFF)
                    .append(" id=").append(connection.sourcePort(direction));
        } else if (ProtocolWords.hasPorts(connection.protocol())) {
            text.append(" sport=").append(connection.sourcePort(direction)).append(" dport=").append(connection.destinationPort(direction));
        } else if (connection.protocol() == ProtocolWords.GRE) {
            text.append(" srckey=").append(ProtocolWords.key(connection.sourcePort(direction)))
                    .append(" dstkey=").append(ProtocolWords.key(connection.destinationPort(direction)));
        }
        if (counters) {
            text.append(" packets=").append(connection.packets(direction)).append(" bytes=").append(connection.bytes(direction));
        }
    }

    private static void helper(StringBuilder text, TrackedConnection connection) {
        if (connection.helper() != null) {
            text.append(" helper=").append(connection.helper());
        }
    }

    private void id(StringBuilder text, TrackedConnection connection) {
        if (output.contains(Output.ID)) {
            text.append(" id=").append(connection.id() & 0xFFFF_FFFFL);
        }
    }

    /// An expectation as `-L expect` shows it.
    String line(Expectation expectation, long nowNs, long wallClockMs) {
        long seconds = secondsLeft(expectation.expiresNs(), nowNs);
        if (output.contains(Output.XML)) {
            return ConnectionXml.flow(expectation, seconds) + "\n";
        }
        var text = new StringBuilder();
        timestamp(text, wallClockMs);
        TrackedConnection master = expectation.master();
        boolean anyPort = expectation.sourcePort() == Expectation.ANY_PORT;
        text.append(seconds).append(" proto=").append(expectation.protocol())
                .append(" src=").append(Ipv4.format(expectation.source())).append(" dst=").append(Ipv4.format(expectation.destination()))
                .append(" sport=").append(anyPort ? 0 : expectation.sourcePort()).append(" dport=").append(expectation.destinationPort())
                .append(" mask-src=").append(Ipv4.format(expectation.anySource() ? 0 : -1))
                .append(" mask-dst=").append(Ipv4.format(-1))
                .append(" sport=").append(anyPort ? 0 : ANY).append(" dport=").append(ANY)
                .append(" master-src=").append(Ipv4.format(master.source(Direction.ORIGINAL)))
                .append(" master-dst=").append(Ipv4.format(master.destination(Direction.ORIGINAL)))
                .append(" sport=").append(master.sourcePort(Direction.ORIGINAL))
                .append(" dport=").append(master.destinationPort(Direction.ORIGINAL))
                .append(expectation.permanent() ? " PERMANENT" : "").append(" class=0 helper=").append(expectation.by().name());
        return text.append('\n').toString();
    }

    private static long secondsLeft(long expiresNs, long nowNs) {
        return Math.max(0, expiresNs - nowNs) / NS_PER_SECOND;
    }
}
