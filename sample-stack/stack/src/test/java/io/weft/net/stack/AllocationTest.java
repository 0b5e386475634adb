package io.weft.net.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.hook.testkit.Allocation;
import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverCounters;
import io.weft.net.driver.Offloads;
import io.weft.net.netfilter.PacketHooks;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.stack.udp.UdpDatagram;
import io.weft.net.stack.udp.UdpSocket;
import io.weft.net.testkit.packet.PacketBuilder;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// That a packet costs no garbage on its way, whatever the kind of its way.
class AllocationTest {

    private static final int PACKETS = 250_000;
    private static final String MAC = "02:00:00:00:00:01";
    private static final String PEER = "02:00:00:00:00:02";

    /// A card on which the same frame arrives again and again, and from which nothing leaves.
    private static final class Treadmill implements Driver {

        private final byte[] frame;
        private long toCome;
        private long sent;

        Treadmill(byte[] frame) {
            this.frame = frame;
        }

        @Override
        public int poll(PacketBatch batch, PacketPool pool) {
            int count = 0;
            for (; toCome > 0 && !batch.isFull(); toCome--) {
                Packet packet = pool.take();
                if (packet == null) {
                    return count;
                }
                packet.append(frame);
                batch.add(packet);
                count++;
            }
            return count;
        }

        @Override
        public void transmit(PacketBatch batch) {
            sent += batch.size();
            batch.release();
        }

        @Override
        public String name() {
            return "treadmill";
        }

        @Override
        public LinkLayer linkLayer() {
            return LinkLayer.ETHERNET;
        }

        @Override
        public MacAddress mac() {
            return MacAddress.parse(MAC);
        }

        @Override
        public int mtu() {
            return 1_500;
        }

        @Override
        public Offloads offloads() {
            return Offloads.NONE;
        }

        @Override
        public boolean linkUp() {
            return true;
        }

        @Override
        public DriverCounters counters() {
            return new DriverCounters(0, 0, 0, 0, sent, 0, 0, 0);
        }

        @Override
        public void close() { }
    }

    private static void assertNoGarbage(byte[] frame, boolean handlers) throws IOException {
        assertNoGarbage(frame, handlers, _ -> { });
    }

    private static void assertNoGarbage(byte[] frame, boolean handlers, Service service) throws IOException {
        long[] nowNs = {0};
        try (NetStack stack = NetStack.builder().name("treadmill").clock(() -> nowNs[0]).forwarding(true).build()) {
            Treadmill inside = new Treadmill(frame);
            Treadmill outside = new Treadmill(frame);
            stack.addDevice("in", inside);
            stack.addDevice("out", outside);
            stack.addAddress("in", InterfaceAddress.parse("10.0.0.1/24"));
            stack.addAddress("out", InterfaceAddress.parse("10.0.1.1/24"));
            stack.addNeighbor("in", Ipv4.parse("10.0.0.2"), MacAddress.parse(PEER));
            stack.addNeighbor("out", Ipv4.parse("10.0.1.2"), MacAddress.parse(PEER));
            if (handlers) {
                attachHandlers(stack);
            }
            service.open(stack);
            assertThat(Allocation.bytesOf(() -> drive(stack, inside, nowNs))).as("bytes for %s packets", PACKETS).isZero();
            assertThat(inside.sent + outside.sent).isGreaterThanOrEqualTo(PACKETS);
        }
    }

    /// What a stack serves while it is measured.
    @FunctionalInterface
    private interface Service {

        void open(NetStack stack) throws IOException;
    }

    private static void attachHandlers(NetStack stack) {
        for (String point : new String[] {PacketHooks.PRE_ROUTING, PacketHooks.LOCAL_IN, PacketHooks.FORWARD, PacketHooks.LOCAL_OUT,
            PacketHooks.POST_ROUTING}) {
            for (int i = 0; i < 4; i++) {
                stack.hooks().at(point, Packet.class).attach(i, "accepts", packet -> packet.ip().ttl() > 0 ? Verdict.ACCEPT : Verdict.DROP);
            }
        }
    }

    private static void drive(NetStack stack, Treadmill inside, long[] nowNs) {
        inside.toCome = PACKETS;
        boolean more = true;
        while (more) {
            nowNs[0] += 1_000;
            more = stack.turn();
        }
    }

    private static byte[] frame(PacketBuilder packet) {
        return packet.ethernet(PEER, MAC).bytes();
    }

    @Test
    void aForwardedPacketCostsNothingThroughEmptyHookPoints() throws IOException {
        assertNoGarbage(frame(PacketBuilder.udp("10.0.0.2", 1, "10.0.1.2", 2).payloadOf(64)), false);
    }

    @Test
    void aForwardedPacketCostsNothingThroughFourHandlersAtEachHookPoint() throws IOException {
        assertNoGarbage(frame(PacketBuilder.udp("10.0.0.2", 1, "10.0.1.2", 2).payloadOf(64)), true);
    }

    @Test
    void anAnsweredPingCostsNothing() throws IOException {
        assertNoGarbage(frame(PacketBuilder.echoRequest("10.0.0.2", "10.0.0.1", 1, 1).payloadOf(64)), true);
    }

    private static void answer(UdpSocket socket, Packet datagram) throws IOException {
        Packet answer = Objects.requireNonNull(socket.pool().take());
        answer.put(datagram.length());
        answer.copyFrom(0, datagram, 0, datagram.length());
        socket.send(datagram.ip().source(), datagram.udp().sourcePort(), answer);
    }

    @Test
    void anAnsweredDatagramCostsNothing() throws IOException {
        assertNoGarbage(frame(PacketBuilder.udp("10.0.0.2", 1, "10.0.0.1", 7).payloadOf(64)), true,
                stack -> stack.udp().bind(Ipv4.ANY, 7, AllocationTest::answer));
    }

    @Test
    void aDatagramThatIsKeptReadAndAnsweredByAConnectedSocketCostsNothing() throws IOException {
        UdpDatagram read = new UdpDatagram(new byte[2_048]);
        assertNoGarbage(frame(PacketBuilder.udp("10.0.0.2", 1, "10.0.0.1", 7).payloadOf(64)), true, stack -> {
            UdpSocket service = stack.udp().bind(Ipv4.ANY, 7, (socket, datagram) -> {
                socket.keep(datagram);
                if (socket.receive(read)) {
                    Packet answer = Objects.requireNonNull(socket.pool().take());
                    answer.put(read.length());
                    answer.copyFrom(0, read.bytes(), 0, read.length());
                    socket.send(answer);
                }
            });
            service.connect(Ipv4.parse("10.0.0.2"), 1);
        });
    }

    @Test
    void aDatagramToAGroupOfTwoSocketsCostsNothing() throws IOException {
        byte[] frame = PacketBuilder.udp("10.0.0.2", 1, "239.1.2.3", 7).payloadOf(64).ethernet(PEER, "01:00:5e:01:02:03").bytes();
        assertNoGarbage(frame, true, stack -> {
            for (int i = 0; i < 2; i++) {
                UdpSocket socket = stack.udp().open(AllocationTest::answer);
                socket.options().reuseAddress(true);
                socket.bind(Ipv4.ANY, 7);
                socket.join(Ipv4.parse("239.1.2.3"), stack.interfaceNamed("in"));
            }
        });
    }

    @Test
    void aTcpResetCostsNothing() throws IOException {
        assertNoGarbage(frame(PacketBuilder.tcp("10.0.0.2", 1, "10.0.0.1", 2)), true);
    }
}
