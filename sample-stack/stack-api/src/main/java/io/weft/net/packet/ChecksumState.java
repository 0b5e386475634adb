package io.weft.net.packet;

/// What is known of a packet's transport checksum, the kernel's `ip_summed`.
public enum ChecksumState {

    /// Nothing: who needs to know computes it.
    UNCHECKED,
    /// It is right: the card, or a room on the way, has looked.
    VERIFIED,
    /// It is not there yet: the field holds the sum of the pseudo header, and the sum from `checksumStart` to the end of the packet is
    /// still to be put at `checksumStart + checksumOffset` (virtio-net's VIRTIO_NET_HDR_F_NEEDS_CSUM). On the way in such a packet
    /// counts as right, since it never was on a wire.
    TO_FINISH
}
