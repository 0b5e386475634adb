package io.weft.net.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginInfo;
import io.weft.net.control.Command;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.PluginJars;
import io.weft.net.tables.Shell;
import io.weft.net.tables.TestPackets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The plugin as the jar that is shipped, in a plugin host, with tables and filter.
class PluginJarsIT {

    private static final long COLLECTED_WITHIN_MS = 30_000;

    @TempDir
    Path folder;

    private final PluginJars jars = new PluginJars();

    @Test
    void unloadingClosesFilesTakesRulesAndLeavesNoClasses() throws Exception {
        Map<String, Object> settings = Map.of("folder", folder.toString(), "linesPerSecond", 5);
        try (PluginHost plugins = jars.host(Map.of("logging", settings), "logging", "filter", "tables")) {
            assertThat(plugins.refused()).isEmpty();
            assertThat(plugins.plugins()).extracting(PluginInfo::id).containsExactlyInAnyOrder("tables", "filter", "logging");
            var shell = new Shell(plugins.services(Command.class));
            shell.ok("iptables -A INPUT -j LOG", "iptables -A INPUT -p udp -j NFLOG --nflog-group 9", "iptables -A INPUT -p icmp -j DROP");
            Packet packet = new TestPackets(jars.stack()).udp(1, 2);
            jars.pass(PacketHooks.LOCAL_IN, packet);
            packet.release();

            var gone = plugins.unload("logging");
            assertThat(shell.rules("INPUT")).containsExactly("-A INPUT -p icmp -j DROP");
            byte[] file = Files.readAllBytes(folder.resolve("nflog-9.pcapng"));
            assertThat(file.length).as("a section, an interface and a packet, complete").isBetween(150, 400);
            gone.requireCollected(COLLECTED_WITHIN_MS);
        }
        jars.stack().close();
    }
}
