package io.weft.net.nat;

import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.Conntrack;
import io.weft.net.conntrack.Lease;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.route.InterfaceListener;
import io.weft.net.route.NetInterface;
import java.util.function.Predicate;

/// Ends connections whose translation cannot go on: their address or interface went away (the kernel's `nf_nat_masquerade` notifiers), or
/// the plugin stops.
final class BindingKeeper implements InterfaceListener, Nat, AutoCloseable {

    private static final int NAT = ConnectionStatus.SRC_NAT | ConnectionStatus.DST_NAT;

    private final Conntrack conntrack;
    private final Bindings bindings;
    private final Stack stack;
    private final Lease connections;
    private final AutoCloseable interfaces;
    private volatile long addressGone;

    BindingKeeper(Conntrack conntrack, Bindings bindings, Stack stack) {
        this.conntrack = conntrack;
        this.bindings = bindings;
        this.stack = stack;
        connections = conntrack.listen(bindings);
        interfaces = stack.listen(this);
    }

    @Override
    public void wentDown(NetInterface device) {
        end(binding -> binding.masqueradedBy() == device);
    }

    @Override
    public void lost(NetInterface device, InterfaceAddress address) {
        end(binding -> binding.masqueradedBy() == device && binding.connection.destination(Direction.REPLY) == address.address());
    }

    private void end(Predicate<Binding> gone) {
        conntrack.forEach(connection -> {
            Binding binding = Bindings.find(connection);
            if (binding != null && gone.test(binding) && conntrack.remove(connection)) {
                addressGone = addressGone + 1;
            }
        });
    }

    @Override
    public NatStatistics statistics() {
        return new NatStatistics(bindings.size(), bindings.exhausted(), addressGone);
    }

    /// Lets go of all connections: those that are translated end, since nobody translates them any more.
    @Override
    public void close() throws Exception {
        interfaces.close();
        stack.onLoop(() -> {
            conntrack.forEach(this::letGo);
            connections.close();
            return null;
        });
    }

    private void letGo(TrackedConnection connection) {
        if ((connection.status() & NAT) != 0) {
            conntrack.remove(connection);
        }
        bindings.destroyed(connection);
        connection.nat(null);
    }
}
