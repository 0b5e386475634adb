package io.weft.net.tables.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.Verdict;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.PacketTarget;
import io.weft.net.tables.extension.RefusedException;
import io.weft.net.tables.extension.RuleSite;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.TargetExtension;
import io.weft.net.tables.match.StandardMatches;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTest {

    private static final int UDP_LENGTH = 40;

    private final StackDouble stack = new StackDouble();
    private final TestPackets packets = new TestPackets(stack);
    private final TableRegistry registry = new TableRegistry(stack);
    private final RuleTable table = registry.register(TableSpec.named("filter")
            .chain("INPUT", PacketHooks.LOCAL_IN)
            .chain("FORWARD", PacketHooks.FORWARD)
            .chain("OUTPUT", PacketHooks.LOCAL_OUT)
            .build());
    private final Shell shell = new Shell(registry);

    EngineTest() {
        StandardMatches.all(stack).forEach(registry::add);
    }

    @AfterEach
    void noPacketIsLeft() {
        stack.close();
    }

    @Test
    void policyDecidesWhatNoRuleDoes() {
        assertThat(input(packets.udp(1, 2))).isEqualTo(Verdict.Kind.ACCEPT);
        shell.ok("iptables -P INPUT DROP");
        assertThat(input(packets.udp(1, 2))).isEqualTo(Verdict.Kind.DROP);
        assertThat(counts()).contains("-P INPUT DROP -c 1 40");
    }

    @Test
    void tableIsLoadedWhenItIsNamed() {
        assertThat(table.isLoaded()).isFalse();
        shell.ok("iptables -L");
        assertThat(table.isLoaded()).isTrue();
    }

    @Test
    void verdictsSayWhereTheyWereMade() {
        shell.ok("iptables -N u", "iptables -A u -j DROP", "iptables -A INPUT -p udp -j u", "iptables -P INPUT DROP");
        Packet udp = packets.udp(1, 2);
        assertThat(table.chain("INPUT").run(udp).reason()).isEqualTo("rule in filter u");
        udp.release();
        Packet icmp = packets.icmp(8, 0);
        assertThat(table.chain("INPUT").run(icmp).reason()).isEqualTo("policy of filter INPUT");
        icmp.release();
    }

    @Test
    void returnGoesBackBehindTheJump() {
        shell.ok("iptables -N u", "iptables -A u -j RETURN", "iptables -A u -j ACCEPT", "iptables -A INPUT -j u",
                "iptables -A INPUT -j DROP");
        assertThat(input(packets.udp(1, 2))).isEqualTo(Verdict.Kind.DROP);
    }

    @Test
    void endOfChainGoesBackBehindTheJump() {
        shell.ok("iptables -N u", "iptables -A u -p tcp -j ACCEPT", "iptables -A INPUT -j u", "iptables -A INPUT -j DROP");
        assertThat(input(packets.udp(1, 2))).isEqualTo(Verdict.Kind.DROP);
    }

    @Test
    void gotoDoesNotComeBackHere() {
        shell.ok("iptables -N a", "iptables -N b", "iptables -A INPUT -j a", "iptables -A INPUT -j ACCEPT", "iptables -A a -g b",
                "iptables -A a -j DROP", "iptables -A b -s 9.9.9.9", "iptables -P INPUT DROP");
        assertThat(input(packets.udp(1, 2))).as("b returns to INPUT, not to a").isEqualTo(Verdict.Kind.ACCEPT);
        shell.ok("iptables -R INPUT 1 -g a");
        assertThat(input(packets.udp(1, 2))).as("nobody to return to but the policy").isEqualTo(Verdict.Kind.DROP);
    }

    @Test
    void countsBeforeTheTargetAndWithoutOne() {
        shell.ok("iptables -A INPUT -p udp", "iptables -A INPUT -p udp --dport 2 -j DROP", "iptables -A INPUT -p tcp");
        for (int i = 0; i < 3; i++) {
            input(packets.udp(1, 2));
        }
        input(packets.udp(1, 3));
        assertThat(counts()).contains(
                "-A INPUT -p udp -c 4 " + 4 * UDP_LENGTH, "-A INPUT -p udp -m udp --dport 2 -c 3 " + 3 * UDP_LENGTH + " -j DROP",
                "-A INPUT -p tcp -c 0 0", "-P INPUT ACCEPT -c 1 " + UDP_LENGTH);
    }

    @Test
    void countersStayWithTheirRulesWhenOthersChange() {
        shell.ok("iptables -A INPUT -p udp", "iptables -A INPUT -p udp --dport 2");
        input(packets.udp(1, 2));
        shell.ok("iptables -I INPUT -p tcp", "iptables -N new", "iptables -A new -j DROP", "iptables -D INPUT 2", "iptables -P FORWARD DROP");
        input(packets.udp(1, 2));
        assertThat(counts()).contains("-P INPUT ACCEPT -c 2 80", "-A INPUT -p tcp -c 0 0", "-A INPUT -p udp -m udp --dport 2 -c 2 80");
        shell.ok("iptables -E new newer", "iptables -Z INPUT 2");
        assertThat(counts()).contains("-P INPUT ACCEPT -c 2 80", "-A INPUT -p udp -m udp --dport 2 -c 0 0");
    }

    @Test
    void zeroKeepsWhatIsCountedAfterTheListing() {
        shell.ok("iptables -A INPUT -p udp");
        input(packets.udp(1, 2));
        LiveTable live = registry.table("filter");
        TableDraft draft = live.draft();
        CounterSnapshot listed = live.counters();
        input(packets.udp(1, 2));
        draft.chain("INPUT").rules().getFirst().count().subtract(listed);
        commit(draft);
        assertThat(counts()).contains("-A INPUT -p udp -c 1 40");
    }

    @Test
    void interfacesMatchByNameAndBeginning() {
        shell.ok("iptables -A INPUT -i eth0", "iptables -A INPUT -i eth+", "iptables -A INPUT ! -i eth0", "iptables -A INPUT -i +",
                "iptables -A INPUT -i lo");
        for (String name : List.of("eth0", "eth1", "eth0.100")) {
            Packet packet = packets.udp(1, 2);
            packet.in(stack.interfaceNamed(name));
            input(packet);
        }
        assertThat(counts()).contains("-A INPUT -i eth0 -c 1 40", "-A INPUT -i eth+ -c 3 120", "-A INPUT ! -i eth0 -c 2 80",
                "-A INPUT -c 3 120", "-A INPUT -i lo -c 0 0");
    }

    @Test
    void packetWithoutInterfaceMatchesOnlyNegations() {
        shell.ok("iptables -A FORWARD -o eth0", "iptables -A FORWARD ! -o eth0", "iptables -A FORWARD -o +");
        run("FORWARD", packets.udp(1, 2));
        assertThat(counts()).contains("-A FORWARD -o eth0 -c 0 0", "-A FORWARD ! -o eth0 -c 1 40", "-A FORWARD -c 1 40");
    }

    @Test
    void fragmentsMatchOnlyLaterParts() {
        shell.ok("iptables -A INPUT -f", "iptables -A INPUT ! -f");
        input(packets.udp(1, 2));
        Packet first = packets.udp(1, 2);
        first.ip().fragment(false, true, 0);
        input(first);
        input(packets.laterFragment(packets.udp(1, 2), 800));
        assertThat(counts()).contains("-A INPUT -f -c 1 40", "-A INPUT ! -f -c 2 80");
    }

    @Test
    void malformedPacketIsDroppedWhateverThePolicy() {
        shell.ok("iptables -A INPUT -p tcp --dport 80", "iptables -A INPUT -j ACCEPT");
        Packet cut = packets.ip("1.1.1.1", "2.2.2.2", 6, 10);
        assertThat(table.chain("INPUT").run(cut).reason()).isEqualTo("malformed, in filter INPUT");
        cut.release();
        assertThat(counts()).contains("-A INPUT -c 0 0 -j ACCEPT");
    }

    @Test
    void oneLargePacketCountsOnce() {
        shell.ok("iptables -A INPUT -p tcp");
        Packet large = packets.ip("1.1.1.1", "2.2.2.2", 6, 60_000);
        large.tcp().flags(TcpHeader.ACK);
        input(large);
        assertThat(counts()).contains("-A INPUT -p tcp -c 1 60020");
    }

    @Test
    void badRuleChangesNothing() {
        shell.ok("iptables -A INPUT -p udp -j DROP");
        input(packets.udp(1, 2));
        String before = shell.ok("iptables-save -c");
        for (String bad : List.of("iptables -A INPUT -m tcp --dport 80", "iptables -A INPUT -j NOSUCH", "iptables -A NOSUCH -j ACCEPT",
                "iptables -I INPUT 7", "iptables -A INPUT -j INPUT", "iptables -X INPUT", "iptables -D INPUT 2")) {
            assertThat(shell.run(bad).exitCode()).as(bad).isNotZero();
            assertThat(shell.ok("iptables-save -c")).as(bad).isEqualTo(before);
        }
    }

    @Test
    void restoreChangesAllTablesOrNone() {
        registry.register(TableSpec.named("other").chain("OUTPUT", PacketHooks.LOCAL_OUT).build());
        String good = "*filter\n-A INPUT -s 1.1.1.1\nCOMMIT\n";
        assertThat(shell.run("iptables-restore", good + "*other\n-A OUTPUT --nonsense\nCOMMIT\n").exitCode()).isEqualTo(2);
        assertThat(shell.run("iptables-restore", good + "*other\n-A OUTPUT -m tcp --dport 1\nCOMMIT\n"))
                .isEqualTo(new Shell.Result("", "iptables-restore: line 6 failed\n", 1));
        assertThat(shell.rules("INPUT")).isEmpty();
        assertThat(shell.run("iptables-restore", good + "*other\n-A OUTPUT -s 2.2.2.2\nCOMMIT\n").exitCode()).isZero();
        assertThat(shell.rules("INPUT")).containsExactly("-A INPUT -s 1.1.1.1/32");
        assertThat(shell.ok("iptables -t other -S")).contains("-A OUTPUT -s 2.2.2.2/32");
    }

    @Test
    void inhibitedTargetIsRefusedInTheTablesWords() {
        registry.register(TableSpec.named("other").chain("OUTPUT", PacketHooks.LOCAL_OUT).inhibit("RETURN", "no RETURN here").build());
        assertThat(shell.run("iptables -t other -A OUTPUT -j RETURN").err()).startsWith("iptables v1.8.9 (legacy): no RETURN here\n");
    }

    @Test
    void targetsMaySendPacketsThroughTheSameTable() {
        var echo = new Echo();
        registry.add(echo);
        shell.ok("iptables -A INPUT -p udp -j ECHO", "iptables -A OUTPUT -p icmp -j ECHO", "iptables -A OUTPUT -j DROP");
        assertThat(input(packets.udp(1, 2))).isEqualTo(Verdict.Kind.ACCEPT);
        assertThat(counts()).contains("-A INPUT -p udp -c 1 40 -j ECHO");
        assertThat(echo.runs).as("nesting is bounded").isEqualTo(8);
        assertThat(echo.deepest).isEqualTo(Verdict.Kind.DROP);
    }

    @Test
    void rulesLeaveWithTheirExtension() {
        RuleTables.Lease lease = registry.add(new Echo());
        shell.ok("iptables -A INPUT -p udp -j ECHO", "iptables -A INPUT -p udp -j DROP");
        input(packets.ip("1.1.1.1", "2.2.2.2", 6, 20));
        lease.close();
        lease.close();
        assertThat(shell.rules("INPUT")).containsExactly("-A INPUT -p udp -j DROP");
        assertThat(shell.run("iptables -A INPUT -j ECHO").exitCode()).isEqualTo(2);
    }

    @Test
    void rulesLeaveWithTheirExtensionThoughOneThatStaysWouldBeRefusedNow() {
        Echo echo = new Echo();
        registry.add(echo);
        RuleTables.Lease lease = registry.add(OddWords.all().getFirst());
        shell.ok("iptables -A INPUT -p udp -j ECHO", "iptables -A INPUT -m nth --every 2");
        echo.refusing = true;
        lease.close();
        assertThat(shell.rules("INPUT")).containsExactly("-A INPUT -p udp -j ECHO");
    }

    @Test
    void namesAreTakenOnce() {
        assertThatThrownBy(() -> registry.register(TableSpec.named("filter").build())).hasMessage("there is a table filter");
        assertThatThrownBy(() -> StandardMatches.all(stack).forEach(registry::add)).hasMessage("there is an extension tcp");
        assertThatThrownBy(() -> table.chain("POSTROUTING")).hasMessageContaining("no built-in chain POSTROUTING");
    }

    @Test
    void closedTableIsGone() {
        table.close();
        assertThat(shell.run("iptables -L").exitCode()).isEqualTo(3);
        assertThat(shell.ok("iptables-save")).isEmpty();
    }

    private Verdict.Kind input(Packet packet) {
        return run("INPUT", packet);
    }

    private Verdict.Kind run(String chain, Packet packet) {
        Verdict verdict = table.chain(chain).run(packet);
        packet.release();
        return verdict.kind();
    }

    private List<String> counts() {
        return List.of(shell.ok("iptables -S -v").split("\n"));
    }

    private void commit(TableDraft draft) {
        registry.lock().lock();
        try {
            registry.commit(List.of(draft));
        } catch (RefusedException e) {
            throw new AssertionError(e);
        } finally {
            registry.lock().unlock();
        }
    }

    /// A target that lets a packet go on, and sends another through OUTPUT while it is at it.
    private final class Echo implements TargetExtension, RuleTarget {

        private int runs;
        private boolean refusing;
        private Verdict.Kind deepest = Verdict.Kind.ACCEPT;

        @Override
        public String name() {
            return "ECHO";
        }

        @Override
        public List<OptionSpec> options() {
            return List.of();
        }

        @Override
        public String help() {
            return "ECHO takes no options\n";
        }

        @Override
        public OptionParser<RuleTarget> parser() {
            return new OptionParser<>() {
                @Override
                public void option(OptionUse use) {
                    throw new IllegalStateException("there is none");
                }

                @Override
                public RuleTarget finish() {
                    return Echo.this;
                }
            };
        }

        @Override
        public void check(RuleSite site) throws RefusedException {
            if (refusing) {
                throw RefusedException.invalid("ECHO target: not any more");
            }
        }

        @Override
        public String save() {
            return "";
        }

        @Override
        public String list(boolean numeric) {
            return "";
        }

        @Override
        public PacketTarget bind(RuleSite site) {
            return (packet, traversal) -> {
                runs++;
                Verdict.Kind nested = run("OUTPUT", packets.icmp(8, 0));
                if (runs == 8 && deepest == Verdict.Kind.ACCEPT) {
                    deepest = nested;
                }
                return Decision.CONTINUE;
            };
        }
    }
}
