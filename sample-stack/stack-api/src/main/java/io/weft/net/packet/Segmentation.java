package io.weft.net.packet;

/// Whether a packet stands for several that are still to be cut from it, virtio-net's `gso_type`.
public enum Segmentation {

    /// It is one packet.
    NONE,
    /// A TCP segment of more than the path takes, to be cut into segments of `segmentSize` payload bytes.
    TCPV4,
    /// A UDP datagram to be cut into datagrams of `segmentSize` payload bytes, each with a header of its own (UDP_L4, "USO").
    UDP
}
