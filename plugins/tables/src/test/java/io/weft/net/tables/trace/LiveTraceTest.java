package io.weft.net.tables.trace;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveTraceTest {

    private final StackDouble stack = new StackDouble();
    private final TestPackets packets = new TestPackets(stack);
    private final TableRegistry registry = new TableRegistry(stack);
    private final RuleTable raw = registry.register(TableSpec.named("raw").chain("PREROUTING", PacketHooks.PRE_ROUTING).build());
    private final RuleTable filter = registry.register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN).build());
    private final TraceCommand trace = new TraceCommand((_, _, _) -> {
        throw new IllegalStateException("no packet is made up here");
    }, registry);
    private final Shell shell = new Shell(List.of(new IptablesCommand(registry), trace));

    @BeforeEach
    void rules() {
        StandardMatches.all(stack).forEach(registry::add);
        shell.ok("iptables -t raw -S", "iptables -A INPUT -s 10.0.0.0/8", "iptables -A INPUT -p udp --dport 53 -j DROP");
    }

    @AfterEach
    void noPacketIsLeft() {
        stack.close();
    }

    @Test
    void tellsTheRulesThatEachPacketMatches() throws Exception {
        var live = new LivePackets(2, false);
        registry.watch(live);
        send(53);
        send(54);
        send(55);
        assertThat(lines(live)).isEqualTo("""
                1 udp 192.168.1.2:1 → 203.0.113.2:53, 40 bytes, ttl 64, of this host
                1   ✓ raw PREROUTING:1  -P PREROUTING ACCEPT
                1   ✓ filter INPUT:2  -A INPUT -p udp -m udp --dport 53 -j DROP
                2 udp 192.168.1.2:1 → 203.0.113.2:54, 40 bytes, ttl 64, of this host
                2   ✓ raw PREROUTING:1  -P PREROUTING ACCEPT
                2   ✓ filter INPUT:3  -P INPUT ACCEPT
                """);
        assertThat(live.count()).isEqualTo(2);
    }

    @Test
    void packetsThatEndInRawAreToldApart() throws Exception {
        shell.ok("iptables -t raw -A PREROUTING -j DROP");
        var live = new LivePackets(9, true);
        registry.watch(live);
        raw(53).release();
        raw(53).release();
        assertThat(lines(live).lines()).hasSize(4).filteredOn(line -> line.startsWith("2 ")).hasSize(2);
    }

    @Test
    void endsAfterSoManyPacketsAndSaysSo() throws Exception {
        var call = CompletableFuture.supplyAsync(() -> shell.run("trace --live --count 3"));
        while (!call.isDone()) {
            send(53);
        }
        assertThat(call.get().exitCode()).isZero();
        assertThat(call.get().err()).endsWith("trace: 3 packets have been told.\n");
        assertThat(call.get().out()).contains("3   ✓ filter INPUT:2  -A INPUT -p udp -m udp --dport 53 -j DROP");
    }

    @Test
    void endsWithItsPlugin() throws Exception {
        trace.close();
        assertThat(shell.run("trace --live").err()).isEqualTo("trace: 0 packets have been told.\n");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(shell.run("trace --count 0").err()).startsWith("trace: --count wants a number of 1 to 2147483647, not 0\n");
        assertThat(shell.run("trace --count").err()).startsWith("trace: --count wants a number of 1 to 2147483647, not nothing\n");
        assertThat(shell.run("trace --live -s 1.1.1.1").err()).startsWith("trace: with --live or --count there is no option -s\n");
    }

    private void send(int port) {
        Packet packet = raw(port);
        filter.chain("INPUT").run(packet);
        packet.release();
    }

    private Packet raw(int port) {
        Packet packet = packets.udp("192.168.1.2", "203.0.113.2", 1, port);
        packet.traced(true);
        raw.chain("PREROUTING").run(packet);
        return packet;
    }

    private static String lines(LivePackets live) throws InterruptedException {
        var text = new StringBuilder();
        for (String line = live.next(0); line != null; line = live.next(0)) {
            text.append(line);
        }
        return text.toString();
    }
}
