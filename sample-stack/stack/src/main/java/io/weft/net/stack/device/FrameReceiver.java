package io.weft.net.stack.device;

import io.weft.net.packet.Packet;

/// The room above the link layer: takes packets whose link header was dealt with, `head` at their network header.
@FunctionalInterface
public interface FrameReceiver {

    void receive(Packet packet);
}
