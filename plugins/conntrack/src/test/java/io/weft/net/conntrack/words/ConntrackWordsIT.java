package io.weft.net.conntrack.words;

import io.weft.net.conntrack.ConntrackDouble;
import io.weft.net.tables.RealTool;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays the transcript's sessions to the installed iptables-legacy and to the plugins, and compares what they say.
class ConntrackWordsIT {

    @BeforeAll
    static void needsTheRealTool() throws Exception {
        RealTool.require(ConntrackWordsIT.class);
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySays() {
        return RealTool.beside(ConntrackWordsTranscriptTest.TRANSCRIPT, () -> new ConntrackDouble().plugins());
    }
}
