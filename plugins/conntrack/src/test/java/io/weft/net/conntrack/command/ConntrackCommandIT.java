package io.weft.net.conntrack.command;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.net.conntrack.ConntrackDouble;
import io.weft.net.tables.RealTool;
import java.io.File;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays the transcript's calls to the installed conntrack and to the plugin, and compares what they say.
class ConntrackCommandIT {

    @BeforeAll
    static void needsTheRealTool() throws Exception {
        RealTool.require(ConntrackCommandIT.class);
        boolean there = Stream.of("/usr/sbin/conntrack", "/sbin/conntrack").anyMatch(path -> new File(path).canExecute());
        if (!there) {
            System.out.println("ConntrackCommandIT is skipped: there is no conntrack on this machine");
        }
        assumeTrue(there, "there is no conntrack on this machine");
    }

    @TestFactory
    Stream<DynamicTest> saysWhatConntrackSays() {
        return RealTool.beside(ConntrackCommandTranscriptTest.TRANSCRIPT, () -> new ConntrackDouble().plugins());
    }
}
