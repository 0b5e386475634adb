package io.weft.net.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.control.Command;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.tables.PluginJars;
import io.weft.net.tables.Shell;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/// The plugins tables and security as the jars that are shipped, in a plugin host.
class PluginJarsIT {

    private final PluginJars jars = new PluginJars();

    @Test
    void jarsLoadActAndLeave() throws Exception {
        try (PluginHost plugins = jars.host("security", "tables")) {
            assertThat(plugins.refused()).isEmpty();
            var shell = new Shell(plugins.services(Command.class));
            shell.ok("iptables -t security -A FORWARD -p udp -j DROP");
            assertThat(shell.ok("iptables -t security -S FORWARD")).isEqualTo("-P FORWARD ACCEPT\n-A FORWARD -p udp -j DROP\n");
            assertThat(jars.handlers(PacketHooks.FORWARD)).containsExactly("security");
            plugins.unload("security");
            assertThat(jars.handlers(PacketHooks.FORWARD)).isEmpty();
            assertThat(shell.run("iptables -t security -L").exitCode()).as("the table went with its plugin").isEqualTo(3);
        }
    }

    @Test
    void withoutTablesItIsRefusedByName() throws Exception {
        try (PluginHost plugins = jars.host("security")) {
            assertThat(plugins.refused()).singleElement().asString().contains("depends on plugin tables");
        }
    }

    @Test
    void classesOfUnloadedPluginsAreCollected() throws Exception {
        WeakReference<ClassLoader> loader;
        try (PluginHost plugins = jars.host("security", "tables")) {
            new Shell(plugins.services(Command.class)).ok("iptables -t security -A FORWARD -p udp -j DROP");
            loader = new WeakReference<>(plugins.services(Command.class).getFirst().getClass().getClassLoader());
        }
        PluginJars.collect(loader);
        assertThat(loader.get()).isNull();
    }
}
