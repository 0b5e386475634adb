package io.weft.net.tables.match.rate;

import io.weft.net.netfilter.PacketHooks;
import io.weft.net.tables.PluginsDouble;
import io.weft.net.tables.RecordedTool;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.TableSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays recorded sessions of iptables-legacy about these matches to the plugin.
class RateMatchesTranscriptTest {

    static final String TRANSCRIPT = "/iptables/rate-matches-1.8.9.txt";

    private static final TableSpec FILTER = TableSpec.named("filter")
            .chain("INPUT", PacketHooks.LOCAL_IN).chain("FORWARD", PacketHooks.FORWARD).chain("OUTPUT", PacketHooks.LOCAL_OUT).build();

    static PluginsDouble plugins() {
        return new PluginsDouble(List.of(context -> context.service(RuleTables.class).register(FILTER)));
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySaid() {
        return RecordedTool.beside(TRANSCRIPT, RateMatchesTranscriptTest::plugins);
    }
}
