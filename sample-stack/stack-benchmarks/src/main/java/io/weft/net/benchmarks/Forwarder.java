package io.weft.net.benchmarks;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.Stack;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.stack.NetStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A router on whose inner card the same packet arrives for ever: 64 bytes of UDP payload from 10.0.0.2:1000 to 10.0.1.2:2000.
final class Forwarder implements AutoCloseable {

    /// How many frames the loop takes from a card at a time.
    static final int BATCH = 64;
    private static final MacAddress INSIDE = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress OUTSIDE = MacAddress.parse("02:00:00:00:00:02");
    private static final MacAddress SERVER = MacAddress.parse("02:00:00:00:00:03");
    /// TTL 64.
    private static final byte[] FRAME = HexFormat.of().parseHex(
            "020000000001" + "020000000009" + "0800"
                    + "4500005c000040004011258e" + "0a000002" + "0a000102"
                    + "03e807d000480000" + "00".repeat(64));

    private final Treadmill out = Treadmill.silent(OUTSIDE);
    private final NetStack stack = NetStack.builder().name("benchmark").forwarding(true).build();
    private final @Nullable PluginHost plugins;

    /// @param rules in the notation of iptables-save; null for a stack without plugins
    /// @param form `compiled`, as rules run, or `interpreted`, every rule asked by every packet
    /// @throws IllegalStateException when the packet is not forwarded
    Forwarder(@Nullable String rules, String form) throws IOException {
        stack.addDevice("in", Treadmill.of(INSIDE, FRAME));
        stack.addDevice("out", out);
        stack.addAddress("in", InterfaceAddress.parse("10.0.0.1/24"));
        stack.addAddress("out", InterfaceAddress.parse("10.0.1.1/24"));
        stack.addNeighbor("out", Ipv4.parse("10.0.1.2"), SERVER);
        if (rules == null) {
            plugins = null;
        } else {
            System.setProperty("weft.tables.interpret", Boolean.toString(form.equals("interpreted")));
            plugins = PluginHost.builder().hooks(stack.hooks()).service(Stack.class, stack)
                    .plugins(Path.of(System.getProperty("weft.plugins", "target/plugins"))).build();
            Rules.restore(plugins, rules);
        }
        stack.turn();
        if (out.sent() != BATCH) {
            throw new IllegalStateException("of " + BATCH + " packets " + out.sent() + " were forwarded");
        }
    }

    boolean turn() {
        return stack.turn();
    }

    @Override
    public void close() {
        if (plugins != null) {
            plugins.close();
        }
        stack.close();
    }
}
