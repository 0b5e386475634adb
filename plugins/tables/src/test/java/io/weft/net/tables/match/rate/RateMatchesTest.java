package io.weft.net.tables.match.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.hook.testkit.Allocation;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.BuiltInChain;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.match.StandardMatches;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateMatchesTest {

    private static final int HOUR_MS = 60 * 60 * 1_000;
    private static final Duration TICK = Duration.ofMillis(1);

    private final StackDouble stack = new StackDouble();
    private final TestPackets packets = new TestPackets(stack);
    private final Jiffies jiffies = new Jiffies(stack);
    private final HashlimitTables hashlimit = new HashlimitTables(jiffies, 1);
    private final RecentLists recent = new RecentLists(jiffies, new RecentLimits(3, 0), 1);
    private final TableRegistry registry = new TableRegistry(stack);
    private final RuleTable table = registry.register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN).build());
    private final BuiltInChain input = table.chain("INPUT");
    private final Shell shell = new Shell(registry);

    RateMatchesTest() {
        StandardMatches.all(stack).forEach(registry::add);
        registry.add(new LimitExtension(jiffies));
        registry.add(new HashlimitExtension(hashlimit));
        registry.add(new RecentExtension(recent));
        registry.add(new QuotaExtension());
        registry.add(new StatisticExtension(new SplittableRandom(7)));
        registry.add(new TimeExtension(stack, 2 * 60 * 60));
    }

    @AfterEach
    void nothingIsLeft() {
        table.close();
        assertThat(hashlimit.size()).isZero();
        assertThat(recent.size()).isZero();
        stack.close();
    }

    /// What becomes of packets from `sources`, a letter each: `+` for matched.
    private String answers(String options, String... sources) {
        shell.ok("iptables -A INPUT " + options + " -j DROP");
        return further(sources);
    }

    private String further(String... sources) {
        var answers = new StringBuilder();
        for (String source : sources) {
            answers.append(matches(packets.udp(source, "203.0.113.2", 1, 2)) ? '+' : '-');
        }
        return answers.toString();
    }

    private boolean matches(Packet packet) {
        boolean dropped = input.run(packet) != Verdict.ACCEPT;
        packet.release();
        return dropped;
    }

    private static String[] times(int count) {
        var all = new String[count];
        Arrays.fill(all, "10.0.0.1");
        return all;
    }

    @Test
    void limitLetsABurstThroughAndThenTheRate() {
        assertThat(answers("-m limit --limit 2/s --limit-burst 3", times(5))).isEqualTo("+++--");
        stack.pass(Duration.ofMillis(496));
        assertThat(further(times(1))).isEqualTo("-");
        stack.pass(Duration.ofMillis(4));
        assertThat(further(times(2))).isEqualTo("+-");
        stack.pass(Duration.ofMillis(HOUR_MS));
        assertThat(further(times(4))).isEqualTo("+++-");
    }

    @Test
    void limitSurvivesOtherChanges() {
        assertThat(answers("-m limit --limit 1/hour --limit-burst 2", times(2))).isEqualTo("++");
        shell.ok("iptables -A INPUT -s 1.2.3.4");
        assertThat(further(times(1))).isEqualTo("-");
    }

    @Test
    void hashlimitCountsEachSourceApart() {
        assertThat(answers("-m hashlimit --hashlimit-upto 1/s --hashlimit-burst 2 --hashlimit-mode srcip --hashlimit-name a",
                "10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.2", "10.0.0.2", "10.0.0.2")).isEqualTo("++-++-");
    }

    @Test
    void aSharedHashlimitTableIsAsTheFirstRuleOfARestoreWantsIt() {
        var rules = new StringBuilder("*filter\n");
        for (int burst = 2; burst < 34; burst++) {
            rules.append("-A INPUT -s 10.0.0.").append(burst).append(" -m hashlimit --hashlimit-upto 1/hour --hashlimit-burst ").append(burst)
                    .append(" --hashlimit-mode srcip --hashlimit-name shared -j DROP\n");
        }
        assertThat(shell.run("iptables-restore", rules.append("COMMIT\n").toString()).exitCode()).isZero();
        assertThat(further("10.0.0.33", "10.0.0.33", "10.0.0.33")).isEqualTo("++-");
    }

    @Test
    void hashlimitGroupsByMask() {
        assertThat(answers("-m hashlimit --hashlimit-above 1/s --hashlimit-burst 1 --hashlimit-mode srcip --hashlimit-srcmask 24"
                + " --hashlimit-name a", "10.0.0.1", "10.0.0.2", "10.0.1.1")).isEqualTo("-+-");
    }

    @Test
    void hashlimitEntriesLeaveWithTheSweepBehindTheirEnd() {
        answers("-m hashlimit --hashlimit-upto 1/hour --hashlimit-burst 1 --hashlimit-mode srcip --hashlimit-name a"
                + " --hashlimit-htable-expire 500 --hashlimit-htable-gcinterval 1000", "10.0.0.1");
        stack.pass(Duration.ofMillis(900));
        assertThat(further("10.0.0.1")).as("expired, but not swept").isEqualTo("-");
        stack.pass(Duration.ofMillis(499));
        assertThat(further("10.0.0.1")).as("used again in time").isEqualTo("-");
        stack.pass(Duration.ofMillis(601));
        assertThat(further("10.0.0.1")).isEqualTo("+");
    }

    @Test
    void hashlimitTablesAreBounded() {
        String rule = "-m hashlimit --hashlimit-above 1/hour --hashlimit-burst 5 --hashlimit-mode srcip --hashlimit-name a"
                + " --hashlimit-htable-size 2 --hashlimit-htable-max 3";
        assertThat(answers(rule, "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.1"))
                .as("the fourth is dropped, as it would be by the kernel").isEqualTo("---+-");
    }

    @Test
    void hashlimitTablesAreSharedByNameAndOutliveARestore() {
        String rule = "-A INPUT -m hashlimit --hashlimit-upto 1/hour --hashlimit-burst 3 --hashlimit-mode srcip --hashlimit-name a -j DROP";
        assertThat(shell.run("iptables-restore", "*filter\n" + rule + "\nCOMMIT\n").exitCode()).isZero();
        assertThat(further(times(2))).isEqualTo("++");
        assertThat(shell.run("iptables-restore", "*filter\n" + rule + "\n" + rule + "\nCOMMIT\n").exitCode()).isZero();
        assertThat(further(times(2))).isEqualTo("+-");
        shell.ok("iptables -D INPUT 1");
        assertThat(hashlimit.size()).isOne();
        shell.ok("iptables -F");
        assertThat(hashlimit.size()).isZero();
    }

    @Test
    void aRestoreThatIsOnlyTestedHoldsNoTable() {
        shell.run("iptables-restore -t", "*filter\n-A INPUT -m hashlimit --hashlimit-upto 1/s --hashlimit-name a\nCOMMIT\n");
        assertThat(hashlimit.size()).isZero();
    }

    @Test
    void hashlimitCountsBytes() {
        // packets of 40 bytes cost three chunks of 16
        String answers = answers("-m hashlimit --hashlimit-upto 480b/s --hashlimit-mode srcip --hashlimit-name a", times(12));
        assertThat(answers).isEqualTo("++++++++++--");
        stack.pass(Duration.ofMillis(1_000));
        assertThat(further(times(12))).isEqualTo("++++++++++--");
    }

    @Test
    void aBurstOfBytesIsSpentOnce() {
        String rule = "-m hashlimit --hashlimit-upto 480b/s --hashlimit-burst 960b --hashlimit-mode srcip --hashlimit-name a";
        assertThat(answers(rule, times(32))).isEqualTo("+".repeat(30) + "--");
        stack.pass(Duration.ofMillis(1_000));
        assertThat(further(times(11))).isEqualTo("+".repeat(10) + "-");
    }

    @Test
    void rateMatchAnswersForWholeIntervals() {
        String rule = "-m hashlimit --hashlimit-above 2/s --hashlimit-burst 1 --hashlimit-rate-match --hashlimit-name a"
                + " --hashlimit-htable-expire 60000";
        shell.ok("iptables -A INPUT " + rule + " -j DROP");
        assertThat(further(times(5))).isEqualTo("---++");
        stack.pass(Duration.ofMillis(1_000));
        assertThat(further(times(2))).as("too much came before").isEqualTo("++");
        stack.pass(Duration.ofMillis(1_000));
        assertThat(further(times(3))).isEqualTo("---");
    }

    @Test
    void recentRemembersAddresses() {
        shell.ok("iptables -A INPUT -m recent --update --seconds 60 --hitcount 3 --name r -j DROP",
                "iptables -A INPUT -m recent --set --name r");
        assertThat(further(times(5))).isEqualTo("---++");
        stack.pass(Duration.ofMillis(60_000));
        assertThat(further(times(1))).as("60 s are still within").isEqualTo("+");
        stack.pass(Duration.ofMillis(60_004));
        assertThat(further(times(1))).isEqualTo("-");
    }

    @Test
    void recentListsAreSharedAndBounded() {
        shell.ok("iptables -A INPUT -d 203.0.113.9 -m recent --set --name r -j ACCEPT",
                "iptables -A INPUT -m recent --rcheck --name r -j DROP");
        for (String source : new String[] {"10.0.0.1", "10.0.0.2", "10.0.0.1", "10.0.0.3", "10.0.0.4"}) {
            matches(packets.udp(source, "203.0.113.9", 1, 2));
        }
        assertThat(further("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5")).isEqualTo("+-++-");
    }

    @Test
    void recentForgetsWhatIsRemoved() {
        shell.ok("iptables -A INPUT -d 203.0.113.9 -m recent --set --name r -j ACCEPT",
                "iptables -A INPUT -m recent --remove --name r -j DROP");
        matches(packets.udp("10.0.0.1", "203.0.113.9", 1, 2));
        assertThat(further("10.0.0.1", "10.0.0.1")).isEqualTo("+-");
    }

    @Test
    void recentReapsTheOldestOnly() {
        shell.ok("iptables -A INPUT -d 203.0.113.9 -m recent --set --name r -j ACCEPT",
                "iptables -A INPUT -s 10.0.0.9 -m recent --rcheck --seconds 1 --reap --name r -j ACCEPT",
                "iptables -A INPUT -m recent --rcheck --name r -j DROP");
        matches(packets.udp("10.0.0.1", "203.0.113.9", 1, 2));
        matches(packets.udp("10.0.0.9", "203.0.113.9", 1, 2));
        stack.pass(Duration.ofMillis(1_004));
        assertThat(further("10.0.0.9", "10.0.0.1")).isEqualTo("+-");
    }

    @Test
    void recentMasksAddresses() {
        shell.ok("iptables -A INPUT -d 203.0.113.9 -m recent --set --name r --mask 255.255.255.0 -j ACCEPT",
                "iptables -A INPUT -m recent --rcheck --name r -j DROP");
        matches(packets.udp("10.0.0.1", "203.0.113.9", 1, 2));
        assertThat(further("10.0.0.77", "10.0.1.1")).isEqualTo("+-");
    }

    @Test
    void quotaEndsWithTheFirstPacketThatDoesNotFit() {
        assertThat(answers("-m quota --quota 100", times(4))).isEqualTo("++--");
    }

    @Test
    void aQuotaIsNotFilledUpBySmallerPackets() {
        shell.ok("iptables -A INPUT -m quota --quota 41 -j DROP");
        assertThat(further(times(2))).isEqualTo("+-");
        assertThat(matches(packets.ip("10.0.0.1", "10.0.0.2", 17, 0))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "--every 3 --packet 0, +--+--+", "--every 3 --packet 2, --+--+-", "! --every 3 --packet 0, -++-++-",
        "--every 1 --packet 0, +++++++"})
    void everyNthPacketMatches(String options, String wanted) {
        assertThat(answers("-m statistic --mode nth " + options, times(7))).isEqualTo(wanted);
    }

    @Test
    void chanceIsAboutAsProbableAsSaid() {
        String answers = answers("-m statistic --mode random --probability 0.3", times(20_000));
        assertThat(answers.chars().filter(c -> c == '+').count()).isBetween(5_700L, 6_300L);
    }

    @Test
    void certaintyIsCertain() {
        assertThat(answers("-m statistic --mode random --probability 1", times(1_000))).doesNotContain("-");
        shell.ok("iptables -F");
        assertThat(answers("-m statistic --mode random --probability 0", times(1_000))).doesNotContain("+");
    }

    @ParameterizedTest
    @CsvSource({
        "--timestart 08:00 --timestop 17:00, 2026-03-02T08:00:00, +", "--timestart 08:00 --timestop 17:00, 2026-03-02T17:00:00, +",
        "--timestart 08:00 --timestop 17:00, 2026-03-02T17:00:01, -", "--timestart 23:00 --timestop 01:00, 2026-03-02T00:30:00, +",
        "--timestart 23:00 --timestop 01:00, 2026-03-02T12:00:00, -",
        // Monday, 23:00 to 01:00: twice an hour of Monday, or one time from Monday to Tuesday
        "--weekdays Mon --timestart 23:00 --timestop 01:00, 2026-03-02T00:30:00, +",
        "--weekdays Mon --timestart 23:00 --timestop 01:00 --contiguous, 2026-03-02T00:30:00, -",
        "--weekdays Mon --timestart 23:00 --timestop 01:00 --contiguous, 2026-03-03T00:30:00, +",
        "--weekdays Sun, 2026-03-01T12:00:00, +", "! --weekdays Sun, 2026-03-01T12:00:00, -", "--weekdays Thu, 1970-01-01T00:00:00, +",
        "--monthdays 1, 2026-03-01T12:00:00, +", "--monthdays 2, 2026-03-01T12:00:00, -", "--monthdays 29, 2028-02-29T23:59:59, +",
        "--datestart 2026-03-01T12:00:00, 2026-03-01T12:00:00, +", "--datestart 2026-03-01T12:00:01, 2026-03-01T12:00:00, -",
        "--datestop 2026-03-01T12:00:00, 2026-03-01T12:00:00, +", "--datestop 2026-03-01T11:59:59, 2026-03-01T12:00:00, -",
        "--utc --timestart 12:00 --timestop 12:30, 2026-03-01T12:00:00, +",
        "--kerneltz --timestart 14:00 --timestop 14:30, 2026-03-01T12:00:00, +"})
    void timeAsksTheCalendar(String options, LocalDateTime time, String wanted) {
        stack.wallClockMs(time.toInstant(ZoneOffset.UTC).toEpochMilli());
        assertThat(answers("-m time " + options, times(1))).isEqualTo(wanted);
    }

    @Test
    void nothingIsAllocatedForAKnownAddress() {
        shell.ok("iptables -A INPUT -m limit --limit 5/s", "iptables -A INPUT -m quota --quota 5000000",
                "iptables -A INPUT -m hashlimit --hashlimit-upto 5/s --hashlimit-mode srcip,dstip,srcport --hashlimit-name a",
                "iptables -A INPUT -m hashlimit --hashlimit-upto 5mb/s --hashlimit-name b",
                "iptables -A INPUT -m recent --update --seconds 5 --name r", "iptables -A INPUT -m recent --set --name r",
                "iptables -A INPUT -m statistic --mode random --probability 0.5", "iptables -A INPUT -m time --weekdays Mon");
        Packet[] samples = {packets.udp("10.0.0.1", "10.0.0.9", 1, 2), packets.udp("10.0.0.2", "10.0.0.9", 1, 2)};
        assertThat(Allocation.bytesOf(() -> run(samples, 50_000))).isZero();
        for (Packet sample : samples) {
            sample.release();
        }
    }

    private void run(Packet[] samples, int times) {
        for (int i = 0; i < times; i++) {
            if (i % 64 == 0) {
                stack.pass(TICK);
            }
            input.run(samples[i % samples.length]);
        }
    }
}
