package io.weft.net.tables;

import io.weft.hook.HandlerInfo;
import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.PluginHostBuilder;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import io.weft.net.Stack;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Plugins as the jars that are shipped, loaded by a plugin host onto the five hook points and a stack double.
public final class PluginJars {

    private final HookTables hooks = HookTables.create();
    private final StackDouble stack = new StackDouble();

    public PluginJars() {
        for (String point : List.of(
                PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.FORWARD, PacketHooks.LOCAL_OUT, PacketHooks.POST_ROUTING)) {
            hooks.declare(point, Packet.class, PointOptions.failClosed());
        }
    }

    /// A host with the jars of these plugins; the caller closes it.
    public PluginHost host(String... plugins) throws IOException {
        return host(Map.of(), plugins);
    }

    /// A host with the jars of these plugins; the caller closes it.
    ///
    /// @param settings of each plugin that has some
    public PluginHost host(Map<String, Map<String, ?>> settings, String... plugins) throws IOException {
        PluginHostBuilder builder = PluginHost.builder().hooks(hooks).service(Stack.class, stack).config(ConfigSource.of(settings));
        for (String plugin : plugins) {
            builder.plugins(jar(plugin));
        }
        return builder.share("io.weft.net.address", "io.weft.net.connection", "io.weft.net.control", "io.weft.net.netfilter",
                "io.weft.net.packet", "io.weft.net.route").build();
    }

    /// What the plugins run on.
    public StackDouble stack() {
        return stack;
    }

    /// Has a packet pass a point; what became of it is not told.
    public void pass(String point, Packet packet) {
        hooks.site(point, Packet.class).pass(packet, _ -> { });
    }

    /// The plugins whose handlers stand at a point, in their order.
    public List<String> handlers(String point) {
        return hooks.at(point, Packet.class).handlers().stream().map(HandlerInfo::plugin).toList();
    }

    /// Has the JVM collect what nobody refers to, until the loader is gone or that is hopeless.
    public static void collect(WeakReference<ClassLoader> loader) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (loader.get() != null && System.nanoTime() - deadlineNs < 0) {
            System.gc();
        }
    }

    private static Path jar(String plugin) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", plugin, "target"))) {
            return files.filter(file -> file.getFileName().toString().matches("weft-" + plugin + "-[\\d.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst().orElseThrow(() -> new IllegalStateException("no jar of " + plugin + ": build it first"));
        }
    }
}
