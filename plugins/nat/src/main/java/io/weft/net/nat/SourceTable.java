package io.weft.net.nat;

import io.weft.net.connection.Direction;
import io.weft.net.conntrack.TrackedConnection;
import org.jspecify.annotations.Nullable;

/// Connections by the source of their first packet, so that a source keeps the address and port that it was given: the kernel's
/// `nf_nat_bysource`. Those of one bucket are in order, the newest first.
final class SourceTable {

    private static final int SMALLEST = 1 << 8;

    private @Nullable Binding[] buckets = new Binding[SMALLEST];
    private int size;

    int size() {
        return size;
    }

    /// The newest connection with that source; {@link #next} leads on to the others.
    @Nullable Binding first(int protocol, int source, int port) {
        return sought(buckets[bucket(protocol, source, port, buckets.length)], protocol, source, port);
    }

    @Nullable Binding next(Binding before) {
        TrackedConnection like = before.connection;
        return sought(before.next, like.protocol(), like.source(Direction.ORIGINAL), like.sourcePort(Direction.ORIGINAL));
    }

    private static @Nullable Binding sought(@Nullable Binding from, int protocol, int source, int port) {
        Binding at = from;
        while (at != null && !hasSource(at.connection, protocol, source, port)) {
            at = at.next;
        }
        return at;
    }

    private static boolean hasSource(TrackedConnection connection, int protocol, int source, int port) {
        return connection.source(Direction.ORIGINAL) == source && connection.sourcePort(Direction.ORIGINAL) == port
                && connection.protocol() == protocol;
    }

    void add(Binding binding) {
        if (size >= buckets.length) {
            resize(buckets.length * 2);
        }
        binding.isKnown = true;
        size++;
        link(binding, buckets);
    }

    /// Takes one out; one that is not there is left alone.
    void remove(Binding binding) {
        if (!binding.isKnown) {
            return;
        }
        binding.isKnown = false;
        size--;
        Binding next = binding.next;
        Binding previous = binding.previous;
        if (next != null) {
            next.previous = previous;
        }
        if (previous != null) {
            previous.next = next;
        } else {
            buckets[bucket(binding, buckets.length)] = next;
        }
        binding.next = null;
        binding.previous = null;
        if (buckets.length > SMALLEST && size < buckets.length / 8) {
            resize(buckets.length / 2);
        }
    }

    private void resize(int length) {
        @Nullable Binding[] others = new Binding[length];
        for (Binding head : buckets) {
            // the oldest first, so that the newest comes to be in front again
            Binding at = head;
            while (at != null && at.next != null) {
                at = at.next;
            }
            while (at != null) {
                Binding newer = at.previous;
                link(at, others);
                at = newer;
            }
        }
        buckets = others;
    }

    private static void link(Binding binding, @Nullable Binding[] into) {
        int bucket = bucket(binding, into.length);
        Binding head = into[bucket];
        binding.previous = null;
        binding.next = head;
        if (head != null) {
            head.previous = binding;
        }
        into[bucket] = binding;
    }

    private static int bucket(Binding binding, int length) {
        TrackedConnection connection = binding.connection;
        return bucket(connection.protocol(), connection.source(Direction.ORIGINAL), connection.sourcePort(Direction.ORIGINAL), length);
    }

    private static int bucket(int protocol, int source, int port, int length) {
        int hash = (source * 0x9E3779B1 ^ port * 0x85EBCA6B) + protocol;
        hash = (hash ^ hash >>> 15) * 0x2C1B3C6D;
        return (hash ^ hash >>> 13) & length - 1;
    }
}
