package io.weft.net.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginInfo;
import io.weft.net.control.Command;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.tables.PluginJars;
import io.weft.net.tables.Shell;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/// The plugins nat, conntrack and tables as the jars that are shipped, in a plugin host.
class PluginJarsIT {

    private final PluginJars jars = new PluginJars();

    @Test
    void jarsLoadActAndLeave() throws Exception {
        try (PluginHost plugins = jars.host("nat", "conntrack", "tables")) {
            assertThat(plugins.refused()).isEmpty();
            assertThat(plugins.plugins()).extracting(PluginInfo::id).contains("tables", "conntrack").last().isEqualTo("nat");
            var shell = new Shell(plugins.services(Command.class));
            shell.ok("iptables -t nat -A POSTROUTING -o eth1 -j MASQUERADE --random");
            assertThat(shell.ok("iptables -t nat -S POSTROUTING"))
                    .isEqualTo("-P POSTROUTING ACCEPT\n-A POSTROUTING -o eth1 -j MASQUERADE --random\n");
            assertThat(jars.handlers(PacketHooks.PRE_ROUTING)).containsExactly("conntrack", "conntrack", "nat");
            assertThat(jars.handlers(PacketHooks.POST_ROUTING)).containsExactly("nat", "conntrack");

            plugins.unload("nat");
            assertThat(jars.handlers(PacketHooks.POST_ROUTING)).doesNotContain("nat");
            assertThat(jars.stack().listeners()).isEmpty();
            assertThat(shell.run("iptables -t nat -L").exitCode()).as("the table went with its plugin").isEqualTo(3);
        }
    }

    @Test
    void natWithoutConntrackIsRefusedByName() throws Exception {
        try (PluginHost plugins = jars.host("nat", "tables")) {
            assertThat(plugins.refused()).singleElement().asString().contains("depends on plugin conntrack");
        }
    }

    @Test
    void classesOfTheUnloadedPluginAreCollected() throws Exception {
        WeakReference<ClassLoader> loader;
        try (PluginHost plugins = jars.host("nat", "conntrack", "tables")) {
            new Shell(plugins.services(Command.class)).ok("iptables -t nat -A PREROUTING -j DNAT --to-destination 10.0.0.1");
            // what the plugin left with the stack is of its classes
            loader = new WeakReference<>(jars.stack().listeners().getFirst().getClass().getClassLoader());
            plugins.unload("nat");
            PluginJars.collect(loader);
            assertThat(loader.get()).as("the plugins that it builds on go on").isNull();
        }
    }
}
