package io.weft.net.tables.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.testkit.Allocation;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.BuiltInChain;
import io.weft.net.tables.RuleTable;
import io.weft.net.tables.Shell;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TableSpec;
import io.weft.net.tables.TestPackets;
import io.weft.net.tables.match.StandardMatches;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationTest {

    @ParameterizedTest
    @CsvSource({"0, 250000, true", "10, 250000, true", "1000, 25000, true", "10000, 500, true", "1000, 25000, false"})
    void rulesAllocateNothingPerPacket(int rules, int times, boolean compiled) {
        try (var stack = new StackDouble()) {
            var registry = new TableRegistry(stack, compiled);
            StandardMatches.all(stack).forEach(registry::add);
            RuleTable table = registry.register(TableSpec.named("filter").chain("INPUT", PacketHooks.LOCAL_IN).build());
            assertThat(new Shell(registry).run("iptables-restore", text(rules)).exitCode()).isZero();
            BuiltInChain input = table.chain("INPUT");
            var packets = new TestPackets(stack);
            Packet[] samples = {packets.udp(1, 2), packets.tcp(3, 4, TcpHeader.SYN, 2, 4, 5, 6), packets.icmp(8, 0)};
            samples[0].in(stack.interfaceNamed("eth0"));

            assertThat(Allocation.bytesOf(() -> run(input, samples, times))).isZero();
            for (Packet sample : samples) {
                sample.release();
            }
        }
    }

    private static void run(BuiltInChain chain, Packet[] samples, int times) {
        for (int i = 0; i < times; i++) {
            chain.run(samples[i % samples.length]);
        }
    }

    private static String text(int rules) {
        var text = new StringBuilder("*filter\n:u -\n-A u -p udp\n-A u -j RETURN\n");
        String[] kinds = {
            "-p udp --dport 1000:2000 -j DROP", "-p tcp --syn --tcp-option 8 -j DROP", "-p icmp --icmp-type 3 -j DROP", "-i eth1 -j u",
            "-p udp -m multiport --ports 5,6,7:9 -j DROP", "-j u", "-s 10.0.0.0/8", "-m length --length 5000", "-i eth+ -m comment --comment x",
            "-f -g u", "-m mark --mark 5/7", "-m addrtype --src-type LOCAL --dst-type UNICAST", "-m iprange ! --src-range 1.1.1.1-2.2.2.2",
            "-m mac --mac-source 2:0:0:0:0:1", "-m ttl --ttl-lt 5 -m tos --tos 8/8 -m dscp ! --dscp 5", "-p tcp -m ecn ! --ecn-tcp-ece",
            "-p tcp -m tcpmss --mss 1:9", "-m string --string abc --algo bm --icase", "-m string ! --string abc --algo kmp",
            "-m u32 --u32 0>>22&0x3C@0>>24=1,2:3&&4=5", "-m pkttype --pkt-type multicast -m cpu --cpu 0",
            "-m bpf --bytecode \"6,32 0 0 4294963240,177 0 0 0,72 0 0 2,21 0 1 53,6 0 0 1,6 0 0 0\""};
        for (int i = 0; i < rules; i++) {
            text.append("-A INPUT ").append(kinds[i % kinds.length]).append('\n');
        }
        return text.append("COMMIT\n").toString();
    }
}
