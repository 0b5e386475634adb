package io.weft.net.packet;

/// How 48 bits lie in a packet.
final class Mac {

    private Mac() { }

    static long load(Packet packet, int at) {
        return (long) packet.loadU16(at) << 32 | packet.loadI32(at + 2) & 0xFFFF_FFFFL;
    }

    static void store(Packet packet, int at, long mac) {
        packet.storeU16(at, (int) (mac >>> 32));
        packet.storeI32(at + 2, (int) mac);
    }
}
