package io.weft.net.raw;

import io.weft.net.tables.PluginsDouble;
import io.weft.net.tables.RecordedTool;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays recorded sessions of iptables-legacy to the plugins.
class TranscriptTest {

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySaid() {
        return RecordedTool.beside("/iptables/legacy-1.8.9.txt", () -> new PluginsDouble(List.of(RawTable::new)));
    }
}
