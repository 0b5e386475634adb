package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.weft.hook.testkit.Allocation;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.Direction;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AllocationTest {

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void packetsOfEstablishedConnectionsAllocateNothing() {
        try (var tracking = new TrackingDouble("nf_conntrack_acct", "1")) {
            new TcpConversation(tracking).open();
            var packets = tracking.packets();
            tracking.pass(packets.udp("192.168.1.2", "203.0.113.2", 1000, 53));
            tracking.pass(packets.udp("203.0.113.2", "192.168.1.2", 53, 1000));
            Packet segment = packets.tcp(1000, 80, TcpHeader.ACK);
            segment.tcp().sequence(101);
            segment.tcp().acknowledgment(501);
            segment.tcp().window(TcpConversation.WINDOW);
            segment.tcp().computeChecksum();
            Packet[] samples = {segment, packets.udp("192.168.1.2", "203.0.113.2", 1000, 53),
                packets.udp("203.0.113.2", "192.168.1.2", 53, 1000)};

            assertThat(Allocation.bytesOf(() -> run(tracking, samples, 250_000))).isZero();
            assertThat(tracking.conntrack().size()).isEqualTo(2);
            for (Packet sample : samples) {
                sample.release();
            }
        }
    }

    private static void run(TrackingDouble tracking, Packet[] samples, int times) {
        Tracker tracker = tracking.conntrack().tracker();
        Confirmation confirmation = tracking.conntrack().confirmation();
        for (int i = 0; i < times; i++) {
            Packet packet = samples[i % samples.length];
            tracker.track(packet, true);
            if (packet.connectionState() != ConnectionState.ESTABLISHED) {
                throw new AssertionError("sample " + i % samples.length + " is " + packet.connectionState());
            }
            confirmation.confirm(packet);
            packet.connection(null, ConnectionState.INVALID, Direction.ORIGINAL);
        }
    }

    @Test
    void aConnectionTakesNoMoreThanFourHundredBytes() {
        try (var tracking = new TrackingDouble("nf_conntrack_buckets", "1048576")) {
            var packets = tracking.packets();
            Packet segment = packets.tcp(1000, 80, TcpHeader.SYN, 2, 4, 5, 6);
            track(tracking, segment, 1000);
            tracking.conntrack().forEach(tracking.conntrack()::remove);
            int connections = 20_000;
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
            track(tracking, segment, connections);
            long bytes = (threads.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before) / connections;
            segment.release();

            // and the two places in the buckets
            assertThat(bytes + 8).isLessThanOrEqualTo(400);
            assertThat(tracking.conntrack().size()).isEqualTo(connections);
        }
    }

    private static void track(TrackingDouble tracking, Packet segment, int times) {
        for (int i = 0; i < times; i++) {
            segment.tcp().sourcePort(i % 60_000 + 1);
            segment.tcp().computeChecksum();
            tracking.conntrack().tracker().track(segment, true);
            tracking.conntrack().confirmation().confirm(segment);
            segment.connection(null, ConnectionState.INVALID, Direction.ORIGINAL);
        }
    }
}
