package io.weft.net.packet;

/// The native address of a packet's memory, for drivers that hand it to a system call. Nobody else needs it.
///
/// It is valid while the driver owns the packet. What lies before the returned address is the packet's headroom, what lies behind its
/// data is its tailroom; a driver writes there only what it then `push`es or `put`s.
public final class PacketAddress {

    private PacketAddress() { }

    /// The address of the first byte of data.
    public static long ofData(Packet packet) {
        return packet.check(packet.headAt(), 0);
    }
}
