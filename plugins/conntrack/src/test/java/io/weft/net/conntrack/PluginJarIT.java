package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.connection.Connection;
import io.weft.net.connection.ConnectionState;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.PacketWay;
import io.weft.net.explain.TrailNote;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.PluginJars;
import io.weft.net.tables.TestPackets;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The plugin as the jar that is shipped, in a plugin host.
class PluginJarIT {

    private final PluginJars jars = new PluginJars();

    @AfterEach
    void close() {
        jars.stack().close();
    }

    @Test
    void jarLoadsTracksAndLeavesWithItsClasses() throws Exception {
        try (PluginHost plugins = host(Map.of("enable_hooks", true, "nf_conntrack_acct", 1))) {
            assertThat(plugins.refused()).isEmpty();
            assertThat(jars.handlers(PacketHooks.PRE_ROUTING)).containsExactly("conntrack", "conntrack");
            assertThat(passes()).isEqualTo(ConnectionState.NEW);
            assertThat(passes()).isEqualTo(ConnectionState.NEW);

            var left = plugins.unload("conntrack");
            assertThat(jars.handlers(PacketHooks.PRE_ROUTING)).isEmpty();
            assertThat(passes()).isEqualTo(ConnectionState.INVALID);
            jars.stack().pass(Duration.ofSeconds(1));
            assertThat(jars.stack().scheduled()).isZero();
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
            Packet fragment = new TestPackets(jars.stack()).udp(1000, 53);
            fragment.ip().fragment(false, true, 0);
            var trail = new PacketTrail();
            fragment.journal(trail);

            jars.pass(PacketHooks.PRE_ROUTING, fragment);

            assertThat(PacketWay.of(trail.take()).remarks()).contains(
                    TrailNote.of("conntrack", "a fragment: it would wait here for the others of its datagram"));
        }
    }

    @Test
    void settingThatIsNotAllowedIsRefusedByName() throws Exception {
        try (PluginHost plugins = host(Map.of("nf_conntrack_tcp_loose", 2))) {
            assertThat(plugins.refused()).singleElement().asString().contains("nf_conntrack_tcp_loose").contains("from 0 to 1");
        }
    }

    private ConnectionState passes() {
        Packet packet = new TestPackets(jars.stack()).udp(1000, 53);
        jars.pass(PacketHooks.PRE_ROUTING, packet);
        jars.pass(PacketHooks.POST_ROUTING, packet);
        ConnectionState state = packet.connectionState();
        @Nullable Connection connection = packet.connection();
        assertThat(connection == null).isEqualTo(state == ConnectionState.INVALID);
        packet.release();
        return state;
    }

    private PluginHost host(Map<String, Object> settings) throws IOException {
        return jars.host(Map.of("conntrack", settings), "tables", "conntrack");
    }
}
