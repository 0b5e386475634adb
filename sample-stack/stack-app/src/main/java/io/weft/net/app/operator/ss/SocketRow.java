package io.weft.net.app.operator.ss;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.tcp.TcpEntry;
import io.weft.net.stack.udp.UdpSocket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A socket as a line of ss.
///
/// @param state in ss's letters, such as `ESTAB`
/// @param remotePort 0 for none
/// @param numbers null where there is nothing more to tell
record SocketRow(
        String protocol, String state, int received, int sending, int local, int localPort, int remote, int remotePort,
        TcpEntry.@Nullable Numbers numbers) {

    static SocketRow of(TcpEntry entry) {
        return new SocketRow("tcp", state(entry), entry.received(), entry.unacknowledged(), entry.ends().localAddress(),
                entry.ends().localPort(), entry.ends().remoteAddress(), entry.ends().remotePort(), entry.numbers());
    }

    static SocketRow of(UdpSocket socket) {
        return new SocketRow("udp", "UNCONN", 0, 0, socket.address(), socket.port(), Ipv4.ANY, 0, null);
    }

    private static String state(TcpEntry entry) {
        if (entry.state() == null) {
            return "LISTEN";
        }
        return switch (entry.state()) {
            case ESTABLISHED -> "ESTAB";
            case SYN_RECEIVED -> "SYN-RECV";
            case CLOSED -> "UNCONN";
            case SYN_SENT, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT ->
                    entry.state().name().replace('_', '-').toUpperCase(Locale.ROOT);
        };
    }

    boolean isListening() {
        return state.equals("LISTEN") || state.equals("UNCONN");
    }

    String localAddress() {
        return Ipv4.format(local) + ":";
    }

    String remoteAddress() {
        return Ipv4.format(remote) + ":";
    }

    static String port(int port) {
        return port == 0 ? "*" : Integer.toString(port);
    }

    /// What `-i` adds, in ss's words as far as the stack knows.
    String info(TcpEntry.Numbers of) {
        String rtt = of.srttNs() == 0 ? "" : String.format(Locale.ROOT, " rtt:%.3f", of.srttNs() / 1e6);
        return " rto:" + of.rtoNs() / 1_000_000 + rtt + " mss:" + of.mss() + " cwnd:" + of.congestionWindowBytes() / Math.max(1, of.mss())
                + (of.inFlightBytes() == 0 ? "" : " unacked:" + (of.inFlightBytes() + of.mss() - 1) / Math.max(1, of.mss()));
    }
}
