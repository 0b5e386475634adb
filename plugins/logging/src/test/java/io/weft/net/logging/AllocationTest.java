package io.weft.net.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.BuiltInChain;
import io.weft.net.tables.TestPackets;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AllocationTest {

    private static final int ROUNDS = 6;
    private static final int PACKETS = 5_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aLoggedPacketAllocatesNothingOnTheLoopThread() throws Exception {
        try (var plugins = new LoggingDouble(LoggingDouble.SILENT)) {
            plugins.shell().ok("iptables -A INPUT -j LOG --log-prefix in: --log-tcp-options --log-tcp-sequence --log-ip-options --log-level 7",
                    "iptables -A INPUT -j NFLOG --nflog-group 5 --nflog-prefix in");
            Packet packet = new TestPackets(plugins.stack()).tcp(1000, 80, TcpHeader.SYN, 2, 4, 5, 6);
            BuiltInChain input = plugins.table("filter").chain("INPUT");
            run(input, packet, 4 * PACKETS);
            long least = Long.MAX_VALUE;
            // the JIT may allocate in this thread's name now and then; what a packet allocates, it allocates in every round
            for (int round = 0; round < ROUNDS; round++) {
                long before = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
                run(input, packet, PACKETS);
                least = Math.min(least, threads.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before);
            }
            assertThat(least).isZero();
            packet.release();
        }
    }

    private static void run(BuiltInChain input, Packet packet, int times) {
        for (int i = 0; i < times; i++) {
            input.run(packet);
        }
    }
}
