package io.weft.net.stack.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.driver.Offloads;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.Segmentation;
import io.weft.net.packet.TcpHeader;
import io.weft.net.packet.UdpHeader;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SoftwareOffloadTest {

    private static final Offloads CHECKSUM_ONLY = new Offloads(true, false, false);
    private static final int ACK = TcpHeader.ACK;

    private final PacketPool pool = new PacketPool(128);
    private final List<Packet> sent = new ArrayList<>();

    @AfterEach
    void noPacketIsLost() {
        sent.forEach(Packet::release);
        assertThat(pool.underWay()).isZero();
        pool.close();
    }

    private void toWire(Packet packet, Offloads offloads) {
        SoftwareOffload.toWire(packet, offloads, sent::add);
    }

    private static PacketBuilder segment(int payload) {
        return PacketBuilder.tcp("10.0.0.1", 5000, "10.0.0.2", 80).payloadOf(payload)
                .ethernet("02:00:00:00:00:01", "02:00:00:00:00:02");
    }

    private static PacketBuilder datagram(int payload) {
        return PacketBuilder.udp("10.0.0.1", 5000, "10.0.0.2", 53).payloadOf(payload)
                .ethernet("02:00:00:00:00:01", "02:00:00:00:00:02");
    }

    /// As a sender leaves it that counts on the card: the field holds the sum of the pseudo header.
    private Packet unfinished(PacketBuilder builder, int checksumOffset) {
        Packet packet = builder.build(pool);
        packet.u16(packet.transportOffset() + checksumOffset, packet.ip().pseudoHeaderSum());
        packet.checksumToFinish(packet.transportOffset(), checksumOffset);
        return packet;
    }

    private Packet large(PacketBuilder builder, int size) {
        Packet packet = unfinished(builder, TcpHeader.CHECKSUM_OFFSET);
        packet.segmentation(Segmentation.TCPV4, size, false);
        return packet;
    }

    private Packet largeUdp(PacketBuilder builder, int size) {
        Packet packet = unfinished(builder, UdpHeader.CHECKSUM_OFFSET);
        packet.segmentation(Segmentation.UDP, size, false);
        return packet;
    }

    private static byte[] payloadOf(PacketBuilder builder, int headers) {
        byte[] bytes = builder.bytes();
        return Arrays.copyOfRange(bytes, headers, bytes.length);
    }

    // ---- checksums

    @Test
    void finishesTheChecksumThatTheCardDoesNot() {
        byte[] finished = segment(100).bytes();
        toWire(unfinished(segment(100), TcpHeader.CHECKSUM_OFFSET), Offloads.NONE);
        assertThat(sent.getFirst().toByteArray()).isEqualTo(finished);
        assertThat(sent.getFirst().checksum()).isEqualTo(ChecksumState.VERIFIED);
    }

    @Test
    void leavesTheChecksumToTheCardThatFinishesIt() {
        Packet packet = unfinished(segment(100), TcpHeader.CHECKSUM_OFFSET);
        byte[] before = packet.toByteArray();
        toWire(packet, CHECKSUM_ONLY);
        assertThat(sent.getFirst().toByteArray()).isEqualTo(before);
        assertThat(sent.getFirst().checksum()).isEqualTo(ChecksumState.TO_FINISH);
        assertThat(sent.getFirst().checksumStart()).isEqualTo(34);
    }

    @Test
    void doesNotTouchAPacketThatIsComplete() {
        byte[] bytes = datagram(33).wrongTransportChecksum().bytes();
        toWire(datagram(33).wrongTransportChecksum().build(pool), Offloads.NONE);
        assertThat(sent.getFirst().toByteArray()).isEqualTo(bytes);
    }

    @Test
    void checksumOfZeroIsSentAsAllOnes() {
        // a payload chosen so that the sum of all else is its complement
        PacketBuilder empty = PacketBuilder.udp("10.0.0.1", 5000, "10.0.0.2", 53).payload(new byte[2]);
        Packet probe = empty.build(pool);
        int checksum = probe.udp().checksum();
        probe.release();
        byte[] filler = {(byte) (checksum >>> 8), (byte) checksum};
        toWire(unfinished(PacketBuilder.udp("10.0.0.1", 5000, "10.0.0.2", 53).payload(filler), UdpHeader.CHECKSUM_OFFSET), Offloads.NONE);
        assertThat(sent.getFirst().udp().checksum()).isEqualTo(0xFFFF);
        assertThat(sent.getFirst().udp().checksumIsRight()).isTrue();
    }

    @Test
    void impossibleChecksumRequestsAreCountedDrops() {
        int[][] requests = {{-1, 6}, {0, -1}, {41, 0}, {42, 6}, {36, 6}, {0, Integer.MAX_VALUE}, {65_535, 65_535}};
        for (int[] request : requests) {
            Packet packet = PacketBuilder.udp("10.0.0.1", 1, "10.0.0.2", 2).payloadOf(13).build(pool);
            packet.checksumToFinish(request[0], request[1]);
            toWire(packet, Offloads.NONE);
        }
        assertThat(sent).isEmpty();
        assertThat(pool.drops().of(DropReason.OFFLOAD_MALFORMED)).isEqualTo(requests.length);
    }

    // ---- TCP

    @Test
    void cutsTcpSegments() {
        PacketBuilder builder = segment(3000).identification(0xFFFF).sequence(0xFFFF_FF00).tcpOptions(1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8);
        byte[] payload = payloadOf(builder, 14 + 20 + 32);
        toWire(large(builder, 1448), Offloads.NONE);
        assertThat(sent).hasSize(3);
        int[] ids = {0xFFFF, 0, 1};
        for (int i = 0; i < 3; i++) {
            int from = i * 1448;
            PacketAssert.assertThat(sent.get(i)).goesFrom("02:00:00:00:00:01").goesTo("02:00:00:00:00:02").isTcp(5000, 80).hasFlags(ACK)
                    .hasIdentification(ids[i]).hasSequence(0xFFFF_FF00 + from).hasAcknowledgment(2000)
                    .hasPayload(Arrays.copyOfRange(payload, from, Math.min(3000, from + 1448)));
            assertThat(sent.get(i).segmentation()).isEqualTo(Segmentation.NONE);
            assertThat(sent.get(i).segmentSize()).isZero();
            assertThat(sent.get(i).networkOffset()).isEqualTo(14);
            assertThat(sent.get(i).transportOffset()).isEqualTo(34);
        }
    }

    @Test
    void cutsWithoutALinkHeader() {
        PacketBuilder builder = PacketBuilder.tcp("10.0.0.1", 5000, "10.0.0.2", 80).dontFragment().payloadOf(2500);
        byte[] payload = payloadOf(builder, 40);
        toWire(large(builder, 1000), Offloads.NONE);
        assertThat(sent).extracting(Packet::length).containsExactly(1040, 1040, 540);
        PacketAssert.assertThat(sent.get(2)).hasDontFragment(true).hasSequence(3000).hasPayload(Arrays.copyOfRange(payload, 2000, 2500));
    }

    @Test
    void cutsExactMultiplesWithoutAnEmptySegment() {
        toWire(large(segment(2000), 1000), Offloads.NONE);
        assertThat(sent).extracting(Packet::length).containsExactly(1054, 1054);
    }

    @Test
    void pushAndFinStandOnTheLastSegmentAndCwrOnTheFirst() {
        int flags = ACK | TcpHeader.PSH | TcpHeader.FIN | TcpHeader.CWR | TcpHeader.ECE;
        toWire(large(segment(2500).flags(flags), 1000), Offloads.NONE);
        PacketAssert.assertThat(sent.get(0)).hasFlags(ACK | TcpHeader.CWR | TcpHeader.ECE);
        PacketAssert.assertThat(sent.get(1)).hasFlags(ACK | TcpHeader.ECE);
        PacketAssert.assertThat(sent.get(2)).hasFlags(ACK | TcpHeader.ECE | TcpHeader.PSH | TcpHeader.FIN);
    }

    @Test
    void segmentsThatTheCardFinishesBearTheSumOfTheirPseudoHeader() {
        toWire(large(segment(2500), 1000), CHECKSUM_ONLY);
        assertThat(sent).hasSize(3);
        for (Packet segment : sent) {
            assertThat(segment.checksum()).isEqualTo(ChecksumState.TO_FINISH);
            assertThat(segment.checksumStart()).isEqualTo(34);
            assertThat(segment.checksumOffset()).isEqualTo(16);
            PacketAssert.assertThat(segment).isTcp(5000, 80);
        }
    }

    @Test
    void passesOnWhatTheCardCuts() {
        Packet packet = large(segment(2500), 1000);
        byte[] before = packet.toByteArray();
        toWire(packet, new Offloads(true, true, false));
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().toByteArray()).isEqualTo(before);
        assertThat(sent.getFirst().segmentation()).isEqualTo(Segmentation.TCPV4);
    }

    @Test
    void aCardThatCutsButDoesNotSumIsNotLeftToCut() {
        toWire(large(segment(2500), 1000), new Offloads(false, true, true));
        assertThat(sent).hasSize(3);
    }

    @Test
    void whatIsNoLargerThanASegmentIsOnePacket() {
        toWire(large(segment(700), 1000), Offloads.NONE);
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().toByteArray()).isEqualTo(segment(700).bytes());
        assertThat(sent.getFirst().segmentation()).isEqualTo(Segmentation.NONE);
    }

    @Test
    void cutsTheLargestPacket() {
        PacketBuilder builder = segment(65_495);
        byte[] payload = payloadOf(builder, 54);
        toWire(large(builder, 1448), Offloads.NONE);
        assertThat(sent).hasSize(46);
        for (int i = 0; i < 46; i++) {
            PacketAssert.assertThat(sent.get(i)).hasSequence(1000 + i * 1448)
                    .hasPayload(Arrays.copyOfRange(payload, i * 1448, Math.min(payload.length, (i + 1) * 1448)));
        }
    }

    @Test
    void segmentsSmallerThanTheirHeadersAreCutToo() {
        PacketBuilder builder = segment(20);
        byte[] payload = payloadOf(builder, 54);
        toWire(large(builder, 3), Offloads.NONE);
        assertThat(sent).hasSize(7);
        for (int i = 0; i < 7; i++) {
            PacketAssert.assertThat(sent.get(i)).hasPayload(Arrays.copyOfRange(payload, i * 3, Math.min(20, i * 3 + 3)));
        }
    }

    @Test
    void carriesMetadataToEverySegment() {
        Packet packet = large(segment(2500), 1000);
        packet.mark(9);
        toWire(packet, Offloads.NONE);
        assertThat(sent).hasSize(3).allMatch(segment -> segment.mark() == 9);
    }

    // ---- UDP

    @Test
    void cutsUdpDatagramsWithAHeaderEach() {
        PacketBuilder builder = datagram(2500).identification(7);
        byte[] payload = payloadOf(builder, 42);
        toWire(largeUdp(builder, 1000), Offloads.NONE);
        assertThat(sent).hasSize(3);
        for (int i = 0; i < 3; i++) {
            PacketAssert.assertThat(sent.get(i)).isUdp(5000, 53).hasIdentification(7 + i)
                    .hasPayload(Arrays.copyOfRange(payload, i * 1000, Math.min(2500, i * 1000 + 1000)));
            assertThat(sent.get(i).udp().checksum()).isNotZero();
        }
    }

    @Test
    void datagramsWithoutAChecksumStayWithout() {
        Packet packet = datagram(2500).noTransportChecksum().build(pool);
        packet.segmentation(Segmentation.UDP, 1000, false);
        toWire(packet, Offloads.NONE);
        assertThat(sent).hasSize(3).allMatch(datagram -> datagram.udp().checksum() == 0);
    }

    @Test
    void leavesUdpToTheCardThatCutsIt() {
        toWire(largeUdp(datagram(2500), 1000), new Offloads(true, false, true));
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().segmentation()).isEqualTo(Segmentation.UDP);
    }

    // ---- requests that do not fit

    private void isRefused(Packet packet) {
        long before = pool.drops().of(DropReason.OFFLOAD_MALFORMED);
        toWire(packet, Offloads.NONE);
        assertThat(sent).isEmpty();
        assertThat(pool.drops().of(DropReason.OFFLOAD_MALFORMED)).isEqualTo(before + 1);
    }

    @Test
    void refusesSegmentsOfNothing() {
        isRefused(large(segment(2500), 0));
        isRefused(large(segment(2500), -1));
    }

    @Test
    void refusesWhatIsNotOfThatProtocol() {
        isRefused(large(datagram(2500), 1000));
        isRefused(largeUdp(segment(2500), 1000));
        isRefused(large(PacketBuilder.ip("10.0.0.1", "10.0.0.2", 6).fragmentOffset(80).payloadOf(2500), 1000));
        isRefused(large(PacketBuilder.ip("10.0.0.1", "10.0.0.2", 6).moreFragments().payloadOf(2500), 1000));
    }

    @Test
    void refusesHeadersBeyondThePacket() {
        PacketBuilder cutShort = PacketBuilder.ip("10.0.0.1", "10.0.0.2", 6).payloadOf(19);
        Packet packet = cutShort.build(pool);
        packet.segmentation(Segmentation.TCPV4, 8, false);
        isRefused(packet);

        Packet longHeader = large(segment(10), 4);
        longHeader.tcp().headerLength(60);
        isRefused(longHeader);

        Packet shortHeader = large(segment(100), 40);
        shortHeader.tcp().headerLength(16);
        isRefused(shortHeader);

        Packet longOptions = PacketBuilder.ip("10.0.0.1", "10.0.0.2", 6).payloadOf(30).build(pool);
        longOptions.ip().versionAndHeaderLength(60);
        longOptions.segmentation(Segmentation.TCPV4, 8, false);
        isRefused(longOptions);

        Packet shortIp = PacketBuilder.ip("10.0.0.1", "10.0.0.2", 6).build(pool);
        shortIp.trim(19);
        shortIp.segmentation(Segmentation.TCPV4, 8, false);
        isRefused(shortIp);

        Packet otherVersion = large(segment(2500), 1000);
        otherVersion.u8(14, 0x65);
        isRefused(otherVersion);
    }

    @Test
    void restIsDroppedWhenThePoolIsEmpty() {
        Packet packet = large(segment(60_000), 1000);
        List<Packet> hoard = new ArrayList<>();
        while (pool.underWay() < 128 - 5) {
            hoard.add(segment(1).build(pool));
        }
        toWire(packet, Offloads.NONE);
        assertThat(sent).hasSize(5);
        assertThat(pool.drops().of(DropReason.NO_BUFFER)).isEqualTo(1);
        hoard.forEach(Packet::release);
    }
}
