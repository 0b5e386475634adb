package io.weft.net.conntrack;

import io.weft.hook.Verdict;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.Direction;
import io.weft.net.packet.Packet;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connection tracking on a stack double: packets pass through it as through a router, and what came of them is kept.
final class TrackingDouble implements AutoCloseable {

    /// What a packet was when it left.
    record Seen(Verdict.Kind verdict, ConnectionState state, Direction direction, @Nullable TrackedConnection connection) { }

    private final StackDouble stack = new StackDouble();
    private final TestPackets packets = new TestPackets(stack);
    private final ConntrackSettings settings = new ConntrackSettings();
    private final List<String> events = new ArrayList<>();
    private final StackConntrack conntrack;

    TrackingDouble(String... namesAndValues) {
        settings.set("nf_conntrack_buckets", 1024);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.set(namesAndValues[i], Long.parseLong(namesAndValues[i + 1]));
        }
        conntrack = new StackConntrack(stack, settings);
        conntrack.listen(new ConnectionListener() {
            @Override
            public void created(TrackedConnection connection, int changes) {
                events.add("created " + changes);
            }

            @Override
            public void updated(TrackedConnection connection, int changes) {
                events.add("updated " + changes);
            }

            @Override
            public void destroyed(TrackedConnection connection) {
                events.add("destroyed");
            }
        });
    }

    StackConntrack conntrack() {
        return conntrack;
    }

    StackDouble stack() {
        return stack;
    }

    TestPackets packets() {
        return packets;
    }

    List<String> events() {
        return events;
    }

    void pass(Duration duration) {
        stack.pass(duration);
    }

    /// Takes a packet through both hooks.
    Seen pass(Packet packet) {
        Verdict verdict = conntrack.tracker().track(packet, true);
        Seen seen = seen(packet, verdict);
        if (verdict.kind() == Verdict.Kind.ACCEPT) {
            seen = new Seen(conntrack.confirmation().confirm(packet).kind(), seen.state, seen.direction, seen.connection);
        }
        packet.release();
        return seen;
    }

    /// Takes a packet through the first hook; behind it a rule drops it.
    Seen passAndDrop(Packet packet) {
        Seen seen = seen(packet, conntrack.tracker().track(packet, true));
        packet.release();
        return seen;
    }

    private static Seen seen(Packet packet, Verdict verdict) {
        return new Seen(verdict.kind(), packet.connectionState(), packet.direction(), (TrackedConnection) packet.connection());
    }

    /// Whole seconds until a connection ends.
    long secondsLeft(TrackedConnection connection) {
        return TimeUnit.NANOSECONDS.toSeconds(Objects.requireNonNull(connection).expiresNs() - stack.nowNs());
    }

    @Override
    public void close() {
        conntrack.close();
        stack.close();
    }
}
