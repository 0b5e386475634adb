package io.weft.net.stack.ip;

import io.weft.net.packet.Packet;

/// The room of a transport protocol: takes whole datagrams for this host, `head` at the IP header, the transport header marked.
@FunctionalInterface
public interface TransportReceiver {

    void receive(Packet packet);
}
