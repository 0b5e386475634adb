package io.weft.net.stack.ip;

import io.weft.net.packet.Ipv4Header;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// The datagrams that wait for fragments: found by what all their fragments share, and lined up by age.
final class PartialDatagrams {

    private final @Nullable PartialDatagram[] buckets;
    /// Keeps strangers from choosing datagrams that all fall into one bucket.
    private final int seed = new SecureRandom().nextInt();
    private @Nullable PartialDatagram oldest;
    private @Nullable PartialDatagram youngest;
    private @Nullable PartialDatagram free;
    private int size;

    PartialDatagrams(int expected) {
        buckets = new PartialDatagram[Integer.highestOneBit(Math.max(1, expected - 1)) << 1];
    }

    int size() {
        return size;
    }

    @Nullable PartialDatagram oldest() {
        return oldest;
    }

    /// RFC 791 §3.2: fragments belong together by source, destination, protocol and identification.
    @Nullable PartialDatagram find(Ipv4Header ip) {
        int source = ip.source();
        int destination = ip.destination();
        int protocolAndId = protocolAndId(ip);
        @Nullable PartialDatagram one = buckets[bucket(source, destination, protocolAndId)];
        while (one != null && !(one.source == source && one.destination == destination && one.protocolAndId == protocolAndId)) {
            one = one.nextInBucket;
        }
        return one;
    }

    /// A new one for this fragment, the youngest of all.
    PartialDatagram add(Ipv4Header ip, long expiresNs) {
        PartialDatagram one = takeFree();
        one.source = ip.source();
        one.destination = ip.destination();
        one.protocolAndId = protocolAndId(ip);
        one.expiresNs = expiresNs;
        int bucket = bucket(one.source, one.destination, one.protocolAndId);
        one.nextInBucket = buckets[bucket];
        buckets[bucket] = one;
        one.older = youngest;
        one.younger = null;
        if (youngest == null) {
            oldest = one;
        } else {
            youngest.younger = one;
        }
        youngest = one;
        size++;
        return one;
    }

    void remove(PartialDatagram one) {
        unlinkFromBucket(one);
        if (one.older == null) {
            oldest = one.younger;
        } else {
            one.older.younger = one.younger;
        }
        if (one.younger == null) {
            youngest = one.older;
        } else {
            one.younger.older = one.older;
        }
        one.older = null;
        one.younger = null;
        one.clear();
        one.nextInBucket = free;
        free = one;
        size--;
    }

    private void unlinkFromBucket(PartialDatagram one) {
        int bucket = bucket(one.source, one.destination, one.protocolAndId);
        @Nullable PartialDatagram before = null;
        for (@Nullable PartialDatagram at = buckets[bucket]; at != one && at != null; at = at.nextInBucket) {
            before = at;
        }
        if (before == null) {
            buckets[bucket] = one.nextInBucket;
        } else {
            before.nextInBucket = one.nextInBucket;
        }
    }

    private PartialDatagram takeFree() {
        @Nullable PartialDatagram one = free;
        if (one == null) {
            return new PartialDatagram();
        }
        free = one.nextInBucket;
        return one;
    }

    private int bucket(int source, int destination, int protocolAndId) {
        int mixed = (source ^ seed) * 0x9E3779B1;
        mixed = (mixed ^ mixed >>> 15 ^ destination) * 0x85EBCA77;
        mixed = (mixed ^ mixed >>> 13 ^ protocolAndId) * 0xC2B2AE3D + seed;
        return (mixed ^ mixed >>> 16) & buckets.length - 1;
    }

    private static int protocolAndId(Ipv4Header ip) {
        return ip.protocol() << 16 | ip.identification();
    }
}
