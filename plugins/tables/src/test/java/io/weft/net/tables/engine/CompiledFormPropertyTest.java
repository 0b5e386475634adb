package io.weft.net.tables.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.address.Ipv4;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.match.StandardMatches;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Holds the compiled form of a table against the interpreter: the same rules, the same packets, one after the other through both.
class CompiledFormPropertyTest {

    private static final List<String> INTERFACES = List.of("lo", "eth0", "eth1", "eth0.100", "none");

    /// @param fragment 0 for a whole datagram, 1 for a first fragment, else the offset of a later one
    /// @param payload bytes behind the IP header, filled with what its ports and flags are
    record Sample(int source, int destination, int protocol, int ports, int flags, int fragment, int payload, int in, int out, int mark,
            boolean odd, boolean traced) {

        private static final int TTL = 64;

        Packet on(StackDouble stack) {
            Packet packet = Objects.requireNonNull(stack.pool().take());
            packet.append(bytes());
            packet.markNetworkHeader();
            packet.markTransportHeader(Ipv4Header.MIN_LENGTH);
            Ipv4Header ip = packet.ip();
            ip.versionAndHeaderLength(Ipv4Header.MIN_LENGTH);
            ip.totalLength(packet.length());
            ip.ttl(TTL + (flags >> 5));
            ip.tos(flags & 0x1F);
            ip.identification(odd ? 1 : 2);
            ip.protocol(protocol);
            ip.source(source);
            ip.destination(destination);
            ip.fragment(false, fragment != 0, fragment > 1 ? fragment : 0);
            packet.in(stack.interfaceNamed(INTERFACES.get(in)));
            packet.out(stack.interfaceNamed(INTERFACES.get(out)));
            packet.mark(mark);
            packet.traced(traced);
            return packet;
        }

        private byte[] bytes() {
            byte[] all = new byte[Ipv4Header.MIN_LENGTH + 24];
            int at = Ipv4Header.MIN_LENGTH;
            if (protocol == Ipv4Header.PROTOCOL_ICMP) {
                all[at] = (byte) (ports % 4 == 0 ? 8 : ports % 4);
                all[at + 1] = (byte) (ports / 4 % 3);
            } else {
                all[at + 1] = (byte) (ports % 24);
                all[at + 3] = (byte) (ports / 24);
            }
            all[at + 12] = (byte) (odd ? 0x60 : 0x50);
            all[at + 13] = (byte) flags;
            all[at + 20] = (byte) (flags % 3);
            return Arrays.copyOf(all, at + payload);
        }
    }

    /// One of the two forms with its packets.
    private static final class Side implements AutoCloseable {

        private final StackDouble stack = new StackDouble();
        private final Shell shell;
        private final RuleTable table;

        Side(boolean compiled, String rules) {
            var registry = new TableRegistry(stack, compiled);
            StandardMatches.all(stack).forEach(registry::add);
            OddWords.all().forEach(registry::add);
            table = registry.register(TableSpec.named("filter").chain("FORWARD", PacketHooks.FORWARD).build());
            shell = new Shell(registry);
            // iprange warns of ranges that are the wrong way round
            Shell.Result restored = shell.run("iptables-restore", rules);
            assertThat(restored.exitCode()).as(restored.err()).isZero();
        }

        String run(Sample sample) {
            Packet packet = sample.on(stack);
            Verdict verdict = table.chain("FORWARD").run(packet);
            String outcome = verdict.kind() + " " + verdict.reason() + ", mark " + packet.mark() + ", bytes "
                    + Arrays.toString(packet.toByteArray());
            packet.release();
            return outcome;
        }

        String saved() {
            return shell.ok("iptables-save -c");
        }

        @Override
        public void close() {
            stack.close();
        }
    }

    @Property(tries = 1500)
    void decidesCountsAndChangesLikeTheInterpreter(@ForAll("rules") List<String> rules, @ForAll("samples") List<Sample> samples,
            @ForAll boolean dropPolicy) {
        var text = new StringBuilder("*filter\n:FORWARD " + (dropPolicy ? "DROP" : "ACCEPT") + "\n");
        for (int i = 1; i <= CollidingRules.CHAINS; i++) {
            text.append(':').append(CollidingRules.chainName(i)).append(" -\n");
        }
        rules.forEach(rule -> text.append(rule).append('\n'));
        text.append("COMMIT\n");
        try (var interpreted = new Side(false, text.toString()); var compiled = new Side(true, text.toString())) {
            for (Sample sample : samples) {
                assertThat(compiled.run(sample)).as("%s", sample).isEqualTo(interpreted.run(sample));
            }
            assertThat(compiled.saved()).isEqualTo(interpreted.saved());
        }
    }

    @Provide
    Arbitrary<List<String>> rules() {
        return Arbitraries.frequencyOf(
                Tuple.of(2, CollidingRules.rule().list().ofMinSize(20).ofMaxSize(160)),
                Tuple.of(2, CollidingRules.changingRules()),
                Tuple.of(1, CollidingRules.rulesOfFewShapes()));
    }

    @Provide
    Arbitrary<List<Sample>> samples() {
        Arbitrary<Integer> address = Combinators.combine(between(0, 2), between(0, 2), between(0, 5))
                .as((a, b, c) -> Ipv4.parse("10." + a + "." + b + "." + c));
        Arbitrary<int[]> header = Combinators.combine(
                        Arbitraries.of(6, 6, 6, 17, 17, 1, 47, 132), between(0, 24 * 20), between(0, 63),
                        Arbitraries.of(0, 0, 0, 0, 0, 0, 1, 8, 16, 800), Arbitraries.of(20, 20, 20, 24, 24, 24, 8, 8, 19, 7, 4, 3, 0),
                        Arbitraries.of(0, 1, 2, 16, 18))
                .as((protocol, ports, flags, fragment, payload, mark) -> new int[] {protocol, ports, flags, fragment, payload, mark});
        return Combinators.combine(address, address, header, between(0, 4), between(0, 4), Arbitraries.of(true, false), between(0, 9))
                .as((source, destination, numbers, in, out, odd, traced) -> new Sample(source, destination, numbers[0], numbers[1],
                        numbers[2], numbers[3], numbers[4], in, out, numbers[5], odd, traced == 0))
                .list().ofMinSize(20).ofMaxSize(80);
    }

    private static Arbitrary<Integer> between(int first, int last) {
        return Arbitraries.integers().between(first, last);
    }
}
