package io.weft.net.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginHostBuilder;
import io.weft.hook.runtime.plugin.PluginInfo;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import io.weft.net.Stack;
import io.weft.net.control.Command;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The plugin as the jar that is shipped, in a plugin host, with tables and filter.
class PluginJarsIT {

    private static final long COLLECTED_WITHIN_MS = 30_000;

    @TempDir
    Path folder;

    private final HookTables hooks = HookTables.create();
    private final StackDouble stack = new StackDouble();

    PluginJarsIT() {
        for (String point : List.of(
                PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.FORWARD, PacketHooks.LOCAL_OUT, PacketHooks.POST_ROUTING)) {
            hooks.declare(point, Packet.class, PointOptions.failClosed());
        }
    }

    @Test
    void unloadingClosesFilesTakesRulesAndLeavesNoClasses() throws Exception {
        PluginHostBuilder builder = PluginHost.builder().hooks(hooks).service(Stack.class, stack)
                .config(ConfigSource.of(Map.of("logging", Map.of("folder", folder.toString(), "linesPerSecond", 5))));
        for (String plugin : List.of("logging", "filter", "tables")) {
            builder.plugins(jar(plugin));
        }
        try (PluginHost plugins = builder.build()) {
            assertThat(plugins.refused()).isEmpty();
            assertThat(plugins.plugins()).extracting(PluginInfo::id).containsExactlyInAnyOrder("tables", "filter", "logging");
            var shell = new Shell(plugins.services(Command.class));
            shell.ok("iptables -A INPUT -j LOG", "iptables -A INPUT -p udp -j NFLOG --nflog-group 9", "iptables -A INPUT -p icmp -j DROP");
            Packet packet = new TestPackets(stack).udp(1, 2);
            hooks.site(PacketHooks.LOCAL_IN, Packet.class).pass(packet, passed -> { });
            packet.release();

            var gone = plugins.unload("logging");
            assertThat(shell.rules("INPUT")).containsExactly("-A INPUT -p icmp -j DROP");
            byte[] file = Files.readAllBytes(folder.resolve("nflog-9.pcapng"));
            assertThat(file.length).as("a section, an interface and a packet, complete").isBetween(150, 400);
            gone.requireCollected(COLLECTED_WITHIN_MS);
        }
        stack.close();
    }

    private static Path jar(String plugin) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", plugin, "target"))) {
            return files.filter(file -> file.getFileName().toString().matches("weft-" + plugin + "-[\\d.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst().orElseThrow(() -> new IllegalStateException("no jar of " + plugin + ": build it first"));
        }
    }
}
