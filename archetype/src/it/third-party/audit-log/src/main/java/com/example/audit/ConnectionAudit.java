package com.example.audit;

import io.weft.net.Stack;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.ConnectionListener;
import io.weft.net.conntrack.TrackedConnection;
import java.util.HashMap;
import java.util.Map;

/// Makes an event of each connection's beginning and end. On the loop thread: it neither waits nor throws.
final class ConnectionAudit implements ConnectionListener {

    private final Stack stack;
    private final EventQueue queue;
    /// When those began that are there now, by their ids; as many as conntrack has.
    private final Map<Long, Long> beganNs = new HashMap<>();

    ConnectionAudit(Stack stack, EventQueue queue) {
        this.stack = stack;
        this.queue = queue;
    }

    @Override
    public void created(TrackedConnection connection, int changes) {
        beganNs.put(connection.id(), stack.nowNs());
        queue.offer(event(AuditEvent.Kind.NEW, connection, AuditEvent.UNKNOWN));
    }

    @Override
    public void updated(TrackedConnection connection, int changes) {
        // only where it begins and ends is written down
    }

    @Override
    public void destroyed(TrackedConnection connection) {
        Long began = beganNs.remove(connection.id());
        queue.offer(event(AuditEvent.Kind.DESTROY, connection, began == null ? AuditEvent.UNKNOWN : stack.nowNs() - began));
    }

    private AuditEvent event(AuditEvent.Kind kind, TrackedConnection of, long lastedNs) {
        return new AuditEvent(kind, stack.wallClockMs(), of.id(), of.protocol(),
                of.source(Direction.ORIGINAL), of.sourcePort(Direction.ORIGINAL),
                of.destination(Direction.ORIGINAL), of.destinationPort(Direction.ORIGINAL),
                of.packets(Direction.ORIGINAL), of.bytes(Direction.ORIGINAL), of.packets(Direction.REPLY), of.bytes(Direction.REPLY), lastedNs);
    }
}
