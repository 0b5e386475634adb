package io.weft.net.nat;

import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.route.NetInterface;
import org.jspecify.annotations.Nullable;

/// What NAT keeps about a connection, the kernel's `nf_conn_nat`.
public final class Binding {

    final TrackedConnection connection;
    // links of SourceTable
    @Nullable Binding next;
    @Nullable Binding previous;
    boolean isKnown;
    private @Nullable NetInterface masqueradedBy;

    Binding(TrackedConnection connection) {
        this.connection = connection;
    }

    /// The interface whose address MASQUERADE took, or null.
    @Nullable NetInterface masqueradedBy() {
        return masqueradedBy;
    }

    /// Notes that the source is an address of `out` for as long as `out` has it.
    public void masquerade(NetInterface out) {
        masqueradedBy = out;
    }
}
