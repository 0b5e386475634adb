package io.weft.net.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.Packet;
import io.weft.net.packet.Segmentation;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.testkit.packet.PacketBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/// That no frame can stop the stack: each is delivered, answered, passed on, kept for a while, or counted under the name of its fault;
/// none throws, and none is lost. {@link TestRouter#close} asserts the last two.
class BadFramesPropertyTest {

    private static final List<byte[]> GOOD = List.of(
            TestRouter.fromLan(PacketBuilder.udp("192.168.1.2", 1000, "203.0.113.2", 53).payloadOf(40)).bytes(),
            TestRouter.fromLan(PacketBuilder.udp("192.168.1.2", 1000, "192.168.1.1", 7).payloadOf(40)).bytes(),
            TestRouter.fromLan(PacketBuilder.udp("192.168.1.2", 1000, "255.255.255.255", 7).payloadOf(4)).bytes(),
            TestRouter.fromLan(PacketBuilder.udp("192.168.1.2", 1000, "10.9.0.2", 7).payloadOf(1_450)).bytes(),
            TestRouter.fromLan(PacketBuilder.udp("192.168.1.2", 1000, "192.168.1.77", 7)).bytes(),
            TestRouter.fromLan(PacketBuilder.tcp("192.168.1.2", 1000, "192.168.1.1", 80).tcpOptions(2, 4, 5, 180).payloadOf(9)).bytes(),
            TestRouter.fromLan(PacketBuilder.tcp("192.168.1.2", 1000, "8.8.8.8", 80).payloadOf(900)).bytes(),
            TestRouter.fromLan(PacketBuilder.echoRequest("192.168.1.2", "203.0.113.1", 7, 7).payloadOf(56)).bytes(),
            TestRouter.fromLan(PacketBuilder.icmp("192.168.1.2", "192.168.1.1", 13, 0, 9).payloadOf(12)).bytes(),
            TestRouter.fromLan(PacketBuilder.icmp("192.168.1.2", "192.168.1.1", 3, 3, 0).payloadOf(28)).bytes(),
            TestRouter.fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 253).payloadOf(8)).bytes(),
            TestRouter.fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).identification(5).moreFragments().payloadOf(64)).bytes(),
            TestRouter.fromLan(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).identification(5).fragmentOffset(64).payloadOf(9)).bytes(),
            TestRouter.fromLan(PacketBuilder.udp("192.168.1.2", 1, "192.168.1.1", 9).ipOptions(7, 11, 4, 0, 0, 0, 0, 0, 0, 0, 0)).bytes(),
            TestRouter.fromLan(PacketBuilder.udp("192.168.1.2", 1, "203.0.113.2", 9).ipOptions(68, 12, 5, 1, 0, 0, 0, 0, 0, 0, 0, 0)).bytes(),
            TestRouter.fromLan(PacketBuilder.udp("192.168.1.2", 1, "192.168.1.1", 9).ipOptions(131, 7, 4, 10, 9, 0, 2, 0)).bytes(),
            TestRouter.fromLan(PacketBuilder.udp("192.168.1.2", 1, "192.168.1.1", 9).ipOptions(137, 11, 4, 10, 9, 0, 2, 8, 8, 8, 8, 0)).bytes(),
            PacketBuilder.arp(1, TestRouter.LAN_MAC, "192.168.1.20", "00:00:00:00:00:00", "192.168.1.1")
                    .ethernet(TestRouter.LAN_MAC, "ff:ff:ff:ff:ff:ff").bytes(),
            PacketBuilder.arp(2, TestRouter.LAN_MAC, "192.168.1.77", TestRouter.ETH0_MAC, "192.168.1.1")
                    .ethernet(TestRouter.LAN_MAC, TestRouter.ETH0_MAC).bytes());

    /// A good frame, damaged in up to eight places behind the addresses, cut or lengthened, its IP checksum mended or not.
    @Provide
    Arbitrary<byte[]> damagedFrames() {
        return Arbitraries.randomValue(random -> {
            byte[] frame = GOOD.get(random.nextInt(GOOD.size())).clone();
            if (random.nextInt(4) == 0) {
                frame = Arrays.copyOf(frame, random.nextInt(frame.length + 40));
            }
            for (int i = random.nextInt(8); i > 0 && frame.length > 12; i--) {
                frame[12 + random.nextInt(Math.min(frame.length - 12, 70))] = (byte) random.nextInt();
            }
            if (random.nextInt(3) > 0) {
                mendIpChecksum(frame);
            }
            return frame;
        });
    }

    private static void mendIpChecksum(byte[] frame) {
        int headerLength = frame.length > 14 ? (frame[14] & 0xF) * 4 : 0;
        if (headerLength < 20 || frame.length < 14 + headerLength) {
            return;
        }
        frame[24] = 0;
        frame[25] = 0;
        int sum = 0;
        for (int i = 14; i < 14 + headerLength; i += 2) {
            sum += (frame[i] & 0xFF) << 8 | frame[i + 1] & 0xFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        sum = ~((sum & 0xFFFF) + (sum >>> 16));
        frame[24] = (byte) (sum >>> 8);
        frame[25] = (byte) sum;
    }

    @Property(tries = 1_000)
    void manyDamagedFramesLoseNoPacket(@ForAll @Size(max = 40) List<@From("damagedFrames") byte[]> frames, @ForAll boolean sourceRoutes) {
        try (TestRouter router = TestRouter.open(settings -> settings.withAcceptSourceRoute(sourceRoutes))) {
            frames.forEach(frame -> router.arrive(router.eth0, frame));
            router.pass(Duration.ofSeconds(40));
        }
    }

    @Property(tries = 1_000)
    void aDamagedFrameThatIsNeitherServedNorKeptIsCounted(@ForAll("damagedFrames") byte[] frame, @ForAll boolean sourceRoutes) {
        try (TestRouter router = TestRouter.open(settings -> settings.withAcceptSourceRoute(sourceRoutes))) {
            router.arrive(router.eth0, frame);
            boolean served = Stream.of(router.eth0, router.eth1, router.eth2).anyMatch(link -> !link.takeSent().isEmpty());
            boolean kept = router.stack.pool().underWay() > 0;
            assertThat(router.stack.pool().drops().total()).as("drops").isGreaterThanOrEqualTo(served || kept ? 0 : 1);
        }
    }

    @Property(tries = 1_000)
    void randomBytesAreCounted(@ForAll @Size(max = 200) byte[] frame) {
        try (TestRouter router = TestRouter.open()) {
            router.arrive(router.eth0, frame).sentNothing();
            assertThat(router.stack.pool().drops().total()).isOne();
        }
    }

    @Property(tries = 1_000)
    void whateverTheCardSaysOfAFrameIsCountedOrServed(@ForAll("damagedFrames") byte[] frame, @ForAll Random random) {
        try (TestRouter router = TestRouter.open()) {
            router.arrive(router.eth0, frame, packet -> mark(packet, random));
            router.pass(Duration.ofSeconds(40));
        }
    }

    private static void mark(Packet packet, Random random) {
        if (random.nextBoolean()) {
            packet.checksumToFinish(random.nextInt(-20, 200), random.nextInt(-4, 40));
        }
        Segmentation[] kinds = Segmentation.values();
        packet.segmentation(kinds[random.nextInt(kinds.length)], random.nextInt(-1, 2_000), random.nextBoolean());
    }
}
