package io.weft.net.logging;

import java.time.Instant;

/// A packet that a rule with `-j NFLOG` matched.
///
/// @param prefix what `--nflog-prefix` says, or empty
/// @param hook the hook point, by its name in {@link io.weft.net.netfilter.PacketHooks}
/// @param in the NIC that it came in by; empty for one of this host, and its index then 0
/// @param out the NIC that it goes out by; empty where that is not decided
/// @param sourceMac of the frame that it came in, such as `02:00:00:00:00:01`, or empty
/// @param length of the whole packet
/// @param bytes from its IP header on, as many as `--nflog-size` allows; not to be changed
public record LoggedPacket(
        int group, String prefix, String hook, int mark, String in, int inIndex, String out, int outIndex, String sourceMac, Instant at,
        int length, byte[] bytes) { }
