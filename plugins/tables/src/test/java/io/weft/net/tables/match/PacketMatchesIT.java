package io.weft.net.tables.match;

import io.weft.net.tables.PlainFilter;
import io.weft.net.tables.RealTool;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays the words of the matches that look at the packet to the installed iptables-legacy and to the plugin.
class PacketMatchesIT {

    @BeforeAll
    static void needsTheRealTool() throws Exception {
        RealTool.require(PacketMatchesIT.class);
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySays() {
        return RealTool.beside("/iptables/packet-matches.txt", PlainFilter::start);
    }
}
