package io.weft.net.logging;

import io.weft.net.tables.RealTool;
import java.util.HashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays the transcript's sessions to the installed iptables-legacy and to the plugins, and compares what they say.
class IptablesLegacyIT {

    @BeforeAll
    static void needsTheRealTool() throws Exception {
        RealTool.require(IptablesLegacyIT.class);
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySays() {
        return RealTool.beside("/iptables/legacy-1.8.9.txt", () -> LoggingDouble.plugins(LoggingDouble.SILENT, new HashMap<>()));
    }
}
