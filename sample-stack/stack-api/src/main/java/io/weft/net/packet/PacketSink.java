package io.weft.net.packet;

/// Where a packet goes next: whoever is handed one owns it from then on.
@FunctionalInterface
public interface PacketSink {

    void accept(Packet packet);
}
