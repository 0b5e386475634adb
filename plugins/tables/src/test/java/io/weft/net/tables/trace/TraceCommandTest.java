package io.weft.net.tables.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.PacketExplainer;
import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketFollowing;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.PacketView;
import io.weft.net.explain.PacketWay;
import io.weft.net.explain.TrailNote;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.iptables.IptablesCommand;
import io.weft.net.tables.match.StandardMatches;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceCommandTest {

    private final StackDouble stack = new StackDouble();
    private final TableRegistry registry = new TableRegistry(stack);
    private final RuleTable table = registry.register(TableSpec.named("filter").chain("FORWARD", PacketHooks.FORWARD).build());
    private final Shell shell = new Shell(List.of(new IptablesCommand(registry), new TraceCommand(new OneTable())));

    @BeforeEach
    void rules() {
        StandardMatches.all(stack).forEach(registry::add);
        registry.watchAll(new RuleNotes(List.of()));
        shell.ok("iptables -N web", "iptables -A FORWARD -s 10.0.0.0/8 -j DROP", "iptables -A FORWARD ! -i eth0 -j DROP",
                "iptables -A FORWARD -p tcp -j web", "iptables -A web -p tcp --dport 80 -j ACCEPT", "iptables -A web -p udp",
                "iptables -A FORWARD -p tcp --dport 443 -m comment --comment late -j DROP");
    }

    @AfterEach
    void noPacketIsLeft() {
        stack.close();
    }

    @Test
    void tellsEachRuleAndWhatDidNotFit() {
        assertThat(shell.ok("trace -i eth0 -s 192.168.1.2 -d 203.0.113.2 -p tcp --dport https --tcp-flags SYN,ECE --mark 0x1 --length 60"))
                .isEqualTo("""
                tcp 192.168.1.2:40000 → 203.0.113.2:443 SYN,ECE, 60 bytes, ttl 64, in by eth0

                ● FORWARD
                     0  filter/FilterTable.forward  DROP (rule in filter FORWARD)  1 µs
                         ✗ filter FORWARD:1  -A FORWARD -s 10.0.0.0/8 -j DROP   not: -s
                         ✗ filter FORWARD:2  -A FORWARD ! -i eth0 -j DROP   not: -i
                         ✓ filter FORWARD:3  -A FORWARD -p tcp -j web
                         ✗ filter web:1  -A web -p tcp -m tcp --dport 80 -j ACCEPT   not: -m tcp
                         ✗ filter web:2  -A web -p udp   not: -p
                         ✓ filter web:3  end of chain, RETURN
                         ✓ filter FORWARD:4  -A FORWARD -p tcp -m tcp --dport 443 -m comment --comment late -j DROP

                = dropped at FORWARD by filter/FilterTable.forward: rule in filter FORWARD
                """);
        assertThat(shell.ok("iptables -S -v")).as("and nothing was counted").doesNotContainPattern("-c [1-9]");
    }

    @Test
    void jsonHasTheSame() {
        assertThat(shell.ok("trace -i eth0 -s 192.168.1.2 -d 203.0.113.2 -p udp --dport 53 --json"))
                .contains("\"hook\": \"FORWARD\"", "\"missed\": \"-p\"", "\"number\": 5,\n", "\"rule\": \"-P FORWARD ACCEPT\"",
                        "\"kind\": \"sent\"")
                .startsWith("{\n  \"packet\": \"udp 192.168.1.2:40000 → 203.0.113.2:53, 28 bytes, ttl 64\"");
    }

    @Test
    void manyRulesThatDoNotMatchAreCountedUnlessAllAreWanted() {
        for (int i = 0; i < 20; i++) {
            shell.ok("iptables -I FORWARD -s 10.0.0." + i);
        }
        String words = "trace -i eth0 -s 192.168.1.2 -d 203.0.113.2";
        assertThat(shell.ok(words)).contains("… 24 rules that do not match (--all shows them)\n").doesNotContain("10.0.0.7");
        assertThat(shell.ok(words + " --all")).contains("-A FORWARD -s 10.0.0.7/32   not: -s");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-i eth0 -s 1.1.1.1 | -d is missing: where does the packet go?",
        "-i eth0 -d 1.1.1.1 | -s is missing: who sent the packet that comes in by eth0?",
        "-d 1.1.1.300 | -d '1.1.1.300' is no IPv4 address (want for example 192.168.1.1)",
        "-d 1.1.1.1 -p tcp | --dport is missing: -p tcp wants a port",
        "-d 1.1.1.1 -p tcp --dport 65536 | --dport wants a port of 0 to 65535 or a service's name, not 65536",
        "-d 1.1.1.1 -p nonsense | -p wants a protocol such as tcp, udp, icmp or a number of 1 to 255, not nonsense",
        "-d 1.1.1.1 --dport 5 | --destination-port goes with -p tcp or udp only",
        "-d 1.1.1.1 -p udp --dport 5 --tcp-flags SYN | --tcp-flags goes with -p tcp only",
        "-d 1.1.1.1 -p tcp --dport 5 --tcp-flags SYM | --tcp-flags wants some of FIN,SYN,RST,PSH,ACK,URG,ECE,CWR,NONE, not SYM",
        "-d 1.1.1.1 --length 10 | --length wants a number of 20 to 65535, not 10",
        "-d 1.1.1.1 -d 1.1.1.1 | -d is there twice",
        "-d | -d wants a value behind it",
        "-d 1.1.1.1 --nonsense | there is no option --nonsense"})
    void saysWhatIsWrongAndWhatWouldBeRight(String words, String complaint) {
        Shell.Result said = shell.run("trace " + words);
        assertThat(said.err()).isEqualTo("trace: " + complaint + "\nTry 'weft trace --help' for more information.\n");
        assertThat(said.exitCode()).isEqualTo(2);
    }

    @Test
    void helpFitsAScreen() {
        assertThat(shell.ok("trace --help").lines()).hasSizeLessThan(34).allMatch(line -> line.length() < 110);
    }

    /// A stack that has one table at one hook point.
    private final class OneTable implements PacketExplainer {

        @Override
        public PacketWay explain(byte[] bytes, String device, int mark) {
            Packet packet = Objects.requireNonNull(stack.pool().take());
            packet.append(bytes);
            packet.markNetworkHeader();
            packet.in(stack.interfaceNamed(device));
            packet.mark(mark);
            assertThat(packet.ip().checksumIsRight()).isTrue();
            var trail = new PacketTrail();
            packet.journal(trail);
            Verdict verdict = table.chain("FORWARD").run(packet);
            packet.release();
            List<TrailNote> notes = PacketWay.of(trail.take()).remarks();
            var turn = new PacketWay.Turn("filter", "FilterTable.forward", 0, verdict.kind().name(), verdict.reason(), Duration.ofNanos(1_900),
                    Map.of(), notes);
            Fate fate = verdict == Verdict.ACCEPT ? new Fate.Sent("eth1", "203.0.113.2", bytes.length) : new Fate.Dropped("HOOK", "");
            return new PacketWay(List.of(new PacketWay.Passage("FORWARD", List.of(), new PacketView(Map.of()), List.of(turn), "")),
                    List.of(fate), List.of());
        }

        @Override
        public PacketFollowing follow(@Nullable Predicate<Packet> which, int most) {
            throw new IllegalStateException("no packet is followed here");
        }

        @Override
        public @Nullable PacketTrail journalOf(Packet traced, String hook) {
            return null;
        }
    }
}
