package io.weft.net.conntrack;

import io.weft.net.Stack;
import io.weft.net.connection.ConnectionStatus;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The living connections: the table, their clock, and who hears of them. A connection enters once and leaves once, here.
final class Connections implements ConnectionLookup {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /// How many buckets are searched for one to evict: twice the kernel's `NF_CT_EVICTION_RANGE`, whose buckets hold both tuples of
    /// every connection.
    private static final int EVICTION_RANGE = 16;
    /// No bucket holds more than about so many (`MIN_CHAINLEN`, `MAX_CHAINLEN`); not said exactly, so that nobody can aim at it.
    private static final int LONGEST_CHAIN = 50;
    private static final int LONGEST_CHAIN_SPREAD = 30;
    private static final long WARN_EVERY_NS = 5_000_000_000L;
    private static final int WARN_BURST = 10;

    private final Stack stack;
    private final ConntrackSettings settings;
    private final Counters counters;
    private final Listeners listeners;
    private final Expectations expectations;
    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    private final ConnectionTable table;
    private final ExpiryWheel wheel;
    private final Refresh refresh;
    private final Runnable tick = this::tick;
    private final Consumer<TrackedConnection> evict = this::evictUnlessAssured;
    private final Consumer<TrackedConnection> end = this::remove;
    private boolean ticking;
    private boolean closed;
    private boolean wantsRoom;
    private int evicted;
    private long warnFromNs = Long.MIN_VALUE;
    private int warnings;

    Connections(Stack stack, ConntrackSettings settings, Counters counters, Listeners listeners, Expectations expectations) {
        this.stack = stack;
        this.settings = settings;
        this.counters = counters;
        this.listeners = listeners;
        this.expectations = expectations;
        this.table = new ConnectionTable(settings.get(ConntrackSetting.NF_CONNTRACK_BUCKETS), random);
        this.wheel = new ExpiryWheel(stack.nowNs());
        this.refresh = new Refresh(wheel);
    }

    Refresh refresh() {
        return refresh;
    }

    ConnectionTable table() {
        return table;
    }

    @Override
    public @Nullable TrackedConnection find(int protocol, int source, int destination, int ports) {
        TrackedConnection found = table.find(protocol, source, destination, ports);
        if (found != null && found.expiresNs - stack.nowNs() <= 0) {
            remove(found);
            return null;
        }
        return found;
    }

    /// Whether there may be one more; where the table is full, others that do not matter so much make room, or it is said that nothing did.
    boolean hasRoomFor(TrackedConnection one) {
        int most = settings.get(ConntrackSetting.NF_CONNTRACK_MAX);
        if (most == 0 || table.size() < most) {
            return true;
        }
        if (evictNear(one)) {
            return true;
        }
        wantsRoom = true;
        warnThatFull();
        return false;
    }

    /// Evicts what is not ASSURED in the first bucket that has such, of those from the new one's on: the kernel's `early_drop`.
    private boolean evictNear(TrackedConnection one) {
        evicted = 0;
        int bucket = table.bucketOfOriginal(one);
        for (int i = 0; i < EVICTION_RANGE && evicted == 0; i++) {
            int at = bucket + i & table.buckets() - 1;
            table.forEachIn(at, evict);
        }
        counters.earlyDrop += evicted;
        return evicted > 0;
    }

    private void evictUnlessAssured(TrackedConnection connection) {
        if (!connection.has(ConnectionStatus.ASSURED) && remove(connection)) {
            evicted++;
        }
    }

    private void warnThatFull() {
        long now = stack.nowNs();
        if (warnFromNs == Long.MIN_VALUE || now - warnFromNs >= WARN_EVERY_NS) {
            warnFromNs = now;
            warnings = 0;
        }
        if (warnings++ < WARN_BURST) {
            LOG.warn("{}: nf_conntrack: table full, dropping packet", stack.name());
        }
    }

    /// Whether a connection finds a place among those whose tuples fall where its own do.
    boolean hasPlaceFor(TrackedConnection connection) {
        return table.hasRoom(connection, LONGEST_CHAIN + random.nextInt(LONGEST_CHAIN_SPREAD));
    }

    /// Puts a connection into the table, whose tuples are free.
    void add(TrackedConnection connection) {
        connection.enter();
        table.add(connection);
        if (wheel.isEmpty()) {
            wheel.turn(stack.nowNs(), end);
        }
        wheel.add(connection);
        startTicking();
    }

    /// Takes a connection out of the table, and tells the listeners.
    ///
    /// @return false when it was not in it
    boolean remove(TrackedConnection connection) {
        if (!connection.isInTable()) {
            return false;
        }
        connection.leave();
        table.remove(connection);
        wheel.remove(connection);
        expectations.removeOf(connection);
        listeners.destroyed(connection);
        return true;
    }

    /// Has the clock run while something is there whose time may end.
    void startTicking() {
        if (!ticking && !closed) {
            ticking = true;
            stack.schedule(ExpiryWheel.TICK_NS, tick);
        }
    }

    private void tick() {
        ticking = false;
        if (closed) {
            return;
        }
        long now = stack.nowNs();
        wheel.turn(now, end);
        expectations.expire(now);
        int buckets = settings.get(ConntrackSetting.NF_CONNTRACK_BUCKETS);
        if (buckets != table.buckets()) {
            table.resize(buckets);
        }
        if (wantsRoom) {
            wantsRoom = false;
            makeRoom();
        }
        if (table.size() > 0 || expectations.size() > 0) {
            startTicking();
        }
    }

    /// Evicts what is closing anyway until 95 of 100 places are taken, as the kernel's collector does after a packet found no room.
    private void makeRoom() {
        int enough = (int) (settings.get(ConntrackSetting.NF_CONNTRACK_MAX) / 100L * 95);
        table.forEach(connection -> {
            if (table.size() > enough && (!connection.has(ConnectionStatus.ASSURED)
                    || connection.tcp != null && connection.tcp.state.isClosing())) {
                remove(connection);
            }
        });
    }

    /// Forgets all connections. The clock stops.
    void close() {
        closed = true;
        table.forEach(this::remove);
        expectations.forEach(expectations::remove);
    }
}
