package io.weft.net.conntrack.command;

import io.weft.net.Stack;
import io.weft.net.conntrack.ConnectionListener;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.conntrack.command.ConntrackQuery.Event;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What becomes of connections, as lines for one caller of `conntrack -E`. A caller who reads too slowly loses events, and is told so.
final class ConnectionEvents implements ConnectionListener {

    private static final int MOST_WAITING = 16_384;

    private final Stack stack;
    private final ConntrackQuery query;
    private final ConnectionText text;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean lost = new AtomicBoolean();

    ConnectionEvents(Stack stack, ConntrackQuery query) {
        this.stack = stack;
        this.query = query;
        text = new ConnectionText(query.output());
    }

    @Override
    public void created(TrackedConnection connection, int changes) {
        tell(Event.NEW, connection);
    }

    @Override
    public void updated(TrackedConnection connection, int changes) {
        tell(Event.UPDATE, connection);
    }

    @Override
    public void destroyed(TrackedConnection connection) {
        tell(Event.DESTROY, connection);
    }

    private void tell(Event event, TrackedConnection connection) {
        if (query.events().contains(event) && query.accepts(connection)
                && !lines.offer(text.event(event, connection, stack.nowNs(), stack.wallClockMs()))) {
            lost.set(true);
        }
    }

    /// The next line, or null when none came in time.
    @Nullable String next(long waitMs) throws InterruptedException {
        return lines.poll(waitMs, TimeUnit.MILLISECONDS);
    }

    /// Whether any were lost since this was asked.
    boolean takeLost() {
        return lost.getAndSet(false);
    }
}
