package io.weft.net.conntrack;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The connections that are expected, by their destination: the kernel's `nf_conntrack_expect.c`.
final class Expectations {

    private static final int BUCKETS = 1024;

    private final ConntrackSettings settings;
    private final Counters counters;
    private final @Nullable Expectation[] buckets = new Expectation[BUCKETS];
    private int size;

    Expectations(ConntrackSettings settings, Counters counters) {
        this.settings = settings;
        this.counters = counters;
    }

    int size() {
        return size;
    }

    Conntrack.Expected add(Expectation expectation, long nowNs) {
        TrackedConnection master = expectation.master();
        if (master.reader() == null || expectation.registered) {
            return Conntrack.Expected.REFUSED;
        }
        Expectation next = buckets[bucket(expectation.destination(), expectation.destinationPort())];
        while (next != null) {
            Expectation other = next;
            next = other.nextInBucket;
            if (other.expiresNs - nowNs <= 0) {
                remove(other);
            } else if (other.isSame(expectation) && other.master() == master) {
                remove(other);
            } else if (other.clashes(expectation)) {
                return Conntrack.Expected.BUSY;
            }
        }
        ExpectationPolicy policy = expectation.by().policy();
        if (policy.most() > 0 && count(master) >= policy.most()) {
            remove(oldest(master));
        }
        if (size >= settings.get(ConntrackSetting.NF_CONNTRACK_EXPECT_MAX)) {
            return Conntrack.Expected.REFUSED;
        }
        expectation.expiresNs = nowNs + TimeUnit.SECONDS.toNanos(policy.timeoutSeconds());
        link(expectation, master);
        counters.expectCreate++;
        return Conntrack.Expected.REGISTERED;
    }

    private static Expectation oldest(TrackedConnection master) {
        Expectation oldest = first(master);
        while (oldest != null && oldest.nextOfMaster != null) {
            oldest = oldest.nextOfMaster;
        }
        if (oldest == null) {
            throw new IllegalStateException("counted expectations that are not there");
        }
        return oldest;
    }

    private void link(Expectation expectation, TrackedConnection master) {
        int bucket = bucket(expectation.destination(), expectation.destinationPort());
        expectation.nextInBucket = buckets[bucket];
        buckets[bucket] = expectation;
        ConnectionExtension extension = master.extend();
        expectation.nextOfMaster = extension.expectations;
        extension.expectations = expectation;
        extension.expectationCount++;
        expectation.registered = true;
        size++;
    }

    /// Ends an expectation; one that is not there is left alone.
    void remove(Expectation expectation) {
        if (!expectation.registered) {
            return;
        }
        int bucket = bucket(expectation.destination(), expectation.destinationPort());
        Expectation before = null;
        for (Expectation one = buckets[bucket]; one != null && one != expectation; one = one.nextInBucket) {
            before = one;
        }
        if (before == null) {
            buckets[bucket] = expectation.nextInBucket;
        } else {
            before.nextInBucket = expectation.nextInBucket;
        }
        unlinkFromMaster(expectation);
        expectation.nextInBucket = null;
        expectation.registered = false;
        size--;
        counters.expectDelete++;
    }

    private static void unlinkFromMaster(Expectation expectation) {
        ConnectionExtension master = expectation.master().extend();
        Expectation before = null;
        for (Expectation one = master.expectations; one != null && one != expectation; one = one.nextOfMaster) {
            before = one;
        }
        if (before == null) {
            master.expectations = expectation.nextOfMaster;
        } else {
            before.nextOfMaster = expectation.nextOfMaster;
        }
        expectation.nextOfMaster = null;
        master.expectationCount--;
    }

    /// Ends all that a connection has announced.
    void removeOf(TrackedConnection master) {
        for (Expectation one = first(master); one != null; one = first(master)) {
            remove(one);
        }
    }

    private static @Nullable Expectation first(TrackedConnection master) {
        ConnectionExtension extension = master.extension();
        return extension == null ? null : extension.expectations;
    }

    private static int count(TrackedConnection master) {
        ConnectionExtension extension = master.extension();
        return extension == null ? 0 : extension.expectationCount;
    }

    /// The expectation that a first packet meets, or null.
    @Nullable Expectation find(int protocol, int source, int destination, int ports, long nowNs) {
        if (size == 0) {
            return null;
        }
        Expectation next = buckets[bucket(destination, ports & 0xFFFF)];
        while (next != null) {
            Expectation one = next;
            next = one.nextInBucket;
            if (one.matches(protocol, source, ports, destination)) {
                if (one.expiresNs - nowNs > 0) {
                    return one;
                }
                remove(one);
            }
        }
        return null;
    }

    /// The expectation that a first packet may meet now, or null.
    @Nullable Expectation announced(int protocol, int source, int destination, int ports, long nowNs) {
        Expectation one = find(protocol, source, destination, ports, nowNs);
        // nobody can know of what a connection said that has not left this host
        return one != null && one.master().isInTable() ? one : null;
    }

    /// Takes an expectation for the connection that came, the kernel's `nf_ct_find_expectation`. It ends, unless it is permanent.
    @Nullable Expectation meet(int protocol, int source, int destination, int ports, long nowNs) {
        Expectation met = announced(protocol, source, destination, ports, nowNs);
        if (met == null) {
            return null;
        }
        if (!met.permanent()) {
            remove(met);
        }
        counters.expectNew++;
        return met;
    }

    /// Ends those whose time is over.
    void expire(long nowNs) {
        if (size > 0) {
            forEach(one -> {
                if (one.expiresNs - nowNs <= 0) {
                    remove(one);
                }
            });
        }
    }

    void forEach(Consumer<? super Expectation> visitor) {
        for (Expectation first : buckets) {
            Expectation next = first;
            while (next != null) {
                Expectation one = next;
                next = one.nextInBucket;
                visitor.accept(one);
            }
        }
    }

    private static int bucket(int destination, int port) {
        int hash = (destination * 31 + port) * 0x9E37_79B9;
        return hash >>> 22 & BUCKETS - 1;
    }
}
