package io.weft.net.app.operator.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.hook.runtime.plugin.PluginHost;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.app.operator.Caller;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.drivers.wire.WireProbe;
import io.weft.net.packet.DropReason;
import io.weft.net.stack.NetStack;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsCommandTest {

    @Test
    void tellsWhatNicsMovedAndWhyPacketsWereDropped(@TempDir Path directory) throws Exception {
        WireHub hub = new WireHub("stats");
        try (NetStack stack = NetStack.builder().name("router").build();
                PluginHost plugins = PluginHost.builder().hooks(stack.hooks()).plugins(directory).build()) {
            stack.addDevice("eth0", hub.open());
            stack.addAddress("eth0", InterfaceAddress.parse("10.0.0.1/24"));
            WireProbe probe = hub.probe();
            byte[] unknown = new byte[60];
            Arrays.fill(unknown, 0, 6, (byte) -1);
            unknown[12] = (byte) 0x88;
            probe.inject(unknown);
            stack.turn();
            Caller weft = new Caller(new StatsCommand(stack, plugins));

            assertThat(weft.ok("stats")).contains("eth0", "UNKNOWN_ETHERTYPE (" + DropReason.UNKNOWN_ETHERTYPE.text() + ")", "PRE_ROUTING");
            JsonNode tree = new ObjectMapper().readTree(weft.ok("stats --json"));
            assertThat(tree.path("drops").path("UNKNOWN_ETHERTYPE").asLong()).isEqualTo(1);
            assertThat(tree.path("drops").size()).isEqualTo(DropReason.values().length);
            assertThat(tree.path("devices").path(1).path("rx").path("packets").asLong()).isEqualTo(1);
            assertThat(weft.run("stats --yaml").exitCode()).isEqualTo(2);
            assertThat(weft.ok("stats --help")).isEqualTo(StatsCommand.HELP);
        }
    }
}
