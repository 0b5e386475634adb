package io.weft.net.tables.match.rate;

/// Byte rates the way `hashlimit` keeps them: as the cost of 16 bytes, where a second brings 2^32 - 1.
final class ByteCost {

    private static final int CHUNK_SHIFT = 4;
    private static final long SECOND = 0xFFFF_FFFFL;

    private ByteCost() { }

    /// @param bytes a second
    /// @return 0 for a rate that cannot be kept
    static long ofRate(long bytes) {
        long chunks = bytes >>> CHUNK_SHIFT & SECOND;
        return chunks == SECOND ? 0 : SECOND / (chunks + 1);
    }

    /// The bytes a second that something of this cost stands for.
    static long rate(long cost) {
        return ((cost == 0 ? SECOND : SECOND / cost) - 1) << CHUNK_SHIFT;
    }

    /// The chunks that a packet is charged for.
    static long chunks(int lengthBytes) {
        return (lengthBytes >> CHUNK_SHIFT) + 1;
    }
}
