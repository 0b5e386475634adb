package com.example.tee;

import io.weft.net.Stack;
import io.weft.net.address.Ipv4;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.Direction;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;

/// Sends copies of packets, the kernel's `nf_dup_ipv4`. For the loop thread.
final class Copies {

    private final Stack stack;
    /// A copy is on its way through this host's own hooks, where rules may say TEE once more: it is not copied again.
    private boolean underWay;

    Copies(Stack stack) {
        this.stack = stack;
    }

    void send(Packet packet, int gateway, String hook) {
        if (packet.trail() != null) {
            packet.trail().answer("a copy to " + Ipv4.format(gateway));
            return;
        }
        Packet copy = underWay ? null : packet.copy();
        if (copy == null) {
            return;
        }
        // it does not count for the original's connection, and makes none
        copy.connection(null, ConnectionState.UNTRACKED, Direction.ORIGINAL);
        Ipv4Header ip = copy.ip();
        // the sender is to hear when the way to the gateway is narrower
        ip.fragment(true, ip.moreFragments(), ip.fragmentOffset());
        if (hook.equals(PacketHooks.PRE_ROUTING) || hook.equals(PacketHooks.LOCAL_IN)) {
            // two hosts that copy to each other come to an end
            ip.ttl(ip.ttl() - 1 & 0xFF);
        }
        underWay = true;
        try {
            stack.sendVia(copy, gateway);
        } finally {
            underWay = false;
        }
    }
}
