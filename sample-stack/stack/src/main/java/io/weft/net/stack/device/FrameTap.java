package io.weft.net.stack.device;

import io.weft.net.packet.Packet;

/// Sees every frame of an interface as the driver has it, before the stack takes it in or after the stack has made it ready. The
/// kernel's packet type ETH_P_ALL.
///
/// Called on the loop thread for each frame: must not throw, wait, keep the packet or change it.
@FunctionalInterface
public interface FrameTap {

    /// @param frame from its first byte; a checksum that the card is to finish is not finished, and a large segment is not cut
    /// @param outgoing the stack sends it
    void frame(Packet frame, boolean outgoing);
}
