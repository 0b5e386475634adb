package io.weft.net.tables.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.match.StandardMatches;
import org.junit.jupiter.api.Test;

class ManyRulesTest {

    private static final int RULES = 10_000;
    private static final int DEEP = 100;

    @Test
    void tenThousandRulesAreRestored() {
        try (var stack = new StackDouble()) {
            var registry = new TableRegistry(stack);
            StandardMatches.all(stack).forEach(registry::add);
            registry.register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN).build());
            var shell = new Shell(registry);
            var text = new StringBuilder("*filter\n:INPUT ACCEPT [0:0]\n");
            for (int i = 0; i < RULES; i++) {
                text.append("-A INPUT -s 10.").append(i >> 8).append('.').append(i & 255).append(".0/24 -p tcp -m tcp --dport ")
                        .append(i).append(" -j ").append(i % 2 == 0 ? "ACCEPT" : "DROP").append('\n');
            }
            text.append("COMMIT\n");
            for (String jvm : new String[] {"a cold", "a warm"}) {
                long start = System.nanoTime();
                assertThat(shell.run("iptables-restore", text.toString())).isEqualTo(new Shell.Result("", "", 0));
                System.out.printf("%,d rules restored in %d ms by %s JVM%n", RULES, (System.nanoTime() - start) / 1_000_000, jvm);
            }
            assertThat(shell.ok("iptables-save").lines().filter(line -> !line.startsWith("#")))
                    .containsExactlyElementsOf(text.toString().lines().toList());
        }
    }

    @Test
    void tenThousandChainsInARowAreOneWayDown() {
        try (var stack = new StackDouble()) {
            var registry = new TableRegistry(stack);
            registry.register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN).build());
            var shell = new Shell(registry);
            var text = new StringBuilder("*filter\n");
            for (int i = 0; i < RULES; i++) {
                text.append(":c").append(i).append(" - [0:0]\n");
            }
            text.append("-A INPUT -j c0\n");
            for (int i = 1; i < RULES; i++) {
                text.append("-A c").append(i - 1).append(" -j c").append(i).append('\n');
            }
            assertThat(shell.run("iptables-restore", text + "COMMIT\n").exitCode()).isZero();
            assertThat(shell.run("iptables -A c" + (RULES - 1) + " -j c0").err()).isEqualTo("iptables: Too many levels of symbolic links.\n");
        }
    }

    @Test
    void packetGoesDownAHundredChainsAndBack() {
        try (var stack = new StackDouble()) {
            var registry = new TableRegistry(stack);
            StandardMatches.all(stack).forEach(registry::add);
            RuleTable table = registry.register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN).build());
            var shell = new Shell(registry);
            var text = new StringBuilder("*filter\n");
            for (int i = 0; i < DEEP; i++) {
                text.append(":c").append(i).append(" -\n");
            }
            text.append("-A INPUT -j c0\n-A INPUT -j DROP\n");
            for (int i = 0; i < DEEP; i++) {
                // enough rules that each of the chains is compiled
                for (int j = 0; j < 20; j++) {
                    text.append("-A c").append(i).append(" -p udp --dport ").append(1000 + j).append(" -j DROP\n");
                }
                text.append(i + 1 < DEEP ? "-A c" + i + " -j c" + (i + 1) + "\n" : "").append("-A c").append(i).append(" -p udp --dport 7\n");
            }
            assertThat(shell.run("iptables-restore", text + "COMMIT\n")).isEqualTo(new Shell.Result("", "", 0));

            Packet packet = new TestPackets(stack).udp(1, 7);
            assertThat(table.chain("INPUT").run(packet).reason()).isEqualTo("rule in filter INPUT");
            packet.release();
            for (int i = 0; i < DEEP; i++) {
                assertThat(shell.ok("iptables -S c" + i + " -v")).endsWith("--dport 7 -c 1 40\n");
            }
        }
    }

    @Test
    void ruleIsAppendedToTenThousand() {
        try (var stack = new StackDouble()) {
            var registry = new TableRegistry(stack);
            registry.register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN).build());
            var shell = new Shell(registry);
            var text = new StringBuilder("*filter\n");
            for (int i = 0; i < RULES; i++) {
                text.append("-A INPUT -s 10.1.").append(i >> 8).append('.').append(i & 255).append(" -j DROP\n");
            }
            assertThat(shell.run("iptables-restore", text + "COMMIT\n").exitCode()).isZero();
            int times = 10;
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                shell.ok("iptables -A INPUT -s 10.2.0." + i + " -j DROP");
            }
            System.out.printf("a rule appended to %,d in %d ms%n", RULES, (System.nanoTime() - start) / 1_000_000 / times);
            assertThat(shell.rules("INPUT")).hasSize(RULES + times);
        }
    }
}
