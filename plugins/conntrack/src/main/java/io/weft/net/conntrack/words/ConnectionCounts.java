package io.weft.net.conntrack.words;

import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.Packet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The connections that one rule has seen of each host, as far as they live: the kernel's `nf_conncount`. Belongs to the loop thread.
///
/// It keeps tuples. One that is in no table, since its connection has ended, or never began, or since the packet belonged to none, is forgotten
/// when its host is looked at again, and besides a few hosts with each new one, so that what is kept stays in proportion to what lives.
final class ConnectionCounts {

    private static final int FIRST_BUCKETS = 16;
    private static final int SWEPT_AT_ONCE = 4;

    private final Conntrack conntrack;
    private @Nullable Host[] buckets = new Host[FIRST_BUCKETS];
    private int hosts;
    private int hand;

    ConnectionCounts(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    private static final class Host {

        /// Numbers a tuple: its protocol, source, destination, and ports.
        private static final int NUMBERS = 4;

        final int address;
        // where a tuple is known to be that of a connection, it need not be looked up
        @Nullable TrackedConnection[] connections = new TrackedConnection[2];
        int[] tuples = new int[2 * NUMBERS];
        int count;
        @Nullable Host next;

        Host(int address) {
            this.address = address;
        }

        /// Forgets what has ended, as far as it stands before the wanted tuple: the kernel too looks no further once it has found it alive,
        /// so that those behind it count until another comes.
        ///
        /// @return whether it was there
        boolean prune(int protocol, int source, int destination, int ports, Conntrack conntrack) {
            int alive = 0;
            for (int i = 0; i < count; i++) {
                TrackedConnection one = living(i, conntrack);
                boolean wanted = one != null && is(i, protocol, source, destination, ports);
                if (one != null && (wanted || !isClosed(one))) {
                    move(i, alive++);
                    if (wanted) {
                        close(alive, i + 1);
                        return true;
                    }
                }
            }
            close(alive, count);
            return false;
        }

        /// Forgets what has ended.
        void prune(Conntrack conntrack) {
            prune(-1, 0, 0, 0, conntrack);
        }

        /// The connection of the table that has a tuple, or null.
        private @Nullable TrackedConnection living(int i, Conntrack conntrack) {
            TrackedConnection one = connections[i];
            if (one != null && isInTable(one)) {
                return one;
            }
            int at = i * NUMBERS;
            int ports = tuples[at + 3];
            return conntrack.find(tuples[at], tuples[at + 1], ports >>> 16, tuples[at + 2], ports & 0xFFFF);
        }

        private boolean is(int i, int protocol, int source, int destination, int ports) {
            int at = i * NUMBERS;
            return tuples[at] == protocol && tuples[at + 1] == source && tuples[at + 2] == destination && tuples[at + 3] == ports;
        }

        private void move(int from, int to) {
            if (from != to) {
                connections[to] = connections[from];
                System.arraycopy(tuples, from * NUMBERS, tuples, to * NUMBERS, NUMBERS);
            }
        }

        /// Moves what stands from `next` on to `alive`.
        private void close(int alive, int next) {
            if (alive != next) {
                System.arraycopy(connections, next, connections, alive, count - next);
                System.arraycopy(tuples, next * NUMBERS, tuples, alive * NUMBERS, (count - next) * NUMBERS);
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

        void add(@Nullable TrackedConnection connection, int protocol, int source, int destination, int ports) {
            if (count == connections.length) {
                connections = Arrays.copyOf(connections, count * 2);
                tuples = Arrays.copyOf(tuples, count * 2 * NUMBERS);
            }
            connections[count] = connection;
            int at = count++ * NUMBERS;
            tuples[at] = protocol;
            tuples[at + 1] = source;
            tuples[at + 2] = destination;
            tuples[at + 3] = ports;
        }
    }

    /// How many connections a host has, this one among them.
    int count(int address, TrackedConnection connection) {
        int ports = connection.sourcePort(Direction.ORIGINAL) << 16 | connection.destinationPort(Direction.ORIGINAL);
        return count(address, connection, connection.protocol(), connection.source(Direction.ORIGINAL),
                connection.destination(Direction.ORIGINAL), ports);
    }

    /// How many it has, and a packet that belongs to none, but has a tuple.
    int count(int address, Packet packet) {
        return count(address, null, packet.ip().protocol(), packet.ip().source(), packet.ip().destination(), conntrack.ports(packet));
    }

    private int count(int address, @Nullable TrackedConnection connection, int protocol, int source, int destination, int ports) {
        Host host = find(address);
        if (host == null) {
            host = add(address);
        }
        if (!host.prune(protocol, source, destination, ports, conntrack)) {
            host.add(connection, protocol, source, destination, ports);
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
                host.prune(conntrack);
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
