package io.weft.net.conntrack;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The helpers that connections may be given.
final class KnownHelpers {

    private final ConntrackSettings settings;
    private final List<ConnectionHelper> all = new CopyOnWriteArrayList<>();

    KnownHelpers(ConntrackSettings settings) {
        this.settings = settings;
    }

    void add(ConnectionHelper helper) {
        if (named(helper.name()) != null) {
            throw new IllegalStateException("there is a helper " + helper.name() + " already");
        }
        all.add(helper);
    }

    boolean remove(ConnectionHelper helper) {
        return all.remove(helper);
    }

    @Nullable ConnectionHelper named(String name) {
        return all.stream().filter(helper -> helper.name().equals(name)).findFirst().orElse(null);
    }

    /// The helper of a connection that begins: what its template says, or, where the settings have it so, the one of its port.
    @Nullable ConnectionHelper of(TrackedConnection connection, @Nullable TrackedConnection template) {
        if (template != null && template.reader() != null) {
            ConnectionHelper wanted = template.reader();
            return all.contains(wanted) && wanted.protocol() == connection.protocol() ? wanted : null;
        }
        if (settings.has(ConntrackSetting.NF_CONNTRACK_HELPER)) {
            for (ConnectionHelper helper : all) {
                if (helper.protocol() == connection.protocol() && helper.port() == (connection.ports & 0xFFFF)) {
                    return helper;
                }
            }
        }
        return null;
    }
}
