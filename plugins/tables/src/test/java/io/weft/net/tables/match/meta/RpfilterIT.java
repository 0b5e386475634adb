package io.weft.net.tables.match.meta;

import io.weft.net.tables.PlainRaw;
import io.weft.net.tables.RealTool;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays the words of rpfilter to the installed iptables-legacy and to the plugin.
class RpfilterIT {

    @BeforeAll
    static void needsTheRealTool() throws Exception {
        RealTool.require(RpfilterIT.class);
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIptablesLegacySays() {
        return RealTool.beside("/iptables/rpfilter.txt", PlainRaw::start);
    }
}
