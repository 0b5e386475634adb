package io.weft.net.tables.match.meta;

import io.weft.net.tables.PlainRaw;
import io.weft.net.tables.RecordedTool;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays the recorded words of rpfilter.
class RpfilterTranscriptTest {

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySaid() {
        return RecordedTool.beside("/iptables/rpfilter.txt", PlainRaw::start);
    }
}
