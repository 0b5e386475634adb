package io.weft.net.app.kernelpeer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// An endless text that a seed stands for, of which one end sends as much as it likes and the other takes the hash.
record Content(long seed) {

    private static final int BLOCK = 8_192;

    /// What came over a connection.
    ///
    /// @param failure why reading ended; null at the end of the stream
    record Arrived(long bytes, String hash, @Nullable IOException failure) { }

    /// Sends the beginning of it.
    void send(OutputStream to, long length) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] block = new byte[BLOCK];
        for (long sent = 0; sent < length; sent += BLOCK) {
            random.nextBytes(block);
            to.write(block, 0, (int) Math.min(BLOCK, length - sent));
        }
    }

    /// The hash of its beginning.
    String hash(long length) {
        MessageDigest digest = sha256();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] block = new byte[BLOCK];
        for (long done = 0; done < length; done += BLOCK) {
            random.nextBytes(block);
            digest.update(block, 0, (int) Math.min(BLOCK, length - done));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Reads until the end, a failure, or so many bytes.
    static Arrived read(InputStream from, long most) {
        MessageDigest digest = sha256();
        byte[] some = new byte[3 * BLOCK];
        long bytes = 0;
        IOException failure = null;
        try {
            for (int count = from.read(some); count >= 0; count = from.read(some)) {
                digest.update(some, 0, count);
                bytes += count;
                if (bytes >= most) {
                    break;
                }
            }
        } catch (IOException e) {
            failure = e;
        }
        return new Arrived(bytes, HexFormat.of().formatHex(digest.digest()), failure);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
