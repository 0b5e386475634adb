package io.weft.net.nat;

import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.netfilter.PacketHooks;

/// Which end of a packet is translated, the kernel's `enum nf_nat_manip_type`.
public enum Manipulation {
    /// The source, at POST_ROUTING and LOCAL_IN.
    SOURCE(ConnectionStatus.SRC_NAT, ConnectionStatus.SRC_NAT_DONE),
    /// The destination, at PRE_ROUTING and LOCAL_OUT.
    DESTINATION(ConnectionStatus.DST_NAT, ConnectionStatus.DST_NAT_DONE);

    private final int translated;
    private final int done;

    Manipulation(int translated, int done) {
        this.translated = translated;
        this.done = done;
    }

    /// The one that belongs to a hook point, `HOOK2MANIP`.
    public static Manipulation at(String hook) {
        return hook.equals(PacketHooks.POST_ROUTING) || hook.equals(PacketHooks.LOCAL_IN) ? SOURCE : DESTINATION;
    }

    /// The bit of {@link ConnectionStatus} that says that packets of the original direction are translated so.
    int translated() {
        return translated;
    }

    /// The bit of {@link ConnectionStatus} that says that packets of that direction are translated so: replies are at the other end.
    int translated(Direction direction) {
        return direction == Direction.ORIGINAL ? translated : other().translated;
    }

    /// The bit of {@link ConnectionStatus} that says that it was decided.
    int done() {
        return done;
    }

    Manipulation other() {
        return this == SOURCE ? DESTINATION : SOURCE;
    }
}
