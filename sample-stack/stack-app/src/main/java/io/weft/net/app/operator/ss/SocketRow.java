package io.weft.net.app.operator.ss;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.tcp.FourTuple;
import io.weft.net.stack.tcp.TcpInfo;
import io.weft.net.stack.tcp.TcpListener;
import io.weft.net.stack.tcp.TcpState;
import io.weft.net.stack.udp.UdpSocket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A socket as a line of ss.
///
/// @param state in ss's letters, such as `ESTAB`
/// @param remotePort 0 for none
/// @param info null where there is nothing more to tell
record SocketRow(
        String protocol, String state, int received, int sending, int local, int localPort, int remote, int remotePort,
        @Nullable TcpInfo info) {

    static SocketRow of(TcpListener listener) {
        return new SocketRow("tcp", "LISTEN", listener.waiting(), listener.backlog(), listener.address(), listener.port(), Ipv4.ANY, 0, null);
    }

    static SocketRow of(TcpInfo info) {
        FourTuple ends = info.ends();
        return new SocketRow("tcp", state(info.state()), info.receiveQueueBytes(), info.sendQueueBytes(), ends.localAddress(),
                ends.localPort(), ends.remoteAddress(), ends.remotePort(), info);
    }

    static SocketRow of(UdpSocket socket) {
        boolean connected = socket.isConnected();
        return new SocketRow("udp", connected ? "ESTAB" : "UNCONN", 0, 0, socket.address(), socket.port(),
                connected ? socket.remoteAddress() : Ipv4.ANY, connected ? socket.remotePort() : 0, null);
    }

    private static String state(TcpState state) {
        return switch (state) {
            case ESTABLISHED -> "ESTAB";
            case SYN_RECEIVED -> "SYN-RECV";
            case CLOSED -> "UNCONN";
            case SYN_SENT, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> state.name().replace('_', '-');
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
    static String words(TcpInfo of) {
        StringBuilder text = new StringBuilder(of.timestamps() ? " ts" : "");
        if (of.receiveScale() != 0 || of.sendScale() != 0) {
            text.append(" wscale:").append(of.sendScale()).append(',').append(of.receiveScale());
        }
        text.append(" rto:").append(of.retransmitTimeoutNs() / 1_000_000);
        if (of.unanswered() > 0) {
            text.append(" backoff:").append(of.unanswered());
        }
        if (of.roundTripNs() > 0) {
            text.append(String.format(Locale.ROOT, " rtt:%.3f", of.roundTripNs() / 1e6));
        }
        int mss = Math.max(1, of.mss());
        text.append(" mss:").append(of.mss()).append(" cwnd:").append(of.congestionWindowBytes() / mss);
        if (of.inFlightBytes() > 0) {
            text.append(" unacked:").append((of.inFlightBytes() + mss - 1) / mss);
        }
        if (of.retransmitted() > 0) {
            text.append(" retrans:").append(of.unanswered()).append('/').append(of.retransmitted());
        }
        return text.append(" snd_wnd:").append(of.sendWindowBytes()).append(" rcv_wnd:").append(of.receiveWindowBytes()).toString();
    }
}
