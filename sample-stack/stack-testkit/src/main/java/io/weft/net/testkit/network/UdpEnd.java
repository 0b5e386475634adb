package io.weft.net.testkit.network;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.stack.udp.UdpSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A UDP port of a {@link Host} that a test speaks through, never waiting. From any thread.
public final class UdpEnd {

    private final Host host;
    private final UdpSocket socket;
    private final List<Datagram> received = Collections.synchronizedList(new ArrayList<>());

    /// What came.
    ///
    /// @param from the sender's address as it stood in the packet, after whoever translated it
    public record Datagram(String from, int port, byte[] bytes) {

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return from + ":" + port + " " + text();
        }
    }

    /// On the loop thread.
    UdpEnd(Host host, int port) throws IOException {
        this.host = host;
        socket = host.stack().udp().bind(Ipv4.ANY, port, (_, datagram) -> keep(datagram));
    }

    private void keep(Packet datagram) {
        received.add(new Datagram(Ipv4.format(datagram.ip().source()), datagram.udp().sourcePort(), datagram.toByteArray()));
    }

    /// Sends to the first address of a host.
    public UdpEnd send(Host to, int port, String text) {
        return send(to.address(), port, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Sends a datagram.
    ///
    /// @throws IllegalStateException when the stack says why it cannot be sent
    public UdpEnd send(String address, int port, byte[] bytes) {
        host.call(() -> {
            Packet payload = socket.pool().take();
            if (payload == null) {
                throw new IOException("no packet is left in the pool");
            }
            payload.append(bytes);
            return socket.send(Ipv4.parse(address), port, payload);
        });
        return this;
    }

    /// Answers to where a datagram came from.
    public UdpEnd answer(Datagram datagram, String text) {
        return send(datagram.from(), datagram.port(), text.getBytes(StandardCharsets.UTF_8));
    }

    /// What has come until now, in its order.
    public List<Datagram> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }
}
