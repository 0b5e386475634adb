package io.weft.net.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.testkit.Allocation;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.BuiltInChain;
import io.weft.net.tables.TestPackets;
import org.junit.jupiter.api.Test;

class AllocationTest {

    private static final int PACKETS = 5_000;

    @Test
    void aLoggedPacketAllocatesNothingOnTheLoopThread() throws Exception {
        try (var plugins = new LoggingDouble(LoggingDouble.SILENT)) {
            plugins.shell().ok("iptables -A INPUT -j LOG --log-prefix in: --log-tcp-options --log-tcp-sequence --log-ip-options --log-level 7",
                    "iptables -A INPUT -j NFLOG --nflog-group 5 --nflog-prefix in");
            Packet packet = new TestPackets(plugins.stack()).tcp(1000, 80, TcpHeader.SYN, 2, 4, 5, 6);
            BuiltInChain input = plugins.table("filter").chain("INPUT");
            assertThat(Allocation.bytesOf(() -> run(input, packet, PACKETS))).isZero();
            packet.release();
        }
    }

    private static void run(BuiltInChain input, Packet packet, int times) {
        for (int i = 0; i < times; i++) {
            input.run(packet);
        }
    }
}
