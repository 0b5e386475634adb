package io.weft.net.conntrack;

import io.weft.net.packet.Ipv4Header;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The connections by their tuples, in chains that are linked through the connections themselves. The kernel's `nf_conntrack_hash`.
///
/// Both directions of a tuple have one hash, so a connection that nobody translates stands in one chain and is found there by either.
/// One whose replies bear another tuple stands in a second chain as well, in an array that is not there before it is needed. The hash
/// has a secret in it, so that nobody can send what all falls into one bucket.
final class ConnectionTable {

    private @Nullable TrackedConnection[] buckets;
    /// Those whose reply tuple falls into another bucket than the original one.
    private @Nullable TrackedConnection @Nullable [] translated;
    private final long secret;
    private final long secondSecret;
    private int size;

    /// @param buckets a power of two
    ConnectionTable(int buckets, RandomGenerator random) {
        this.buckets = new TrackedConnection[buckets];
        secret = random.nextLong();
        secondSecret = random.nextLong();
    }

    int size() {
        return size;
    }

    int buckets() {
        return buckets.length;
    }

    /// The connection of which a tuple is one direction's, or null.
    @Nullable TrackedConnection find(int protocol, int source, int destination, int ports) {
        int bucket = bucket(protocol, source, destination, ports);
        for (TrackedConnection one = buckets[bucket]; one != null; one = one.next) {
            if (one.isOriginal(protocol, source, destination, ports) || one.isReply(protocol, source, destination, ports)) {
                return one;
            }
        }
        if (translated != null) {
            for (TrackedConnection one = translated[bucket]; one != null; one = one.nextTranslated) {
                if (one.isReply(protocol, source, destination, ports)) {
                    return one;
                }
            }
        }
        return null;
    }

    /// Whether both buckets of a connection have less than `most` others in them.
    boolean hasRoom(TrackedConnection connection, int most) {
        int bucket = bucketOfOriginal(connection);
        int bucketOfReply = bucketOfReply(connection);
        return length(bucket, most) < most && (bucketOfReply == bucket || length(bucketOfReply, most) < most);
    }

    private int length(int bucket, int most) {
        int length = 0;
        for (TrackedConnection one = buckets[bucket]; one != null && length < most; one = one.next) {
            length++;
        }
        if (translated != null) {
            for (TrackedConnection one = translated[bucket]; one != null && length < most; one = one.nextTranslated) {
                length++;
            }
        }
        return length;
    }

    void add(TrackedConnection connection) {
        link(connection);
        size++;
    }

    private void link(TrackedConnection connection) {
        int bucket = bucketOfOriginal(connection);
        connection.next = buckets[bucket];
        buckets[bucket] = connection;
        int bucketOfReply = bucketOfReply(connection);
        if (bucketOfReply != bucket) {
            if (translated == null) {
                translated = new TrackedConnection[buckets.length];
            }
            connection.nextTranslated = translated[bucketOfReply];
            translated[bucketOfReply] = connection;
        }
    }

    /// Takes out a connection that is in it.
    void remove(TrackedConnection connection) {
        int bucket = bucketOfOriginal(connection);
        TrackedConnection before = null;
        for (TrackedConnection one = buckets[bucket]; one != connection; one = next(one.next)) {
            before = one;
        }
        if (before == null) {
            buckets[bucket] = connection.next;
        } else {
            before.next = connection.next;
        }
        connection.next = null;
        int bucketOfReply = bucketOfReply(connection);
        if (bucketOfReply != bucket && translated != null) {
            removeTranslated(connection, bucketOfReply, translated);
        }
        size--;
    }

    private static void removeTranslated(TrackedConnection connection, int bucket, @Nullable TrackedConnection[] from) {
        TrackedConnection before = null;
        for (TrackedConnection one = from[bucket]; one != connection; one = next(one.nextTranslated)) {
            before = one;
        }
        if (before == null) {
            from[bucket] = connection.nextTranslated;
        } else {
            before.nextTranslated = connection.nextTranslated;
        }
        connection.nextTranslated = null;
    }

    private static TrackedConnection next(@Nullable TrackedConnection one) {
        if (one == null) {
            throw new IllegalStateException("a connection is not where its tuples say");
        }
        return one;
    }

    /// Shows every connection; the visitor may remove the one that it is shown.
    void forEach(Consumer<? super TrackedConnection> visitor) {
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            forEachOriginal(bucket, visitor);
        }
    }

    /// The same for those of which a tuple falls into a bucket; one may be shown twice.
    void forEachIn(int bucket, Consumer<? super TrackedConnection> visitor) {
        forEachOriginal(bucket, visitor);
        TrackedConnection next = translated == null ? null : translated[bucket];
        while (next != null) {
            TrackedConnection one = next;
            next = one.nextTranslated;
            visitor.accept(one);
        }
    }

    private void forEachOriginal(int bucket, Consumer<? super TrackedConnection> visitor) {
        TrackedConnection next = buckets[bucket];
        while (next != null) {
            TrackedConnection one = next;
            next = one.next;
            visitor.accept(one);
        }
    }

    /// Gives it another number of buckets.
    void resize(int length) {
        @Nullable TrackedConnection[] old = buckets;
        buckets = new TrackedConnection[length];
        translated = null;
        for (TrackedConnection first : old) {
            TrackedConnection next = first;
            while (next != null) {
                TrackedConnection one = next;
                next = one.next;
                one.nextTranslated = null;
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

    /// Both ends count alike. An ICMP query and its answer share the identifier, and differ in the type, which is left out.
    private int bucket(int protocol, int source, int destination, int ports) {
        int sourcePort = ports >>> 16;
        int destinationPort = protocol == Ipv4Header.PROTOCOL_ICMP ? sourcePort : ports & 0xFFFF;
        long one = (source & 0xFFFF_FFFFL) << 16 | sourcePort;
        long other = (destination & 0xFFFF_FFFFL) << 16 | destinationPort;
        long low = Math.min(one, other);
        long high = Math.max(one, other) | (long) protocol << 48;
        long hash = fold(fold(low ^ secret, 0x9E37_79B9_7F4A_7C15L ^ secondSecret), high ^ secondSecret ^ 0xD1B5_4A32_D192_ED03L);
        return (int) (hash >>> 32) & buckets.length - 1;
    }

    /// Both halves of the product of two unsigned numbers, one laid over the other.
    private static long fold(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b) ^ a * b;
    }
}
