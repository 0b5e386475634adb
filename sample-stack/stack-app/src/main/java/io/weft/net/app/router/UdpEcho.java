package io.weft.net.app.router;

import io.weft.net.packet.Packet;
import io.weft.net.stack.udp.UdpHandler;
import io.weft.net.stack.udp.UdpSocket;
import java.io.IOException;

/// A UDP service that answers each datagram with its bytes reversed.
public final class UdpEcho implements UdpHandler {

    @Override
    public void received(UdpSocket socket, Packet datagram) throws IOException {
        Packet answer = socket.pool().take();
        if (answer == null) {
            return;
        }
        int length = datagram.length();
        answer.put(length);
        for (int at = 0; at < length; at++) {
            answer.u8(at, datagram.u8(length - 1 - at));
        }
        socket.send(datagram.ip().source(), datagram.udp().sourcePort(), answer);
    }
}
