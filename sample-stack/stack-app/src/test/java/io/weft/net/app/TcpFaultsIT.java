package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The stack's TCP and the kernel's, and between them links that lose, double, corrupt, delay frames and let some overtake others: every
/// byte arrives, and what was reset is known to be.
///
/// One seed again: `mvn verify -pl sample-stack/stack-app -am -Dit.test=TcpFaultsIT -Dseed=42` (and, to run no other tests,
/// `-Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false`).
@Timeout(900)
class TcpFaultsIT {

    private static final String PROGRAM = "io.weft.net.app.kernelpeer.FaultyLinkPeers";
    private static final int SEEDS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(14);

    private Namespaces namespaces;

    @BeforeAll
    static void needsNamespacesAndTaps() throws Exception {
        Namespaces.assumeUsable(TcpFaultsIT.class);
        Namespaces.assumeTaps(TcpFaultsIT.class);
    }

    @BeforeEach
    void makeNamespaces() throws Exception {
        namespaces = Namespaces.make();
        Namespaces.runIn(Namespaces.client(), "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
    }

    @AfterEach
    void removeNamespaces() throws Exception {
        namespaces.close();
    }

    private static RunningProcess.Ended trials(long first, long last) throws Exception {
        List<String> words = Namespaces.in(Namespaces.client(), Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Djava.net.preferIPv4Stack=true", "-Dweft.packet.poison=true", "-Xmx1g",
                "-cp", System.getProperty("java.class.path"), PROGRAM, Long.toString(first), Long.toString(last));
        try (RunningProcess process = RunningProcess.start(Map.of(), words)) {
            return process.awaitEnd(PATIENCE);
        }
    }

    private static long count(String text, String before, String after) {
        Matcher found = Pattern.compile("\\b" + before + "(\\d+)" + after).matcher(text);
        assertThat(found.find()).as(before + "…" + after + " in " + text).isTrue();
        return Long.parseLong(found.group(1));
    }

    @Test
    void everyByteArrivesWithEachSeed() throws Exception {
        Long wanted = Long.getLong("seed");
        RunningProcess.Ended ended = wanted != null ? trials(wanted, wanted) : trials(1, SEEDS);

        List<String> failed = ended.out().lines().filter(line -> line.matches("seed \\d+ failed.*")).toList();
        assertThat(failed).as("again with -Dit.test=TcpFaultsIT -Dseed=…\n%s", ended.err()).isEmpty();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        List<String> summary = ended.out().lines().filter(line -> line.startsWith("to the ")).toList();
        assertThat(summary).hasSize(2);
        summary.forEach(line -> System.err.println("TcpFaultsIT: " + line));
        if (wanted == null) {
            assertThat(ended.out().lines().filter(line -> line.matches("seed \\d+ passed.*"))).hasSize(SEEDS);
            assertThatTheLinksWereBad(summary);
        }
    }

    /// Or nothing would be shown.
    private static void assertThatTheLinksWereBad(List<String> summary) {
        for (String line : summary) {
            for (String fault : List.of("lost", "late", "doubled", "corrupted")) {
                assertThat(count(line, "", " " + fault)).as(line).isPositive();
            }
        }
        assertThat(count(summary.get(0), "refused ", "")).as("segments that the stack found corrupted").isPositive();
        assertThat(count(summary.get(1), "InCsumErrors ", "")).as("segments that the kernel found corrupted").isPositive();
        // the kernel repaired its losses by what the stack's SACKs told, and the stack never took back what it had told
        assertThat(count(summary.get(1), "TCPSackRecovery ", "")).isPositive();
        assertThat(count(summary.get(1), "TCPSACKReneging ", "")).isZero();
    }
}
