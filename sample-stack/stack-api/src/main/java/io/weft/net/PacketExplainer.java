package io.weft.net;

import io.weft.net.explain.PacketFollowing;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.PacketWay;
import io.weft.net.packet.Packet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who tells what becomes of packets, made-up ones and real ones: a service of the stack.
public interface PacketExplainer {

    /// Sends a made-up packet past the hook points. Nothing of it leaves the stack, reaches a socket or is answered; reasons of drops, rules
    /// and ICMP limits do not count it. What handlers count, the hook tables do, and what matches remember that keep state of their own
    /// (such as `limit`) is as with any packet. From any thread but the loop's.
    ///
    /// @param packet an IPv4 packet, its checksums right
    /// @param device the interface by which it seems to come in; empty for a packet of this host
    /// @throws IllegalArgumentException when there is no such interface, or the packet is too long
    /// @throws IllegalStateException when the stack is closed
    PacketWay explain(byte[] packet, String device, int mark);

    /// Has the ways of real packets told, from their first hook point on. It changes nothing of what becomes of them. From any thread.
    ///
    /// @param which chooses among all packets, on the loop thread, when they come to their first hook point; null for those that become
    ///     {@link Packet#traced}, whose ways begin with the turn that made them so
    /// @param most so many packets are told
    PacketFollowing follow(@Nullable Predicate<Packet> which, int most);

    /// The journal of a real packet that is {@link Packet#traced}, begun now where somebody follows such packets; null where nobody does. On
    /// the loop thread, while a handler has the packet.
    ///
    /// @param hook where that is
    @Nullable PacketTrail journalOf(Packet traced, String hook);
}
