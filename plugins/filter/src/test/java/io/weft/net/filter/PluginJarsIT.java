package io.weft.net.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginInfo;
import io.weft.net.control.Command;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.PluginJars;
import io.weft.net.tables.Shell;
import io.weft.net.tables.TestPackets;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The two plugins as the jars that are shipped, in a plugin host.
class PluginJarsIT {

    private final PluginJars jars = new PluginJars();

    @Test
    void jarsLoadActAndLeave() throws Exception {
        try (PluginHost plugins = jars.host("filter", "tables")) {
            assertThat(plugins.refused()).isEmpty();
            assertThat(plugins.plugins()).extracting(PluginInfo::id).containsExactly("tables", "filter");
            assertThat(plugins.services(Command.class)).extracting(Command::name)
                    .containsExactly("iptables", "iptables-save", "iptables-restore");
            var shell = new Shell(plugins.services(Command.class));
            shell.ok("iptables -t filter -A INPUT -s 172.16.0.0/16 -p udp --dport 53 -j DROP");
            assertThat(shell.ok("iptables -S INPUT")).isEqualTo(
                    "-P INPUT ACCEPT\n-A INPUT -s 172.16.0.0/16 -p udp -m udp --dport 53 -j DROP\n");
            assertThat(jars.handlers(PacketHooks.FORWARD)).containsExactly("filter");

            plugins.unload("filter");
            assertThat(jars.handlers(PacketHooks.FORWARD)).isEmpty();
            assertThat(shell.run("iptables -L").exitCode()).as("the table went with its plugin").isEqualTo(3);
        }
    }

    @Test
    void reloadedPluginTakesItsTableOverWithRulesCountersAndTargets() throws Exception {
        try (PluginHost plugins = jars.host("filter", "tables")) {
            var shell = new Shell(plugins.services(Command.class));
            shell.ok("iptables -N own", "iptables -A INPUT -p udp -j own", "iptables -A own -s 10.0.0.1 -j REJECT --reject-with icmp-host-prohibited",
                    "iptables -P FORWARD DROP");
            send("10.0.0.1", "10.0.0.9");
            String before = shell.ok("iptables -S -v");
            assertThat(plugins.reload("filter")).isEmpty();
            assertThat(shell.ok("iptables -S -v")).isEqualTo(before).contains("-c 1 40 -j REJECT --reject-with icmp-host-prohibited");
            send("10.0.0.1", "10.0.0.9");
            assertThat(shell.ok("iptables -S own -v")).contains("-c 2 80 -j REJECT");
            assertThat(jars.stack().sent()).containsExactly("icmp 3/10", "icmp 3/10");
            assertThat(jars.handlers(PacketHooks.FORWARD)).containsExactly("filter");
        }
    }

    @Test
    void recentListsHoldWhatTheKernelsParametersSay() throws Exception {
        Map<String, Object> settings = Map.of("ip_list_tot", 2);
        try (PluginHost plugins = jars.host(Map.of("tables", settings), "filter", "tables")) {
            var shell = new Shell(plugins.services(Command.class));
            shell.ok("iptables -A INPUT -d 10.0.0.9 -m recent --set --name r", "iptables -A INPUT -d 10.0.0.8 -m recent --rcheck --name r");
            send("10.0.0.1", "10.0.0.9");
            send("10.0.0.2", "10.0.0.9");
            send("10.0.0.3", "10.0.0.9");
            send("10.0.0.1", "10.0.0.8");
            send("10.0.0.2", "10.0.0.8");
            send("10.0.0.3", "10.0.0.8");
            assertThat(shell.ok("iptables -vS INPUT")).contains("--set --name r --mask 255.255.255.255 --rsource -c 3 ")
                    .contains("--rcheck --name r --mask 255.255.255.255 --rsource -c 2 ");
        }
        try (PluginHost plugins = jars.host(Map.of("tables", Map.of("ip_list_tot", 0)), "tables")) {
            assertThat(plugins.refused()).singleElement().asString().contains("ip_list_tot");
        }
    }

    private void send(String source, String destination) {
        Packet packet = new TestPackets(jars.stack()).udp(source, destination, 1, 2);
        jars.pass(PacketHooks.LOCAL_IN, packet);
        packet.release();
    }

    @Test
    void filterWithoutTablesIsRefusedByName() throws Exception {
        try (PluginHost plugins = jars.host("filter")) {
            assertThat(plugins.refused()).singleElement().asString().contains("depends on plugin tables");
        }
    }

    @Test
    void classesOfUnloadedPluginsAreCollected() throws Exception {
        WeakReference<ClassLoader> loader;
        try (PluginHost plugins = jars.host("filter", "tables")) {
            new Shell(plugins.services(Command.class)).ok("iptables -A INPUT -p tcp -j REJECT");
            loader = new WeakReference<>(plugins.services(Command.class).getFirst().getClass().getClassLoader());
        }
        PluginJars.collect(loader);
        assertThat(loader.get()).isNull();
    }
}
