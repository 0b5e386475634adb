package io.weft.net.stack.udp;

import io.weft.net.packet.Packet;
import java.io.IOException;

/// What happens to a socket, told on the loop thread.
@FunctionalInterface
public interface UdpHandler {

    /// Leaves every datagram in the socket's buffer, and hears nothing.
    UdpHandler KEEPS = UdpSocket::keep;

    /// A datagram came. It is answered here and now, or left in the socket's buffer with {@link UdpSocket#keep}, to be had by
    /// {@link UdpSocket#receive} whenever somebody asks.
    ///
    /// @param datagram with its payload from head to tail; its headers say whence it came, `datagram.ip().source()` and
    ///     `datagram.udp().sourcePort()`. It is lent: it stays as it is, and ends when this returns
    /// @throws IOException where an answer could not be sent; nobody but the counters hears of it
    void received(UdpSocket socket, Packet datagram) throws IOException;

    /// An error waits for the socket's owner: the next {@link UdpSocket#send}, {@link UdpSocket#receive} or
    /// {@link UdpSocket#takeError} tells which.
    default void failed(UdpSocket socket) { }

    /// After a send that found the socket's send buffer full: there is room again.
    default void writable(UdpSocket socket) { }
}
