package io.weft.net.tables.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.PacketExplainer;
import io.weft.net.explain.Fate;
import io.weft.net.explain.PacketFollowing;
import io.weft.net.explain.PacketTrail;
import io.weft.net.explain.PacketTrail.Entry.Turned;
import io.weft.net.explain.PacketView;
import io.weft.net.explain.PacketWay;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.iptables.IptablesCommand;
import io.weft.net.tables.match.StandardMatches;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LiveTraceTest {

    private final StackDouble stack = new StackDouble();
    private final TestPackets packets = new TestPackets(stack);
    private final TableRegistry registry = new TableRegistry(stack);
    private final RuleTable raw = registry.register(TableSpec.named("raw").chain("PREROUTING", PacketHooks.PRE_ROUTING).build());
    private final RuleTable filter = registry.register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN).build());
    private final Recorded recorded = new Recorded();
    private final TraceCommand trace = new TraceCommand(recorded);
    private final Shell shell = new Shell(List.of(new IptablesCommand(registry), trace));

    @BeforeEach
    void rules() {
        StandardMatches.all(stack).forEach(registry::add);
        registry.watchAll(new RuleNotes(List.of(recorded)));
        shell.ok("iptables -t raw -S", "iptables -A INPUT -s 10.0.0.0/8", "iptables -A INPUT -p udp --dport 53 -j DROP");
    }

    @AfterEach
    void noPacketIsLeft() {
        stack.close();
    }

    @Test
    void tellsTheSameOfLivePacketsAsOfMadeUpOnes() {
        recorded.add(way(53));
        recorded.add(way(54));
        recorded.leftOut = 7;
        Shell.Result told = shell.run("trace --live --count 2 --all");
        assertThat(told.out()).isEqualTo("""
                1 udp 192.168.1.2:1 → 203.0.113.2:53, 40 bytes, ttl 64, in by eth0

                ● LOCAL_IN
                     0  filter/FilterTable.input  DROP (rule in filter INPUT)  1 µs
                         ✗ filter INPUT:1  -A INPUT -s 10.0.0.0/8   not: -s
                         ✓ filter INPUT:2  -A INPUT -p udp -m udp --dport 53 -j DROP

                = dropped at LOCAL_IN by filter/FilterTable.input: rule in filter INPUT

                2 udp 192.168.1.2:1 → 203.0.113.2:54, 40 bytes, ttl 64, in by eth0

                ● LOCAL_IN
                     0  filter/FilterTable.input  ACCEPT  1 µs
                         ✗ filter INPUT:1  -A INPUT -s 10.0.0.0/8   not: -s
                         ✗ filter INPUT:2  -A INPUT -p udp -m udp --dport 53 -j DROP   not: -m udp
                         ✓ filter INPUT:3  -P INPUT ACCEPT

                = delivered to socket 54

                """);
        assertThat(told.err()).isEqualTo("trace: 7 packets were left out: more came than can be told\ntrace: 2 packets have been told.\n");
        assertThat(shell.ok("iptables -S -v")).as("and they are counted as ever").contains("-c 1 40 -j DROP", "-P INPUT ACCEPT -c 1 40");
    }

    @Test
    void jsonIsALineAPacket() {
        recorded.add(way(53));
        recorded.add(way(54));
        String told = shell.run("trace --live --count 2 --json").out();
        assertThat(told.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"number\": ") && line.endsWith("}"));
        assertThat(told).contains("{\"number\": 2, \"packet\": \"udp 192.168.1.2:1 → 203.0.113.2:54, 40 bytes, ttl 64\", \"in\": \"eth0\", \"passages\": [",
                "\"missed\": \"-m udp\"", "\"kind\": \"delivered\"");
    }

    @Test
    void tracedPacketIsAskedForWithTheHookWhereItIs() {
        Packet packet = packets.udp("192.168.1.2", "203.0.113.2", 1, 53);
        packet.traced(true);
        raw.chain("PREROUTING").run(packet);
        packet.release();
        assertThat(recorded.asked).containsExactly(PacketHooks.PRE_ROUTING);
    }

    @Test
    void choosesPacketsByTheirHeaders() throws Exception {
        assertThat(which("--live --count 3")).isNull();
        assertThat(chosen("-s 192.168.0.0/16 -d 203.0.113.2")).isTrue();
        assertThat(chosen("-s 10.0.0.0/8")).isFalse();
        assertThat(chosen("-p udp --dport 53")).isTrue();
        assertThat(chosen("-p udp --sport 53")).isFalse();
        assertThat(chosen("-p tcp --dport domain")).isFalse();
        assertThat(chosen("-i eth0")).isTrue();
        assertThat(chosen("-i eth1")).isFalse();
    }

    @Test
    void endsWithItsPlugin() {
        trace.close();
        assertThat(shell.run("trace --live").err()).isEqualTo("trace: 0 packets have been told.\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--count 0 | --count wants a number of 1 to 2147483647, not 0",
        "--count | --count wants a value behind it",
        "--live --ttl 5 | with --live or --count there is no option --ttl",
        "--live -s 10.0.0.1/8 | -s 10.0.0.1/8 has host bits set: want 10.0.0.0/8",
        "--live --dport 5 | --destination-port goes with -p tcp or udp only"})
    void saysWhatIsWrong(String words, String complaint) {
        assertThat(shell.run("trace " + words).err()).startsWith("trace: " + complaint + "\n");
    }

    private boolean chosen(String words) throws Exception {
        Packet packet = packets.udp("192.168.1.2", "203.0.113.2", 1, 53);
        packet.in(stack.interfaceNamed("eth0"));
        Predicate<Packet> which = which("--live " + words);
        boolean is = which != null && which.test(packet);
        packet.release();
        return is;
    }

    private static @Nullable Predicate<Packet> which(String words) throws Exception {
        return LiveOptions.read(List.of(words.split(" "))).which();
    }

    /// The way of a packet through the table `filter`, as a stack writes it down.
    private PacketWay way(int port) {
        Packet packet = packets.udp("192.168.1.2", "203.0.113.2", 1, port);
        PacketTrail trail = PacketTrail.ofReal(() -> { });
        var fields = new LinkedHashMap<String, String>();
        fields.put("source", "192.168.1.2:1");
        fields.put("destination", "203.0.113.2:" + port);
        fields.put("protocol", "17");
        fields.put("length", "40");
        fields.put("ttl", "64");
        fields.put("in", "eth0");
        var view = new PacketView(fields);
        trail.came("LOCAL_IN", view);
        packet.journal(trail);
        Verdict verdict = filter.chain("INPUT").run(packet);
        trail.turned(new Turned("filter", "FilterTable.input", 0, verdict.kind().name(), verdict.reason(), Duration.ofNanos(1_900), view));
        trail.left(verdict == Verdict.ACCEPT ? "passes" : "DROP");
        trail.end(port == 53 ? new Fate.Dropped("HOOK", "by a hook") : new Fate.Delivered("socket " + port));
        packet.release();
        return PacketWay.of(trail.take());
    }

    /// A stack whose packets have come already.
    private static final class Recorded implements PacketExplainer, PacketFollowing {

        private final Queue<PacketWay> ways = new ArrayDeque<>();
        private final Set<String> asked = new HashSet<>();
        private long leftOut;
        private int number;

        void add(PacketWay way) {
            ways.add(way);
        }

        @Override
        public PacketWay explain(byte[] packet, String device, int mark) {
            throw new IllegalStateException("no packet is made up here");
        }

        @Override
        public PacketFollowing follow(@Nullable Predicate<Packet> which, int most) {
            return this;
        }

        @Override
        public @Nullable PacketTrail journalOf(Packet traced, String hook) {
            asked.add(hook);
            return null;
        }

        @Override
        public @Nullable Followed next(long waitMs) {
            PacketWay way = ways.poll();
            return way == null ? null : new Followed(++number, way);
        }

        @Override
        public boolean isOver() {
            return ways.isEmpty() && number > 0;
        }

        @Override
        public long takeLeftOut() {
            long count = leftOut;
            leftOut = 0;
            return count;
        }

        @Override
        public void close() { }
    }
}
