package io.weft.net.conntrack;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The connections by their tuples: one array of chains for each direction, linked through the connections themselves. The kernel's
/// `nf_conntrack_hash`.
///
/// The hash has a secret in it, so that nobody can send what all falls into one bucket.
final class ConnectionTable {

    private @Nullable TrackedConnection[] originals;
    private @Nullable TrackedConnection[] replies;
    private final long secret;
    private final long secondSecret;
    private int size;

    /// @param buckets a power of two
    ConnectionTable(int buckets, RandomGenerator random) {
        originals = new TrackedConnection[buckets];
        replies = new TrackedConnection[buckets];
        secret = random.nextLong();
        secondSecret = random.nextLong();
    }

    int size() {
        return size;
    }

    int buckets() {
        return originals.length;
    }

    /// The connection of which a tuple is one direction's, or null.
    @Nullable TrackedConnection find(int protocol, int source, int destination, int ports) {
        int bucket = bucket(protocol, source, destination, ports);
        for (TrackedConnection one = originals[bucket]; one != null; one = one.nextOriginal) {
            if (one.isOriginal(protocol, source, destination, ports)) {
                return one;
            }
        }
        for (TrackedConnection one = replies[bucket]; one != null; one = one.nextReply) {
            if (one.isReply(protocol, source, destination, ports)) {
                return one;
            }
        }
        return null;
    }

    /// Whether both buckets of a connection have less than `most` others in them.
    boolean hasRoom(TrackedConnection connection, int most) {
        return length(bucketOfOriginal(connection), most) < most && length(bucketOfReply(connection), most) < most;
    }

    private int length(int bucket, int most) {
        int length = 0;
        for (TrackedConnection one = originals[bucket]; one != null && length < most; one = one.nextOriginal) {
            length++;
        }
        for (TrackedConnection one = replies[bucket]; one != null && length < most; one = one.nextReply) {
            length++;
        }
        return length;
    }

    void add(TrackedConnection connection) {
        link(connection);
        size++;
    }

    private void link(TrackedConnection connection) {
        int bucket = bucketOfOriginal(connection);
        connection.nextOriginal = originals[bucket];
        originals[bucket] = connection;
        bucket = bucketOfReply(connection);
        connection.nextReply = replies[bucket];
        replies[bucket] = connection;
    }

    /// Takes out a connection that is in it.
    void remove(TrackedConnection connection) {
        int bucket = bucketOfOriginal(connection);
        TrackedConnection before = null;
        for (TrackedConnection one = originals[bucket]; one != connection; one = next(one.nextOriginal)) {
            before = one;
        }
        if (before == null) {
            originals[bucket] = connection.nextOriginal;
        } else {
            before.nextOriginal = connection.nextOriginal;
        }
        bucket = bucketOfReply(connection);
        before = null;
        for (TrackedConnection one = replies[bucket]; one != connection; one = next(one.nextReply)) {
            before = one;
        }
        if (before == null) {
            replies[bucket] = connection.nextReply;
        } else {
            before.nextReply = connection.nextReply;
        }
        connection.nextOriginal = null;
        connection.nextReply = null;
        size--;
    }

    private static TrackedConnection next(@Nullable TrackedConnection one) {
        if (one == null) {
            throw new IllegalStateException("a connection is not where its tuples say");
        }
        return one;
    }

    /// Shows every connection; the visitor may remove the one that it is shown.
    void forEach(Consumer<? super TrackedConnection> visitor) {
        for (int bucket = 0; bucket < originals.length; bucket++) {
            forEachOriginal(bucket, visitor);
        }
    }

    /// The same for those whose original tuple falls into a bucket.
    void forEachOriginal(int bucket, Consumer<? super TrackedConnection> visitor) {
        TrackedConnection next = originals[bucket];
        while (next != null) {
            TrackedConnection one = next;
            next = one.nextOriginal;
            visitor.accept(one);
        }
    }

    /// The same for those whose reply tuple does.
    void forEachReply(int bucket, Consumer<? super TrackedConnection> visitor) {
        TrackedConnection next = replies[bucket];
        while (next != null) {
            TrackedConnection one = next;
            next = one.nextReply;
            visitor.accept(one);
        }
    }

    /// Gives it another number of buckets.
    void resize(int buckets) {
        @Nullable TrackedConnection[] old = originals;
        originals = new TrackedConnection[buckets];
        replies = new TrackedConnection[buckets];
        for (TrackedConnection first : old) {
            TrackedConnection next = first;
            while (next != null) {
                TrackedConnection one = next;
                next = one.nextOriginal;
                link(one);
            }
        }
    }

    int bucketOfOriginal(TrackedConnection connection) {
        return bucket(connection.protocol(), connection.source, connection.destination, connection.ports);
    }

    private int bucketOfReply(TrackedConnection connection) {
        return bucket(connection.protocol(), connection.replySource, connection.replyDestination, connection.replyPorts);
    }

    private int bucket(int protocol, int source, int destination, int ports) {
        long addresses = (long) source << 32 | destination & 0xFFFF_FFFFL;
        long rest = (long) protocol << 32 | ports & 0xFFFF_FFFFL;
        long hash = fold(fold(addresses ^ secret, 0x9E37_79B9_7F4A_7C15L ^ secondSecret), rest ^ secondSecret ^ 0xD1B5_4A32_D192_ED03L);
        return (int) (hash >>> 32) & originals.length - 1;
    }

    /// Both halves of the product of two unsigned numbers, one laid over the other.
    private static long fold(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ a * b;
    }
}
