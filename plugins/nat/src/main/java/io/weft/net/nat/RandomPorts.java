package io.weft.net.nat;

import java.security.SecureRandom;

/// Numbers that nobody can foresee, for ports (RFC 6056 §3.3.1).
final class RandomPorts {

    private final SecureRandom random = new SecureRandom();
    private final byte[] stock = new byte[512];
    private int used = stock.length;

    /// A number of 16 bits.
    int next() {
        if (used == stock.length) {
            random.nextBytes(stock);
            used = 0;
        }
        return (stock[used++] & 0xFF) << 8 | stock[used++] & 0xFF;
    }
}
