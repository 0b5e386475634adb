package io.weft.net.conntrack;

import io.weft.hook.Verdict;
import io.weft.net.connection.Direction;
import io.weft.net.packet.Packet;

/// Reads along with one protocol's connections and announces those that they will bring, the kernel's `nf_conntrack_helper`.
///
/// One is handed to {@link Conntrack#add}. A connection gets it by a rule (`-j CT --helper`), from an {@link Expectation}, or, with
/// `nf_conntrack_helper` set, by its {@link #port}.
public interface ConnectionHelper {

    /// Such as `ftp`; what `-m helper` asks for.
    String name();

    /// The IP protocol of the connections it reads.
    int protocol();

    /// The port of the servers it is meant for.
    int port();

    ExpectationPolicy policy();

    /// Looks at a packet of a connection that has this helper, before the packet leaves this host or reaches a socket.
    ///
    /// It must take every content: what it does not understand it lets pass.
    ///
    /// @param packet head at the IP header; its headers are whole and its transport header is marked
    /// @param direction which way of the connection it goes
    /// @return {@link Verdict#ACCEPT}, or a DROP when the packet must not pass
    Verdict read(Packet packet, TrackedConnection connection, Direction direction);
}
