package io.weft.net.conntrack;

import io.weft.net.Stack;
import io.weft.net.packet.Packet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The connections of one stack, wired: the service.
final class StackConntrack implements Conntrack, AutoCloseable {

    private final Stack stack;
    private final ConntrackSettings settings;
    private final Counters counters = new Counters();
    private final Listeners listeners = new Listeners();
    private final Expectations expectations;
    private final KnownHelpers helpers;
    private final Connections connections;
    private final Tracker tracker;
    private final Confirmation confirmation;
    private final HandMadeConnections handMade;
    private int users;
    private volatile boolean used;
    private volatile @Nullable PayloadTranslation translation;

    StackConntrack(Stack stack, ConntrackSettings settings) {
        this.stack = stack;
        this.settings = settings;
        expectations = new Expectations(settings, counters);
        helpers = new KnownHelpers(settings);
        connections = new Connections(stack, settings, counters, listeners, expectations);
        tracker = new Tracker(stack, settings, counters, connections, expectations, helpers);
        confirmation = new Confirmation(counters, connections, listeners);
        handMade = new HandMadeConnections(stack, settings, connections, helpers, listeners, tracker::newId);
    }

    Tracker tracker() {
        return tracker;
    }

    Confirmation confirmation() {
        return confirmation;
    }

    @Override
    public Lease use() {
        AtomicBoolean held = new AtomicBoolean(true);
        count(1);
        return () -> {
            if (held.compareAndSet(true, false)) {
                count(-1);
            }
        };
    }

    private synchronized void count(int more) {
        users += more;
        used = users > 0;
    }

    @Override
    public boolean isUsed() {
        return used;
    }

    @Override
    public @Nullable TrackedConnection find(int protocol, int source, int sourcePort, int destination, int destinationPort) {
        return connections.find(protocol, source, destination, Tuples.ports(sourcePort, destinationPort));
    }

    @Override
    public boolean hasTuple(Packet packet) {
        return packet.ip().fragmentOffset() == 0 && Ports.areThere(packet, packet.ip().protocol(), packet.ip().headerLength());
    }

    @Override
    public int ports(Packet packet) {
        return Ports.read(packet, packet.ip().protocol(), packet.ip().headerLength());
    }

    @Override
    public boolean isTaken(int protocol, int source, int sourcePort, int destination, int destinationPort, TrackedConnection ignoring) {
        TrackedConnection one = find(protocol, source, sourcePort, destination, destinationPort);
        if (one == null || one == ignoring) {
            return false;
        }
        counters.found++;
        return true;
    }

    @Override
    public void forEach(Consumer<? super TrackedConnection> visitor) {
        long now = stack.nowNs();
        connections.table().forEach(connection -> {
            if (connection.expiresNs - now > 0) {
                visitor.accept(connection);
            }
        });
    }

    @Override
    public boolean remove(TrackedConnection connection) {
        return connections.remove(connection);
    }

    @Override
    public Created create(int protocol, ConnectionTuple original, @Nullable ConnectionTuple reply, ConnectionEdit edit) {
        return handMade.create(protocol, original, reply, edit);
    }

    @Override
    public boolean edit(TrackedConnection connection, ConnectionEdit edit) {
        return handMade.edit(connection, edit);
    }

    @Override
    public int size() {
        return connections.table().size();
    }

    @Override
    public ConntrackStatistics statistics() {
        return counters.snapshot();
    }

    @Override
    public ConntrackSettings settings() {
        return settings;
    }

    @Override
    public Lease listen(ConnectionListener listener) {
        return listeners.add(listener);
    }

    @Override
    public Lease add(ConnectionHelper helper) {
        helpers.add(helper);
        return () -> {
            if (helpers.remove(helper)) {
                onLoop(() -> {
                    forget(helper);
                    return null;
                });
            }
        };
    }

    private void forget(ConnectionHelper helper) {
        connections.table().forEach(connection -> {
            if (connection.reader() == helper) {
                connection.reader(null);
            }
        });
        expectations.forEach(expectation -> {
            if (expectation.by() == helper || expectation.helper() == helper) {
                expectations.remove(expectation);
            }
        });
    }

    @Override
    public @Nullable ConnectionHelper helperNamed(String name) {
        return helpers.named(name);
    }

    @Override
    public TrackedConnection template(@Nullable ConnectionHelper helper) {
        return TrackedConnection.template(helper);
    }

    @Override
    public Expected expect(Expectation expectation) {
        Expected outcome = expectations.add(expectation, stack.nowNs());
        connections.startTicking();
        return outcome;
    }

    @Override
    public void unexpect(Expectation expectation) {
        expectations.remove(expectation);
    }

    @Override
    public @Nullable Expectation findExpectation(int protocol, int source, int sourcePort, int destination, int destinationPort) {
        return expectations.find(protocol, source, destination, Tuples.ports(sourcePort, destinationPort), stack.nowNs());
    }

    @Override
    public void forEachExpectation(Consumer<? super Expectation> visitor) {
        expectations.forEach(visitor);
    }

    @Override
    public synchronized Lease translate(PayloadTranslation wanted) {
        if (translation != null) {
            throw new IllegalStateException("there is a translation of payloads already");
        }
        translation = wanted;
        return () -> {
            if (translation == wanted) {
                translation = null;
            }
        };
    }

    @Override
    public @Nullable PayloadTranslation translation() {
        return translation;
    }

    /// Forgets everything.
    @Override
    public void close() {
        onLoop(() -> {
            connections.close();
            return null;
        });
    }

    private void onLoop(Supplier<@Nullable Void> task) {
        try {
            stack.onLoop(task::get);
        } catch (IllegalStateException closed) {
            // the loop has ended, so nobody else touches what is here
            task.get();
        } catch (RuntimeException thrown) {
            throw thrown;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception impossible) {
            throw new AssertionError("the task throws nothing checked", impossible);
        }
    }
}
