package io.weft.net.explain;

/// Who sends a made-up packet on its real way and tells what becomes of it: a service of the stack.
public interface PacketExplainer {

    /// Sends a packet past the hook points. Nothing of it leaves the stack, reaches a socket or is answered; reasons of drops, rules and
    /// ICMP limits do not count it. What handlers count, the hook tables do, and what matches remember that keep state of their own
    /// (such as `limit`) is as with any packet. From any thread but the loop's.
    ///
    /// @param packet an IPv4 packet, its checksums right
    /// @param device the interface by which it seems to come in; empty for a packet of this host
    /// @throws IllegalArgumentException when there is no such interface, or the packet is too long
    /// @throws IllegalStateException when somebody else's packet is being explained, or the stack is closed
    PacketWay explain(byte[] packet, String device, int mark);
}
