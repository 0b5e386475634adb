package io.weft.net.mangle;

import io.weft.hook.Handler;
import io.weft.hook.Verdict;
import io.weft.net.packet.Packet;
import io.weft.net.tables.PluginsDouble;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The plugins tables and mangle, started in this JVM without jars on a stack double.
final class MangleDouble implements AutoCloseable {

    private final PluginsDouble plugins;
    private final TestPackets packets;
    private @Nullable MangleTable table;

    MangleDouble() {
        plugins = new PluginsDouble(List.of(context -> table = new MangleTable(context)));
        packets = new TestPackets(plugins.stack());
    }

    StackDouble stack() {
        return plugins.stack();
    }

    TestPackets packets() {
        return packets;
    }

    MangleTable table() {
        return Objects.requireNonNull(table);
    }

    Shell shell() {
        return plugins.shell();
    }

    /// Sends a packet through FORWARD, on its way out by eth1, with one rule there.
    Verdict forward(Packet packet, String rule) {
        shell().ok("iptables -t mangle -F FORWARD", "iptables -t mangle -A FORWARD " + rule);
        packet.out(stack().interfaceNamed("eth1"));
        return at(table()::forward, packet);
    }

    static Verdict at(Handler<Packet> hook, Packet packet) {
        return hook.handle(packet);
    }

    @Override
    public void close() throws Exception {
        plugins.close();
    }
}
