package io.weft.net.nat;

import io.weft.net.tables.RecordedTool;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays recorded sessions of iptables-legacy to the plugins.
class TranscriptTest {

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySaid() {
        return RecordedTool.beside("/iptables/legacy-1.8.9.txt", NatDouble::plugins);
    }
}
