package io.weft.net.conntrack;

import java.util.ArrayList;
import java.util.List;

/// Those who want to hear of connections.
final class Listeners {

    private volatile ConnectionListener[] all = {};

    synchronized Lease add(ConnectionListener listener) {
        List<ConnectionListener> more = new ArrayList<>(List.of(all));
        more.add(listener);
        all = more.toArray(ConnectionListener[]::new);
        return () -> remove(listener);
    }

    private synchronized void remove(ConnectionListener listener) {
        List<ConnectionListener> fewer = new ArrayList<>(List.of(all));
        fewer.remove(listener);
        all = fewer.toArray(ConnectionListener[]::new);
    }

    void created(TrackedConnection connection) {
        int changes = connection.takeChanges();
        for (ConnectionListener listener : all) {
            listener.created(connection, changes);
        }
    }

    /// Says what was noted about a connection, if anything was.
    void updated(TrackedConnection connection) {
        int changes = connection.takeChanges();
        if (changes != 0) {
            for (ConnectionListener listener : all) {
                listener.updated(connection, changes);
            }
        }
    }

    void destroyed(TrackedConnection connection) {
        for (ConnectionListener listener : all) {
            listener.destroyed(connection);
        }
    }
}
