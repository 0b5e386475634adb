package io.weft.net.conntrack.words;

import io.weft.net.connection.ConnectionStatus;
import io.weft.net.conntrack.TrackedConnection;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The connections that one rule has seen of each host, as far as they live: the kernel's `nf_conncount`. Belongs to the loop thread.
///
/// Those that have ended, or whose first packet never left, are forgotten when their host is looked at again, and besides a few hosts
/// with each new one, so that what is kept stays in proportion to what lives.
final class ConnectionCounts {

    private static final int FIRST_BUCKETS = 16;
    private static final int SWEPT_AT_ONCE = 4;

    private @Nullable Host[] buckets = new Host[FIRST_BUCKETS];
    private int hosts;
    private int hand;

    private static final class Host {
        final int address;
        // null for a packet that was no connection's
        @Nullable TrackedConnection[] connections = new TrackedConnection[2];
        int count;
        @Nullable Host next;

        Host(int address) {
            this.address = address;
        }

        /// Forgets what has ended, as far as it stands before `wanted`: the kernel too looks no further once it has found the connection,
        /// so that those behind it count until another comes.
        ///
        /// @return whether `wanted` was there
        boolean prune(@Nullable TrackedConnection wanted) {
            int alive = 0;
            for (int i = 0; i < count; i++) {
                TrackedConnection one = connections[i];
                if (one != null && isInTable(one) && (one == wanted || !isClosed(one))) {
                    connections[alive++] = one;
                    if (one == wanted) {
                        close(alive, i + 1);
                        return true;
                    }
                }
            }
            close(alive, count);
            return false;
        }

        /// Moves what stands from `next` on to `alive`.
        private void close(int alive, int next) {
            if (alive != next) {
                System.arraycopy(connections, next, connections, alive, count - next);
                Arrays.fill(connections, count - (next - alive), count, null);
                count -= next - alive;
            }
        }

        private static boolean isInTable(TrackedConnection one) {
            return (one.status() & (ConnectionStatus.CONFIRMED | ConnectionStatus.DYING)) == ConnectionStatus.CONFIRMED;
        }

        private static boolean isClosed(TrackedConnection one) {
            String state = one.tcpState();
            return state != null && (state.equals("TIME_WAIT") || state.equals("CLOSE"));
        }

        void add(@Nullable TrackedConnection one) {
            if (count == connections.length) {
                connections = Arrays.copyOf(connections, count * 2);
            }
            connections[count++] = one;
        }
    }

    /// How many connections a host has, `connection` among them.
    ///
    /// @param connection null for a packet that nobody tracks; it counts as one, until the next that looks that far finds it in no table
    int count(int address, @Nullable TrackedConnection connection) {
        Host host = find(address);
        if (host == null) {
            host = add(address);
        }
        if (!host.prune(connection)) {
            host.add(connection);
        }
        return host.count;
    }

    /// How many hosts are remembered.
    int hosts() {
        return hosts;
    }

    private @Nullable Host find(int address) {
        Host host = buckets[bucket(address)];
        while (host != null && host.address != address) {
            host = host.next;
        }
        return host;
    }

    private Host add(int address) {
        sweep();
        if (hosts >= buckets.length) {
            grow();
        }
        Host host = new Host(address);
        int bucket = bucket(address);
        host.next = buckets[bucket];
        buckets[bucket] = host;
        hosts++;
        return host;
    }

    private void sweep() {
        for (int i = 0; i < SWEPT_AT_ONCE; i++) {
            hand = hand + 1 & buckets.length - 1;
            Host before = null;
            for (Host host = buckets[hand]; host != null; host = host.next) {
                host.prune(null);
                if (host.count > 0) {
                    before = host;
                } else {
                    hosts--;
                    if (before == null) {
                        buckets[hand] = host.next;
                    } else {
                        before.next = host.next;
                    }
                }
            }
        }
    }

    private void grow() {
        @Nullable Host[] old = buckets;
        buckets = new Host[old.length * 2];
        for (Host first : old) {
            Host next = first;
            while (next != null) {
                Host host = next;
                next = host.next;
                int bucket = bucket(host.address);
                host.next = buckets[bucket];
                buckets[bucket] = host;
            }
        }
    }

    private int bucket(int address) {
        int mixed = address * 0x9E37_79B1;
        return (mixed ^ mixed >>> 15) & buckets.length - 1;
    }
}
