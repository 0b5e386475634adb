package io.weft.net.stack.ip;

import io.weft.net.packet.Packet;

/// Tells the sender of a packet why it goes no further; the packet stays the caller's, who then drops it.
public interface IpErrors {

    /// Sends an ICMP error about `cause`, as it is now, unless a rule or a limit forbids one.
    ///
    /// @param rest the second word of the ICMP header
    void error(Packet cause, int type, int code, int rest);

    /// Sends a destination unreachable about a packet without a way on, more rarely than other errors.
    void noRoute(Packet cause, int code);

    /// Tells the sender on the same link of a better first hop, now and then.
    void redirect(Packet cause, int gateway);
}
