package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.HandlerInfo;
import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.hook.runtime.plugin.config.ConfigSource;
import io.weft.net.Stack;
import io.weft.net.connection.Connection;
import io.weft.net.connection.ConnectionState;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.TrailNote;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The plugin as the jar that is shipped, in a plugin host.
class PluginJarIT {

    private final HookTables hooks = HookTables.create();
    private final StackDouble stack = new StackDouble();

    PluginJarIT() {
        for (String point : List.of(
                PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.FORWARD, PacketHooks.LOCAL_OUT, PacketHooks.POST_ROUTING)) {
            hooks.declare(point, Packet.class, PointOptions.failClosed());
        }
    }

    @AfterEach
    void close() {
        stack.close();
    }

    @Test
    void jarLoadsTracksAndLeavesWithItsClasses() throws Exception {
        try (PluginHost plugins = host(Map.of("enable_hooks", true, "nf_conntrack_acct", 1))) {
            assertThat(plugins.refused()).isEmpty();
            assertThat(handlers(PacketHooks.PRE_ROUTING)).containsExactly("conntrack", "conntrack");
            assertThat(passes()).isEqualTo(ConnectionState.NEW);
            assertThat(passes()).isEqualTo(ConnectionState.NEW);

            var left = plugins.unload("conntrack");
            assertThat(handlers(PacketHooks.PRE_ROUTING)).isEmpty();
            assertThat(passes()).isEqualTo(ConnectionState.INVALID);
            stack.pass(Duration.ofSeconds(1));
            assertThat(stack.scheduled()).isZero();
            left.requireCollected(30_000);
        }
    }

    @Test
    void tracksNothingUnlessSomebodyWantsIt() throws Exception {
        try (PluginHost plugins = host(Map.of())) {
            assertThat(plugins.refused()).isEmpty();
            assertThat(passes()).isEqualTo(ConnectionState.INVALID);
        }
    }

    @Test
    void aMadeUpFragmentSaysThatItWouldWaitAndDoesNot() throws Exception {
        try (PluginHost plugins = host(Map.of("enable_hooks", true))) {
            assertThat(plugins.refused()).isEmpty();
            Packet fragment = new TestPackets(stack).udp(1000, 53);
            fragment.ip().fragment(false, true, 0);
            var trail = new PacketTrail();
            fragment.trail(trail);

            hooks.site(PacketHooks.PRE_ROUTING, Packet.class).pass(fragment, _ -> { });

            assertThat(trail.entries()).contains(new PacketTrail.Entry.Noted(
                    TrailNote.of("conntrack", "a fragment: it would wait here for the others of its datagram")));
        }
    }

    @Test
    void settingThatIsNotAllowedIsRefusedByName() throws Exception {
        try (PluginHost plugins = host(Map.of("nf_conntrack_tcp_loose", 2))) {
            assertThat(plugins.refused()).singleElement().asString().contains("nf_conntrack_tcp_loose").contains("from 0 to 1");
        }
    }

    private ConnectionState passes() {
        Packet packet = new TestPackets(stack).udp(1000, 53);
        hooks.site(PacketHooks.PRE_ROUTING, Packet.class).pass(packet, _ -> { });
        hooks.site(PacketHooks.POST_ROUTING, Packet.class).pass(packet, _ -> { });
        ConnectionState state = packet.connectionState();
        @Nullable Connection connection = packet.connection();
        assertThat(connection == null).isEqualTo(state == ConnectionState.INVALID);
        packet.release();
        return state;
    }

    private PluginHost host(Map<String, Object> config) throws IOException {
        return PluginHost.builder().hooks(hooks).service(Stack.class, stack).plugins(jar("tables")).plugins(jar("conntrack"))
                .config(ConfigSource.of(Map.of("conntrack", config)))
                .share("io.weft.net", "io.weft.net.address", "io.weft.net.connection", "io.weft.net.control", "io.weft.net.netfilter",
                        "io.weft.net.packet", "io.weft.net.route").build();
    }

    private List<String> handlers(String point) {
        return hooks.at(point, Packet.class).handlers().stream().map(HandlerInfo::plugin).toList();
    }

    private static Path jar(String plugin) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", plugin, "target"))) {
            return files.filter(file -> file.getFileName().toString().matches("weft-" + plugin + "-[\\d.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst().orElseThrow(() -> new IllegalStateException("no jar of " + plugin + ": build it first"));
        }
    }
}
