package io.weft.net.tables.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.match.StandardMatches;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Holds the interpreter against a reading of the same rules that is as simple as can be.
class InterpreterPropertyTest {

    private static final int LENGTH = 40;
    private static final int CHAINS = 5;

    /// A rule over UDP packets: any of its questions may be left out with -1.
    record SimpleRule(int chain, int sourceBits, boolean notSource, int firstPort, int lastPort, boolean notPort, int device, Then then,
            int jump) {

        enum Then { COUNT, ACCEPT, DROP, RETURN, JUMP, GOTO }

        boolean matches(Sample packet) {
            int address = 0x0A000000 | packet.host();
            boolean source = sourceBits < 0 || (address >>> 32 - sourceBits == 0x0A000003 >>> 32 - sourceBits) != notSource;
            boolean port = firstPort < 0 || (packet.port() >= firstPort && packet.port() <= lastPort) != notPort;
            boolean in = device < 0 || device == packet.device();
            return source && port && in;
        }

        /// A jump leads only to chains with higher numbers, so that there is no circle.
        int target() {
            return chain + 1 + jump % (CHAINS - chain - 1);
        }

        Then action() {
            boolean nowhere = chain == CHAINS - 1;
            return nowhere && (then == Then.JUMP || then == Then.GOTO) ? Then.RETURN : then;
        }

        String text() {
            var text = new StringBuilder("-A ").append(chainName(chain)).append(" -p udp");
            if (sourceBits >= 0) {
                text.append(notSource ? " ! -s " : " -s ").append("10.0.0.3/").append(sourceBits);
            }
            if (device >= 0) {
                text.append(" -i ").append(device == 0 ? "eth0" : "eth1");
            }
            if (firstPort >= 0) {
                text.append(notPort ? " ! --dport " : " --dport ").append(firstPort).append(':').append(lastPort);
            }
            return text.append(switch (action()) {
                case COUNT -> "";
                case ACCEPT, DROP, RETURN -> " -j " + action();
                case JUMP -> " -j " + chainName(target());
                case GOTO -> " -g " + chainName(target());
            }).toString();
        }
    }

    record Sample(int host, int port, int device) { }

    private static String chainName(int chain) {
        return chain == 0 ? "INPUT" : "c" + chain;
    }

    @Property(tries = 300)
    void decidesAndCountsLikeTheSimpleReading(@ForAll("rules") List<SimpleRule> rules, @ForAll("samples") List<Sample> samples,
            @ForAll boolean dropPolicy) {
        try (var stack = new StackDouble()) {
            var registry = new TableRegistry(stack);
            StandardMatches.all(stack).forEach(registry::add);
            RuleTable table = registry.register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN).build());
            var shell = new Shell(registry);
            String policy = dropPolicy ? "DROP" : "ACCEPT";
            assertThat(shell.run("iptables-restore", text(rules, policy))).isEqualTo(new Shell.Result("", "", 0));

            var simple = new Simple(rules);
            var packets = new TestPackets(stack);
            for (Sample sample : samples) {
                Packet packet = packets.udp("10.0.0." + sample.host(), "1.1.1.1", 1, sample.port());
                packet.in(stack.interfaceNamed(sample.device() == 0 ? "eth0" : "eth1"));
                Verdict verdict = table.chain("INPUT").run(packet);
                packet.release();
                assertThat(verdict.kind()).hasToString(simple.verdict(sample, policy));
            }
            assertThat(shell.ok("iptables-save -c").lines().filter(line -> line.startsWith("["))
                    .map(line -> line.substring(0, line.indexOf(']') + 1)))
                    .containsExactlyElementsOf(simple.counters());
        }
    }

    private static String text(List<SimpleRule> rules, String policy) {
        var text = new StringBuilder("*filter\n:INPUT " + policy + "\n");
        for (int i = 1; i < CHAINS; i++) {
            text.append(':').append(chainName(i)).append(" -\n");
        }
        rules.forEach(rule -> text.append(rule.text()).append('\n'));
        return text.append("COMMIT\n").toString();
    }

    /// The simple reading: a chain is a list, a jump a call.
    private static final class Simple {

        private final List<List<SimpleRule>> chains = new ArrayList<>();
        private final List<long[]> counts = new ArrayList<>();

        Simple(List<SimpleRule> rules) {
            for (int i = 0; i < CHAINS; i++) {
                int number = i;
                chains.add(rules.stream().filter(rule -> rule.chain() == number).toList());
                counts.add(new long[chains.getLast().size()]);
            }
        }

        String verdict(Sample sample, String policy) {
            String decided = run(0, sample);
            return decided.isEmpty() ? policy : decided;
        }

        /// Empty when the chain decides nothing.
        private String run(int chain, Sample sample) {
            List<SimpleRule> rules = chains.get(chain);
            for (int i = 0; i < rules.size(); i++) {
                SimpleRule rule = rules.get(i);
                if (!rule.matches(sample)) {
                    continue;
                }
                counts.get(chain)[i]++;
                switch (rule.action()) {
                    case COUNT -> { }
                    case ACCEPT, DROP -> {
                        return rule.action().name();
                    }
                    case RETURN -> {
                        return "";
                    }
                    case GOTO -> {
                        return run(rule.target(), sample);
                    }
                    case JUMP -> {
                        String decided = run(rule.target(), sample);
                        if (!decided.isEmpty()) {
                            return decided;
                        }
                    }
                }
            }
            return "";
        }

        List<String> counters() {
            var texts = new ArrayList<String>();
            for (long[] chain : counts) {
                for (long count : chain) {
                    texts.add("[" + count + ":" + count * LENGTH + "]");
                }
            }
            return texts;
        }
    }

    @Provide
    Arbitrary<List<SimpleRule>> rules() {
        Arbitrary<Integer> port = Arbitraries.integers().between(-1, 9);
        return Combinators.combine(
                        Arbitraries.integers().between(0, CHAINS - 1), Arbitraries.integers().between(-1, 32).filter(bits -> bits != 0),
                        Arbitraries.of(true, false), port, Arbitraries.integers().between(0, 4), Arbitraries.of(true, false),
                        Arbitraries.integers().between(-1, 1), Arbitraries.of(SimpleRule.Then.values()))
                .as((chain, bits, notSource, first, width, notPort, device, then) -> new SimpleRule(
                        chain, bits, notSource, first, first + width, notPort, device, then, Math.abs(first * 7 + width)))
                .list().ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Sample>> samples() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 7), Arbitraries.integers().between(0, 12), Arbitraries.integers().between(0, 1))
                .as(Sample::new).list().ofMinSize(1).ofMaxSize(40);
    }
}
