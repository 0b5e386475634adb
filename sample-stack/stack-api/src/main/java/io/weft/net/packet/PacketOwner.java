package io.weft.net.packet;

/// Whoever reckons how much of its own is under way: hears, on the loop thread, that a packet of it has ended. The kernel's
/// `skb->destructor`.
@FunctionalInterface
public interface PacketOwner {

    /// @param charged what {@link Packet#owner(PacketOwner, int)} said that the packet counts
    void ended(int charged);
}
