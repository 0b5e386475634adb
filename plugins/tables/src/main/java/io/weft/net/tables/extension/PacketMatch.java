package io.weft.net.tables.extension;

import io.weft.net.packet.Packet;

/// Looks at packets for one rule. Runs on the loop thread for each packet that reaches it: it allocates nothing, takes no lock and
/// reads no clock.
@FunctionalInterface
public interface PacketMatch {

    /// @param packet its transport header is marked, but may be cut short or, in a later fragment, be none
    boolean matches(Packet packet, Traversal traversal);
}
