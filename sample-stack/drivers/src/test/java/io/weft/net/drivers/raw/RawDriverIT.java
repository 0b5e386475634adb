package io.weft.net.drivers.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.weft.hook.testkit.Allocation;
import io.weft.net.address.MacAddress;
import io.weft.net.driver.Driver;
import io.weft.net.driver.DriverException;
import io.weft.net.drivers.Frames;
import io.weft.net.drivers.HeldDriver;
import io.weft.net.drivers.NetworkNamespace;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.LinkType;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.Segmentation;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `h0` in the namespace of a host, a veth pair, `w0` in ours.
class RawDriverIT {

    private static final long OTHER = 0x0200_0000_0077L;
    /// By 200,000 packets: one object a batch would be 50 kB, one a packet megabytes.
    private static final long MOST_ALLOCATED = 20_000;

    private NetworkNamespace host;
    private NetworkNamespace ours;
    private final Frames frames = new Frames();
    private long w0;

    @BeforeAll
    static void canMakeNamespaces() throws Exception {
        NetworkNamespace.requireAbility(RawDriverIT.class, "ping", "nft");
    }

    @BeforeEach
    void makeLink() throws Exception {
        host = NetworkNamespace.make();
        ours = NetworkNamespace.make();
        host.ip("link add h0 type veth peer name w0 netns " + ours.name());
        host.ip("addr add 10.9.0.1/24 dev h0");
        host.ip("link set h0 up");
        ours.ip("link set w0 address 02:00:00:00:00:10 up");
        w0 = 0x0200_0000_0010L;
        awaitLink();
    }

    private void awaitLink() throws Exception {
        host.awaitUp("h0");
        ours.awaitUp("w0");
    }

    @AfterEach
    void removeLink() {
        host.close();
        ours.close();
        frames.close();
    }

    /// Asks until there is an answer, for some seconds: the host's ARP may be waiting after an attempt that failed.
    /// Again and again: ping gives up at once when the kernel tells it of an address that did not answer ARP a moment ago.
    private boolean isAnswered(String address) throws Exception {
        for (int attempt = 0; attempt < 10; attempt++) {
            if (host.code("ping", "-c1", "-w3", "-n", address) == 0) {
                return true;
            }
        }
        return false;
    }

    private boolean isSilent(String address) throws Exception {
        return host.code("ping", "-c1", "-w2", "-n", address) == 1;
    }

