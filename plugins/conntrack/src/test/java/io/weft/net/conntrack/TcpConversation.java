package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import io.weft.net.connection.ConnectionState;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/// Both ends of a TCP connection, said word by word: `client("S", 100, 0)`, `server("SA", 500, 101)`.
final class TcpConversation {

    static final int WINDOW = 1000;
    private static final byte[] NO_OPTIONS = {};

    private final TrackingDouble tracking;
    private final String client;
    private final String server;
    private final int clientPort;
    private final int serverPort;
    private int window = WINDOW;
    private byte[] options = NO_OPTIONS;
    private TrackingDouble.Seen seen;

    TcpConversation(TrackingDouble tracking) {
        this(tracking, "192.168.1.2", 1000, "203.0.113.2", 80);
    }

    TcpConversation(TrackingDouble tracking, String client, int clientPort, String server, int serverPort) {
        this.tracking = tracking;
        this.client = client;
        this.clientPort = clientPort;
        this.server = server;
        this.serverPort = serverPort;
    }

    /// The window of what is said next.
    TcpConversation window(int offered) {
        window = offered;
        return this;
    }

    /// The options of the next segment alone, padded by the caller.
    TcpConversation options(int... bytes) {
        options = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            options[i] = (byte) bytes[i];
        }
        return this;
    }

    TcpConversation client(String flags, long seq, long ack) {
        return client(flags, seq, ack, "");
    }

    TcpConversation client(String flags, long seq, long ack, String data) {
        seen = tracking.pass(segment(client, clientPort, server, serverPort, flags, seq, ack, data));
        return this;
    }

    TcpConversation server(String flags, long seq, long ack) {
        return server(flags, seq, ack, "");
    }

    TcpConversation server(String flags, long seq, long ack, String data) {
        seen = tracking.pass(segment(server, serverPort, client, clientPort, flags, seq, ack, data));
        return this;
    }

    /// SYN, SYN+ACK, ACK: the client begins at 100, the server at 500.
    TcpConversation open() {
        return client("S", 100, 0).server("SA", 500, 101).client("A", 101, 501).isEstablished();
    }

    TcpConversation pass(Duration duration) {
        tracking.pass(duration);
        return this;
    }

    TcpConversation isNew() {
        return is(ConnectionState.NEW);
    }

    TcpConversation isEstablished() {
        return is(ConnectionState.ESTABLISHED);
    }

    TcpConversation isInvalid() {
        return is(ConnectionState.INVALID);
    }

    private TcpConversation is(ConnectionState state) {
        assertThat(seen.state()).isEqualTo(state);
        return this;
    }

    TcpConversation inState(String state) {
        assertThat(connection().tcpState()).isEqualTo(state);
        return this;
    }

    TcpConversation lasts(long seconds) {
        assertThat(tracking.secondsLeft(connection())).isEqualTo(seconds);
        return this;
    }

    TcpConversation isGone() {
        assertThat(tracking.conntrack().size()).isZero();
        return this;
    }

    TrackingDouble.Seen seen() {
        return seen;
    }

    TrackedConnection connection() {
        return Objects.requireNonNull(tracking.conntrack().find(Ipv4Header.PROTOCOL_TCP, Ipv4.parse(client), clientPort,
                Ipv4.parse(server), serverPort), "there is no connection");
    }

    private Packet segment(String from, int fromPort, String to, int toPort, String flags, long seq, long ack, String data) {
        byte[] payload = data.getBytes(StandardCharsets.ISO_8859_1);
        int headerLength = TcpHeader.MIN_LENGTH + options.length;
        Packet packet = tracking.packets().ip(from, to, Ipv4Header.PROTOCOL_TCP, headerLength + payload.length);
        TcpHeader tcp = packet.tcp();
        tcp.sourcePort(fromPort);
        tcp.destinationPort(toPort);
        tcp.sequence((int) seq);
        tcp.acknowledgment((int) ack);
        tcp.headerLength(headerLength);
        tcp.flags(flagsOf(flags));
        tcp.window(window);
        packet.copyFrom(Ipv4Header.MIN_LENGTH + TcpHeader.MIN_LENGTH, options, 0, options.length);
        packet.copyFrom(Ipv4Header.MIN_LENGTH + headerLength, payload, 0, payload.length);
        tcp.computeChecksum();
        options = NO_OPTIONS;
        return packet;
    }

    private static int flagsOf(String letters) {
        int flags = 0;
        for (char letter : letters.toCharArray()) {
            flags |= 1 << "FSRPAUEC".indexOf(letter);
        }
        return flags;
    }
}
