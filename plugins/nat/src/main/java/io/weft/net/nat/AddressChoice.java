package io.weft.net.nat;

/// Chooses an address of several so that the same hosts get the same one each time, also after a restart: the kernel's
/// `find_best_ips_proto`, to the bit.
final class AddressChoice {

    /// Of lookup3.
    private static final int JENKINS_SEED = 0xDEADBEEF;
    /// The kernel hashes an address in the room of an IPv6 one.
    private static final int HASHED_BYTES = 16;

    private AddressChoice() { }

    /// @param range with addresses to choose from
    static int choose(NatRange range, int source, int destination) {
        if (range.firstAddress() == range.lastAddress()) {
            return range.firstAddress();
        }
        // addresses as the kernel's, little endian, has them in memory: what it chooses, x86 and ARM choose
        int seed = range.has(NatRange.PERSISTENT) ? 0 : Integer.reverseBytes(destination);
        int hash = hash(Integer.reverseBytes(source), seed);
        int count = range.lastAddress() - range.firstAddress() + 1;
        return range.firstAddress() + (int) ((hash & 0xFFFF_FFFFL) * (count & 0xFFFF_FFFFL) >>> 32);
    }

    /// Bob Jenkins' lookup3 of four words, of which but the first are zero.
    private static int hash(int word, int seed) {
        int a = JENKINS_SEED + HASHED_BYTES + seed;
        int b = a;
        int c = a;
        a += word;
        // mix
        a = a - c ^ Integer.rotateLeft(c, 4);
        c += b;
        b = b - a ^ Integer.rotateLeft(a, 6);
        a += c;
        c = c - b ^ Integer.rotateLeft(b, 8);
        b += a;
        a = a - c ^ Integer.rotateLeft(c, 16);
        c += b;
        b = b - a ^ Integer.rotateLeft(a, 19);
        a += c;
        c = c - b ^ Integer.rotateLeft(b, 4);
        b += a;
        // final
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        return (c ^ b) - Integer.rotateLeft(b, 24);
    }
}
