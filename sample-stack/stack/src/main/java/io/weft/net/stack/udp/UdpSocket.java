package io.weft.net.stack.udp;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;

/// A local address and port, and who takes the datagrams to it. Closing frees the port.
public final class UdpSocket implements AutoCloseable {

    private final UdpSockets sockets;
    private final UdpOutput output;
    private final int address;
    private final int port;
    private final UdpHandler handler;

    UdpSocket(UdpSockets sockets, UdpOutput output, int address, int port, UdpHandler handler) {
        this.sockets = sockets;
        this.output = output;
        this.address = address;
        this.port = port;
        this.handler = handler;
    }

    /// The address it is bound to, 0.0.0.0 for all of this host's.
    public int address() {
        return address;
    }

    public int port() {
        return port;
    }

    /// Sends a datagram, from the address that it is bound to, or where that is none of one host from the one that the route says. On the
    /// loop thread.
    ///
    /// @param payload a fresh packet of {@link #pool} with the payload from head to tail; given away
    public void send(int destination, int destinationPort, Packet payload) {
        output.send(payload, isOneHost(address) ? address : Ipv4.ANY, port, destination, destinationPort);
    }

    private static boolean isOneHost(int address) {
        return address != Ipv4.BROADCAST && !Ipv4.isMulticast(address);
    }

    /// Where payloads come from.
    public PacketPool pool() {
        return output.pool();
    }

    UdpHandler handler() {
        return handler;
    }

    @Override
    public void close() {
        sockets.remove(this);
    }

    @Override
    public String toString() {
        return "udp " + Ipv4.format(address) + ":" + port;
    }
}
