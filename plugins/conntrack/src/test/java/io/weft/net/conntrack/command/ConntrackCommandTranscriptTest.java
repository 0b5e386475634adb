package io.weft.net.conntrack.command;

import io.weft.net.conntrack.ConntrackDouble;
import io.weft.net.tables.RecordedTool;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays recorded calls of conntrack 1.4.7 to the plugin: its words, messages and exit codes.
class ConntrackCommandTranscriptTest {

    static final String TRANSCRIPT = "/conntrack-1.4.7.txt";

    @TestFactory
    Stream<DynamicTest> saysWhatConntrackSaid() {
        return RecordedTool.beside(TRANSCRIPT, () -> new ConntrackDouble().plugins());
    }
}
