package io.weft.net.tables.match.rate;

import io.weft.net.tables.PluginsDouble;
import io.weft.net.tables.RealTool;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays the transcript's sessions to the installed iptables-legacy and to the plugin, and compares what they say.
class RateMatchesIT {

    @BeforeAll
    static void needsTheRealTool() throws Exception {
        RealTool.require(RateMatchesIT.class);
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySays() {
        return RealTool.beside(RateMatchesTranscriptTest.TRANSCRIPT, RateMatchesTranscriptTest::plugins);
    }
}
