package io.weft.net.benchmarks;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Checksum;
import io.weft.net.packet.Packet;
import java.util.HexFormat;

/// Writes the frames of flows that are told apart by a number: each has a client of its own behind the inner card, and a server behind
/// the outer one.
///
/// Flow `i` comes from port 1024 + i mod 32768 of the client 10.64.0.0 + i / 16, and goes to the server 198.18.0.0 + i / 32768, port 80.
/// So its tuple stays unique when all clients become one address, or all servers.
public final class Flow {

    /// Who answers to whom.
    public enum Translation {
        /// The server answers the client.
        NONE,
        /// The server answers the router, which bears all clients' packets under its own address.
        MASQUERADE,
        /// One server stands behind all addresses, and answers the client.
        DNAT
    }

    /// The frame's kinds. All have 64 bytes behind the transport header but TCP's first two.
    enum Kind {
        UDP("11", "00480000" + "00".repeat(64)),
        TCP_SYN("06", "00000001" + "00000000" + "5002ffff" + "00000000"),
        TCP_SYN_ACK("06", "00000001" + "00000002" + "5012ffff" + "00000000"),
        TCP_ACK("06", "00000002" + "00000002" + "5010ffff" + "00000000" + "00".repeat(64));

        private final byte[] frame;
        private final boolean isTcp;

        Kind(String protocol, String behindPorts) {
            isTcp = protocol.equals("06");
            int length = IP_LENGTH + 4 + behindPorts.length() / 2;
            frame = HexFormat.of().parseHex(ETHERNET + "4500%04x".formatted(length) + "00004000" + "40" + protocol + "0000"
                    + "00".repeat(8) + "00000050" + behindPorts);
        }
    }

    static final int ROUTER = Ipv4.parse("192.168.1.1");
    static final int SERVER = Ipv4.parse("192.168.1.2");
    private static final int CLIENTS = Ipv4.parse("10.64.0.0");
    private static final int SERVERS = Ipv4.parse("198.18.0.0");
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 1 << 15;
    /// The frame begins with the address of the card that it comes to; both cards have the same here.
    private static final String ETHERNET = "020000000001" + "020000000009" + "0800";

    // where things are in the frame
    private static final int IP = 14;
    private static final int IP_LENGTH = 20;
    private static final int TRANSPORT = IP + IP_LENGTH;
    private static final int SOURCE = IP + 12;

    private final Translation translation;

    Flow(Translation translation) {
        this.translation = translation;
    }

    /// Writes a frame from the client to the server.
    void original(Packet packet, Kind kind, int flow) {
        write(packet, kind, client(flow), server(flow), port(flow), 80);
    }

    /// Writes a frame from the server, or who stands in for it, to the client, or who stands in for it.
    void reply(Packet packet, Kind kind, int flow) {
        write(packet, kind, translation == Translation.DNAT ? SERVER : server(flow),
                translation == Translation.MASQUERADE ? ROUTER : client(flow), 80, port(flow));
    }

    private static int client(int flow) {
        return CLIENTS + (flow >>> 4 & 0x3F_FFFF);
    }

    private static int server(int flow) {
        return SERVERS + (flow >>> 15);
    }

    private static int port(int flow) {
        return FIRST_PORT + (flow & PORTS - 1);
    }

    private static void write(Packet packet, Kind kind, int source, int destination, int sourcePort, int destinationPort) {
        packet.append(kind.frame);
        packet.i32(SOURCE, source);
        packet.i32(SOURCE + 4, destination);
        packet.u16(TRANSPORT, sourcePort);
        packet.u16(TRANSPORT + 2, destinationPort);
        packet.u16(IP + 10, Checksum.finish(Checksum.sum(packet, IP, IP_LENGTH)));
        int length = packet.length() - TRANSPORT;
        int pseudo = Checksum.pseudoHeader(source, destination, kind.isTcp ? 6 : 17, length);
        int checksum = Checksum.finish(add(pseudo, Checksum.sum(packet, TRANSPORT, length)));
        packet.u16(TRANSPORT + (kind.isTcp ? 16 : 6), checksum == 0 ? 0xFFFF : checksum);
    }

    private static int add(int one, int other) {
        int sum = one + other;
        return (sum & 0xFFFF) + (sum >>> 16);
    }
}
