package io.weft.net.stack.udp;

import io.weft.net.packet.Packet;

/// Takes the datagrams of a socket, on the loop thread.
@FunctionalInterface
public interface UdpHandler {

    /// @param datagram with its payload from head to tail; its headers say whence it came, `datagram.ip().source()` and
    ///     `datagram.udp().sourcePort()`. It is lent: it stays as it is, and ends when this returns
    void received(UdpSocket socket, Packet datagram);
}