    private String tables() throws Exception {
        return ours.run("nft", "list", "tables");
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw:w0", "raw:w0?ring=off"})
    void framesPassBothWaysAndOnesOwnDoNotComeBack(String word) throws Exception {
        try (Driver near = ours.open(word); Driver far = host.open("raw:h0?kernel=keep")) {
            Packet sent = frames.frame(w0, 1514, 7);
            byte[] bytes = sent.toByteArray();
            frames.send(far, sent, frames.frame(MacAddress.BROADCAST.value(), 60, 1),
                    frames.frame(0x0100_5E00_0001L, 60, 2), frames.frame(OTHER, 60, 3));
            List<Packet> got = frames.await(near, 4);
            assertThat(got.getFirst().toByteArray()).isEqualTo(bytes);
            assertThat(got).extracting(Packet::linkType)
                    .containsExactly(LinkType.HOST, LinkType.BROADCAST, LinkType.MULTICAST, LinkType.OTHER_HOST);
            Frames.release(got);

            frames.send(near, frames.frame(OTHER, 200, 9));
            Frames.release(frames.await(far, 1));
            assertThat(frames.now(near, packet -> packet.u16(12) == Frames.ETHERTYPE)).as("its own frame").isEmpty();

            assertThat(near.mac()).hasToString("02:00:00:00:00:10");
            assertThat(near.mtu()).isEqualTo(1500);
            frames.awaitLinkUp(near);
            assertThat(near.name()).isEqualTo("raw:w0");
            assertThat(near.counters().txPackets()).isOne();
            assertThat(near.counters().txBytes()).isEqualTo(200);
            assertThat(near.counters().rxPackets()).isGreaterThanOrEqualTo(4);
            assertThat(far.counters().txBytes()).isEqualTo(1514 + 3 * 60);
        }
    }

    @Test
    void moreThanABatchIsSentAtOnce() throws Exception {
        try (Driver near = ours.open("raw:w0"); Driver far = host.open("raw:h0?kernel=keep")) {
            Packet[] many = new Packet[150];
            for (int i = 0; i < many.length; i++) {
                many[i] = frames.frame(w0, 60 + i, i);
            }
            frames.send(far, many);
            List<Packet> got = frames.await(near, many.length);
            for (int i = 0; i < many.length; i++) {
                assertThat(got.get(i).i32(14)).isEqualTo(i);
                assertThat(got.get(i).length()).isEqualTo(60 + i);
            }
            Frames.release(got);
        }
    }

    @Test
    void oneBadFrameIsCountedAndTheOthersPass() throws Exception {
        try (Driver near = ours.open("raw:w0"); Driver far = host.open("raw:h0?kernel=keep")) {
            Packet tooLong = frames.frame(w0, 1600, 2);
            Packet badSegments = frames.frame(w0, 3000, 3);
            badSegments.checksumToFinish(2998, 16);
            badSegments.segmentation(Segmentation.TCPV4, 1000, false);
            Packet noHeader = frames.bytes(new byte[5]);
            frames.send(far, frames.frame(w0, 60, 1), tooLong, badSegments, noHeader, frames.frame(w0, 60, 4));
            List<Packet> got = frames.await(near, 2);
            assertThat(got).extracting(packet -> packet.i32(14)).containsExactly(1, 4);
            Frames.release(got);
            assertThat(far.counters().txErrors()).isEqualTo(3);
            assertThat(far.counters().txPackets()).isEqualTo(2);
        }
    }

    @Test
    void aFrameWithoutRoomForTheHeaderIsSentAllTheSame() throws Exception {
        try (Driver near = ours.open("raw:w0"); Driver far = host.open("raw:h0?kernel=keep")) {
            Packet full = frames.frame(w0, 100, 1);
            full.push(full.headroom() - 3);
            full.markLinkHeader();
            full.ethernet().destination(w0);
            full.ethernet().type(Frames.ETHERTYPE);
            byte[] bytes = full.toByteArray();
            frames.send(far, full);
            List<Packet> got = frames.await(near, 1);
            assertThat(got.getFirst().toByteArray()).isEqualTo(bytes);
            Frames.release(got);
        }
    }

    @Test
    void withoutTheHeaderUnfinishedFramesAreRefused() throws Exception {
        try (Driver near = ours.open("raw:w0"); Driver far = host.open("raw:h0?kernel=keep&vnet=off")) {
            assertThat(far.offloads().checksum()).isFalse();
            Packet unfinished = frames.frame(w0, 60, 1);
            unfinished.checksumToFinish(34, 16);
            frames.send(far, frames.frame(w0, 60, 0), unfinished, frames.frame(w0, 61, 2));
            List<Packet> got = frames.await(near, 2);
            assertThat(got).extracting(packet -> packet.i32(14)).containsExactly(0, 2);
            assertThat(got).extracting(Packet::checksum).containsOnly(ChecksumState.UNCHECKED);
            Frames.release(got);
            assertThat(far.counters().txErrors()).isOne();
            assertThat(far.counters().txBytes()).isEqualTo(121);
        }
    }

    @Test
    void framesThatFindNoRoomAreCountedAsDropped() throws Exception {
        try (Driver near = ours.open("raw:w0"); Driver far = host.open("raw:h0?kernel=keep")) {
            Packet[] burst = new Packet[500];
            for (int round = 0; round < 160; round++) {
                for (int i = 0; i < burst.length; i++) {
                    burst[i] = frames.frame(w0, 60, i);
                }
                frames.send(far, burst);
            }
            assertThat(near.counters().rxDropped()).isPositive();
            long dropped = near.counters().rxDropped();
            assertThat(near.counters().rxDropped()).as("asking does not start anew").isEqualTo(dropped);
        }
    }

    /// Slots are cut for the MTU that there was when the driver was opened.
    @Test
    void framesTooLongForTheirSlotsComeWholeAndInTheirPlaces() throws Exception {
        try (Driver near = ours.open("raw:w0"); Driver far = host.open("raw:h0?kernel=keep")) {
            host.ip("link set h0 mtu 9000");
            ours.ip("link set w0 mtu 9000");
            int[] lengths = {60, 9014, 1514, 4000, 8000, 60, 2100};
            Packet[] sent = new Packet[lengths.length];
            byte[][] bytes = new byte[lengths.length][];
            for (int i = 0; i < sent.length; i++) {
                sent[i] = frames.frame(w0, lengths[i], i + 1);
                bytes[i] = sent[i].toByteArray();
            }
            frames.send(far, sent);
            List<Packet> got = frames.await(near, sent.length);
            assertThat(got).extracting(Packet::toByteArray).containsExactly(bytes);
            Frames.release(got);
            assertThat(near.counters().rxErrors() + near.counters().rxDropped()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw:w0", "raw:w0?ring=off"})
    void packetsAllocateNothing(String word) throws Exception {
        try (Driver near = ours.open(word); Driver far = host.open("raw:h0?kernel=keep")) {
            // many calls with little in them, until they are compiled; a busy machine's compiler may take longer
            long least = Long.MAX_VALUE;
            for (int round = 0; round < Allocation.MOST_ROUNDS && least >= MOST_ALLOCATED; round++) {
                exchange(far, near, 120_000, 4);
                least = Math.min(least, allocatedBy(far, near, 200_000));
            }
            assertThat(least).isLessThan(MOST_ALLOCATED);
        }
    }

    private long allocatedBy(Driver far, Driver near, int count) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long received = exchange(far, near, count, 64);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(received).isEqualTo(count);
        return allocated;
    }

    private long exchange(Driver from, Driver to, int count, int batch) {
        PacketBatch out = new PacketBatch(batch);
        PacketBatch in = new PacketBatch(64);
        long received = 0;
        for (int sent = 0; sent < count; ) {
            while (!out.isFull() && sent + out.size() < count) {
                Packet packet = Objects.requireNonNull(frames.pool().take());
                packet.put(60);
                packet.u16(12, Frames.ETHERTYPE);
                out.add(packet);
            }
            sent += out.size();
            from.transmit(out);
            while (to.poll(in, frames.pool()) > 0) {
                received += in.size();
                in.release();
            }
        }
        return received;
    }

    // ---- who answers

    @Test
    void dropSilencesTheKernelUntilClosed() throws Exception {
        ours.ip("addr add 10.9.0.2/24 dev w0");
        assertThat(isAnswered("10.9.0.2")).isTrue();
        try (Driver driver = ours.open("raw:w0?kernel=drop")) {
            assertThat(tables()).contains("table netdev " + IngressDrop.tableName("w0", 1));
            assertThat(isSilent("10.9.0.2")).isTrue();
            List<Packet> seen = frames.await(driver, 1, packet -> packet.u16(12) == 0x0800 || packet.u16(12) == 0x0806);
            Frames.release(seen);
        }
        assertThat(tables()).isEmpty();
        assertThat(isAnswered("10.9.0.2")).isTrue();
    }

    @Test
    void keepLeavesTheKernelAlone() throws Exception {
        ours.ip("addr add 10.9.0.2/24 dev w0");
        try (Driver driver = ours.open("raw:w0?kernel=keep")) {
            assertThat(isAnswered("10.9.0.2")).isTrue();
            assertThat(tables()).isEmpty();
            frames.awaitLinkUp(driver);
        }
    }

    @Test
    void autoDropsUnlessTheKernelHasAnAddress() throws Exception {
        try (Driver driver = ours.open("raw:w0")) {
            assertThat(tables()).contains(IngressDrop.tableName("w0", 1));
            frames.awaitLinkUp(driver);
        }
        ours.ip("addr add 10.9.0.2/24 dev w0 label w0:1");
        try (Driver driver = ours.open("raw:w0?kernel=auto")) {
            assertThat(tables()).isEmpty();
            assertThat(isAnswered("10.9.0.2")).isTrue();
            frames.awaitLinkUp(driver);
        }
    }

    @Test
    void aKilledProcessLeavesNothing() throws Exception {
        HeldDriver held = HeldDriver.in(ours, "raw:w0?kernel=drop&mac=02:00:00:00:00:99");
        assertThat(held.saying()).isEqualTo("open raw:w0");
        assertThat(tables()).contains("weft-w0-");
        held.kill();
        assertThat(tables()).isEmpty();
        assertThat(ours.ip("-d link show w0")).contains("promiscuity 0");
        try (Driver driver = ours.open("raw:w0?kernel=drop")) {
            frames.awaitLinkUp(driver);
        }
    }

    @Test
    void twoOnOneInterfaceSilenceTheKernelTogether() throws Exception {
        ours.ip("addr add 10.9.0.2/24 dev w0");
        Driver first = ours.open("raw:w0?kernel=drop");
        try (Driver second = ours.open("raw:w0?kernel=drop&mac=02:00:00:00:00:77")) {
            assertThat(second.mac()).isNotEqualTo(first.mac());
            assertThat(tables()).contains(IngressDrop.tableName("w0", 1), IngressDrop.tableName("w0", 2));
            first.close();
            assertThat(tables()).doesNotContain(IngressDrop.tableName("w0", 1) + "\n").contains(IngressDrop.tableName("w0", 2));
            assertThat(isSilent("10.9.0.2")).isTrue();
        } finally {
            first.close();
        }
        assertThat(isAnswered("10.9.0.2")).isTrue();
    }

    // ---- addresses and tags

    @Test
    void anAddressOfItsOwnIsHeardAndTheCardsIsAnothers() throws Exception {
        try (Driver near = ours.open("raw:w0?mac=02:00:00:00:00:77"); Driver far = host.open("raw:h0?kernel=keep")) {
            assertThat(near.mac().value()).isEqualTo(OTHER);
            assertThat(ours.ip("-d link show w0")).contains("promiscuity 1");
            frames.send(far, frames.frame(OTHER, 60, 1), frames.frame(w0, 60, 2), frames.frame(MacAddress.BROADCAST.value(), 60, 3));
            List<Packet> got = frames.await(near, 3);
            assertThat(got).extracting(Packet::linkType).containsExactly(LinkType.HOST, LinkType.OTHER_HOST, LinkType.BROADCAST);
            Frames.release(got);
        }
        assertThat(ours.ip("-d link show w0")).contains("promiscuity 0");
    }

    /// The kernel takes the tag out of the frame before packet sockets see it.
    @ParameterizedTest
    @ValueSource(strings = {"raw:w0", "raw:w0?ring=off"})
    void framesOfAVlanKeepTheirTag(String word) throws Exception {
        try (Driver near = ours.open(word); Driver far = host.open("raw:h0?kernel=keep")) {
            Packet tagged = frames.frame(w0, 100, 1);
            tagged.u16(12, 0x8100);
            tagged.u16(14, 0x6007);
            tagged.u16(16, Frames.ETHERTYPE);
            byte[] bytes = tagged.toByteArray();
            frames.send(far, tagged, frames.frame(w0, 60, 2));
            List<Packet> got = frames.await(near, 2, packet -> packet.u16(12) == 0x8100 || packet.u16(12) == Frames.ETHERTYPE);
            assertThat(got.get(0).toByteArray()).isEqualTo(bytes);
            assertThat(got.get(0).ethernet().type()).isEqualTo(0x8100);
            assertThat(got.get(0).linkType()).isEqualTo(LinkType.HOST);
            assertThat(got.get(1).length()).isEqualTo(60);
            Frames.release(got);
        }
    }

    // ---- links that come and go

    @Test
    void goesOnAfterTheInterfaceWasDown() throws Exception {
        try (Driver near = ours.open("raw:w0"); Driver far = host.open("raw:h0?kernel=keep")) {
            ours.ip("link set w0 down");
            assertThat(near.linkUp()).isFalse();
            frames.send(near, frames.frame(OTHER, 60, 1), frames.frame(OTHER, 60, 2));
            assertThat(near.counters().txErrors()).isEqualTo(2);
            assertThat(frames.now(near, packet -> packet.u16(12) == Frames.ETHERTYPE)).isEmpty();
            assertThat(near.exhausted()).isFalse();

            ours.ip("link set w0 up");
            awaitLink();
            assertThat(near.linkUp()).isTrue();
            frames.send(far, frames.frame(w0, 60, 3));
            Frames.release(frames.await(near, 1));
            frames.send(near, frames.frame(OTHER, 60, 4));
            Frames.release(frames.await(far, 1));
        }
    }

    @Test
    void opensAnInterfaceThatIsDown() throws Exception {
        ours.ip("link set w0 down");
        try (Driver near = ours.open("raw:w0"); Driver far = host.open("raw:h0?kernel=keep")) {
            assertThat(near.linkUp()).isFalse();
            assertThat(frames.now(near, packet -> true)).isEmpty();
            ours.ip("link set w0 up");
            awaitLink();
            frames.send(far, frames.frame(w0, 60, 3));
            Frames.release(frames.await(near, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw:w0", "raw:w0?ring=off"})
    void anInterfaceThatWasDeletedIsTheEnd(String word) throws Exception {
        try (Driver near = ours.open(word)) {
            ours.ip("link del w0");
            Frames.release(frames.now(near, packet -> true));
            frames.send(near, frames.frame(OTHER, 60, 1));
            assertThat(near.linkUp()).isFalse();
            assertThat(near.exhausted()).isTrue();
            assertThat(near.counters().txErrors()).isOne();
            assertThat(frames.now(near, packet -> true)).isEmpty();
            assertThat(NetworkNamespace.awaitReadable(0, near)).as("a loop would spin").isFalse();
        }
    }

    @Test
    void closingTwiceAndUsingAfterwardsIsHarmless() throws Exception {
        Driver near = ours.open("raw:w0");
        near.close();
        near.close();
        frames.send(near, frames.frame(OTHER, 60, 1));
        assertThat(frames.now(near, packet -> true)).isEmpty();
        assertThat(near.linkUp()).isFalse();
        assertThat(near.counters().txErrors()).isOne();
    }

    // ---- errors

    @Test
    void saysWhichInterfacesThereAre() {
        assertThatThrownBy(() -> ours.open("raw:eth7")).isInstanceOf(DriverException.class)
                .hasMessage("raw:eth7: there is no interface 'eth7' here (No such device); there are lo, w0");
        assertThatThrownBy(() -> ours.open("raw:")).isInstanceOf(DriverException.class)
                .hasMessageContaining("'' cannot be an interface's name");
        assertThatThrownBy(() -> ours.open("raw:an-interface-too-long")).isInstanceOf(DriverException.class)
                .hasMessageContaining("1 to 15 bytes");
    }

    @Test
    void refusesLinksThatAreNotEthernet() throws Exception {
        ours.ip("tuntap add tun5 mode tun");
        assertThatThrownBy(() -> ours.open("raw:tun5")).isInstanceOf(DriverException.class)
                .hasMessage("raw:tun5: is no Ethernet interface (its ARPHRD type is 65534); for a link without Ethernet headers see tun:");
    }

    @Test
    void saysWhichCapabilityIsMissing() throws Exception {
        boolean can = host.code("setpriv", "--bounding-set", "-all", "true") == 0;
        if (!can) {
            System.out.println("SKIPPED RawDriverIT.saysWhichCapabilityIsMissing: setpriv (util-linux) cannot drop capabilities here");
        }
        assumeTrue(can, "setpriv cannot drop capabilities here");
        HeldDriver none = HeldDriver.without(ours, "net_raw", "raw:w0");
        assertThat(none.saying()).startsWith("refused raw:w0: not permitted: opening a packet socket takes the capability CAP_NET_RAW; "
                + "run it as root, or give the JVM the capability: setcap cap_net_raw+ep on the java binary");
        none.kill();
        HeldDriver noAdmin = HeldDriver.without(ours, "net_admin", "raw:w0?kernel=drop");
        assertThat(noAdmin.saying()).startsWith("refused raw:w0: cannot keep the kernel from answering on w0: "
                + "that takes the capability CAP_NET_ADMIN; ");
        noAdmin.kill();
        HeldDriver auto = HeldDriver.without(ours, "net_admin", "raw:w0");
        assertThat(auto.saying()).as("auto goes on without").isEqualTo("open raw:w0");
        auto.kill();
    }
}
