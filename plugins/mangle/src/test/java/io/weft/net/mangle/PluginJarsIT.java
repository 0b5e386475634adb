package io.weft.net.mangle;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.control.Command;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.tables.PluginJars;
import io.weft.net.tables.Shell;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/// The plugins tables and mangle as the jars that are shipped, in a plugin host.
class PluginJarsIT {

    private final PluginJars jars = new PluginJars();

    @Test
    void jarsLoadActAndLeave() throws Exception {
        try (PluginHost plugins = jars.host("mangle", "tables")) {
            assertThat(plugins.refused()).isEmpty();
            var shell = new Shell(plugins.services(Command.class));
            shell.ok("iptables -t mangle -A PREROUTING -p udp -j TTL --ttl-set 9");
            assertThat(shell.ok("iptables -t mangle -S PREROUTING")).isEqualTo("-P PREROUTING ACCEPT\n-A PREROUTING -p udp -j TTL --ttl-set 9\n");
            assertThat(jars.handlers(PacketHooks.PRE_ROUTING)).containsExactly("mangle");
            plugins.unload("mangle");
            assertThat(jars.handlers(PacketHooks.PRE_ROUTING)).isEmpty();
            assertThat(shell.run("iptables -t mangle -L").exitCode()).as("the table went with its plugin").isEqualTo(3);
        }
    }

    @Test
    void withoutTablesItIsRefusedByName() throws Exception {
        try (PluginHost plugins = jars.host("mangle")) {
            assertThat(plugins.refused()).singleElement().asString().contains("depends on plugin tables");
        }
    }

    @Test
    void classesOfUnloadedPluginsAreCollected() throws Exception {
        WeakReference<ClassLoader> loader;
        try (PluginHost plugins = jars.host("mangle", "tables")) {
            new Shell(plugins.services(Command.class)).ok("iptables -t mangle -A PREROUTING -p udp -j TTL --ttl-set 9");
            loader = new WeakReference<>(plugins.services(Command.class).getFirst().getClass().getClassLoader());
        }
        PluginJars.collect(loader);
        assertThat(loader.get()).isNull();
    }
}
