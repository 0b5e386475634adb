package io.weft.net.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.HandlerInfo;
import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginHostBuilder;
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

/// The plugins tables and security as the jars that are shipped, in a plugin host.
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
        try (PluginHost plugins = host(jar("security"), jar("tables"))) {
            assertThat(plugins.refused()).isEmpty();
            var shell = new Shell(plugins.services(Command.class));
            shell.ok("iptables -t security -A FORWARD -p udp -j DROP");
            assertThat(shell.ok("iptables -t security -S FORWARD")).isEqualTo("-P FORWARD ACCEPT\n-A FORWARD -p udp -j DROP\n");
            assertThat(handlers()).containsExactly("security");
            plugins.unload("security");
            assertThat(handlers()).isEmpty();
            assertThat(shell.run("iptables -t security -L").exitCode()).as("the table went with its plugin").isEqualTo(3);
        }
    }

    @Test
    void withoutTablesItIsRefusedByName() throws Exception {
        try (PluginHost plugins = host(jar("security"))) {
            assertThat(plugins.refused()).singleElement().asString().contains("depends on plugin tables");
        }
    }

    @Test
    void classesOfUnloadedPluginsAreCollected() throws Exception {
        WeakReference<ClassLoader> loader;
        try (PluginHost plugins = host(jar("security"), jar("tables"))) {
            new Shell(plugins.services(Command.class)).ok("iptables -t security -A FORWARD -p udp -j DROP");
            loader = new WeakReference<>(plugins.services(Command.class).getFirst().getClass().getClassLoader());
        }
        for (int i = 0; i < 50 && loader.get() != null; i++) {
            System.gc();
        }
        assertThat(loader.get()).isNull();
    }

    private PluginHost host(Path... jars) {
        PluginHostBuilder builder = PluginHost.builder().hooks(hooks).service(Stack.class, stack);
        for (Path jar : jars) {
            builder.plugins(jar);
        }
        return builder.share("io.weft.net.address", "io.weft.net.control", "io.weft.net.netfilter", "io.weft.net.packet",
                "io.weft.net.route").build();
    }

    private List<String> handlers() {
        return hooks.at(PacketHooks.FORWARD, Packet.class).handlers().stream().map(HandlerInfo::plugin).toList();
    }

    private static Path jar(String plugin) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", plugin, "target"))) {
            return files.filter(file -> file.getFileName().toString().matches("weft-" + plugin + "-[\\d.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst().orElseThrow(() -> new IllegalStateException("no jar of " + plugin + ": build it first"));
        }
    }
}
