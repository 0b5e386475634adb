package io.weft.net.packet;

/// To whom the link-layer frame was addressed, the kernel's `pkt_type`.
public enum LinkType {
    /// To this interface, or no link layer said anything else.
    HOST,
    BROADCAST,
    MULTICAST,
    /// To another host; seen because the card listens to all.
    OTHER_HOST,
    /// To all, by this host, which hears itself.
    LOOPBACK
}
