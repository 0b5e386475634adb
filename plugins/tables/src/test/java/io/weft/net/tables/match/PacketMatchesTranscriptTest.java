package io.weft.net.tables.match;

import io.weft.net.tables.PlainFilter;
import io.weft.net.tables.RecordedTool;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays the recorded words of the matches that look at the packet.
class PacketMatchesTranscriptTest {

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySaid() {
        return RecordedTool.beside("/iptables/packet-matches.txt", PlainFilter::start);
    }
}
