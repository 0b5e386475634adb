package io.weft.net.conntrack.words;

import io.weft.net.conntrack.ConntrackDouble;
import io.weft.net.tables.RecordedTool;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays recorded sessions of iptables-legacy about connections to the plugins.
class ConntrackWordsTranscriptTest {

    static final String TRANSCRIPT = "/iptables/conntrack-words-1.8.9.txt";

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySaid() {
        return RecordedTool.beside(TRANSCRIPT, () -> new ConntrackDouble().plugins());
    }
}
