package io.weft.net.logging;

import io.weft.net.tables.RecordedTool;
import java.util.HashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays recorded sessions of iptables-legacy to the plugins.
class TranscriptTest {

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySaid() {
        return RecordedTool.beside("/iptables/legacy-1.8.9.txt", () -> LoggingDouble.plugins(LoggingDouble.SILENT, new HashMap<>()));
    }
}
