package io.weft.net.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.HandlerInfo;
import io.weft.hook.HookPoint;
import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginHostBuilder;
import io.weft.hook.runtime.plugin.PluginInfo;
import io.weft.net.Stack;
import io.weft.net.control.Command;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The plugins nat, conntrack and tables as the jars that are shipped, in a plugin host.
class PluginJarsIT {

    private final HookTables hooks = HookTables.create();
    private final StackDouble stack = new StackDouble();

    PluginJarsIT() {
        for (String point : List.of(
                PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.FORWARD, PacketHooks.LOCAL_OUT, PacketHooks.POST_ROUTING)) {
            hooks.declare(point, Packet.class, PointOptions.failClosed());
        }
    }

    @Test
    void jarsLoadActAndLeave() throws Exception {
        try (PluginHost plugins = host(jar("nat"), jar("conntrack"), jar("tables"))) {
            assertThat(plugins.refused()).isEmpty();
            assertThat(plugins.plugins()).extracting(PluginInfo::id).contains("tables", "conntrack").last().isEqualTo("nat");
            var shell = new Shell(plugins.services(Command.class));
            shell.ok("iptables -t nat -A POSTROUTING -o eth1 -j MASQUERADE --random");
            assertThat(shell.ok("iptables -t nat -S POSTROUTING"))
                    .isEqualTo("-P POSTROUTING ACCEPT\n-A POSTROUTING -o eth1 -j MASQUERADE --random\n");
            assertThat(handlers(PacketHooks.PRE_ROUTING)).containsExactly("conntrack", "conntrack", "nat");
            assertThat(handlers(PacketHooks.POST_ROUTING)).containsExactly("nat", "conntrack");

            plugins.unload("nat");
            assertThat(handlers(PacketHooks.POST_ROUTING)).doesNotContain("nat");
            assertThat(stack.listeners()).isEmpty();
            assertThat(shell.run("iptables -t nat -L").exitCode()).as("the table went with its plugin").isEqualTo(3);
        }
    }

    @Test
    void natWithoutConntrackIsRefusedByName() throws Exception {
        try (PluginHost plugins = host(jar("nat"), jar("tables"))) {
            assertThat(plugins.refused()).singleElement().asString().contains("depends on plugin conntrack");
        }
    }

    @Test
    void classesOfTheUnloadedPluginAreCollected() throws Exception {
        WeakReference<ClassLoader> loader;
        try (PluginHost plugins = host(jar("nat"), jar("conntrack"), jar("tables"))) {
            new Shell(plugins.services(Command.class)).ok("iptables -t nat -A PREROUTING -j DNAT --to-destination 10.0.0.1");
            // what the plugin left with the stack is of its classes
            loader = new WeakReference<>(stack.listeners().getFirst().getClass().getClassLoader());
            plugins.unload("nat");
            for (int i = 0; i < 50 && loader.get() != null; i++) {
                System.gc();
            }
            assertThat(loader.get()).as("the plugins that it builds on go on").isNull();
        }
    }

    private PluginHost host(Path... jars) {
        PluginHostBuilder builder = PluginHost.builder().hooks(hooks).service(Stack.class, stack);
        for (Path jar : jars) {
            builder.plugins(jar);
        }
        return builder.share("io.weft.net.address", "io.weft.net.connection", "io.weft.net.control", "io.weft.net.netfilter",
                "io.weft.net.packet", "io.weft.net.route").build();
    }

    private List<String> handlers(String point) {
        HookPoint<Packet> at = hooks.at(point, Packet.class);
        return at.handlers().stream().map(HandlerInfo::plugin).toList();
    }

    private static Path jar(String plugin) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", plugin, "target"))) {
            return files.filter(file -> file.getFileName().toString().matches("weft-" + plugin + "-[\\d.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst().orElseThrow(() -> new IllegalStateException("no jar of " + plugin + ": build it first"));
        }
    }
}
