package io.weft.net.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.Direction;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketTest {

    private final PacketPool pool = new PacketPool(4);

    @AfterEach
    void everyPacketEnded() {
        pool.close();
    }

    private Packet packet(String hex) {
        Packet packet = Objects.requireNonNull(pool.take());
        packet.append(HexFormat.of().parseHex(hex));
        return packet;
    }

    private static String hex(Packet packet) {
        return HexFormat.of().formatHex(packet.toByteArray());
    }

    private static void isOutside(ThrowingCallable access) {
        assertThatThrownBy(access).isInstanceOf(IndexOutOfBoundsException.class);
    }

    // ---- head and tail

    @Test
    void aFreshPacketIsEmptyBehindItsHeadroom() {
        Packet packet = packet("");
        assertThat(packet.length()).isZero();
        assertThat(packet.headroom()).isEqualTo(PacketPool.HEADROOM);
        assertThat(packet.tailroom()).isEqualTo(PacketPool.STRIDE - PacketPool.HEADROOM);
        packet.release();
    }

    @Test
    void thereIsRoomForTheLargestFrame() {
        Packet packet = packet("");
        packet.put(PacketPool.MAX_FRAME);
        packet.u8(PacketPool.MAX_FRAME - 1, 0x5A);
        assertThat(packet.u8(PacketPool.MAX_FRAME - 1)).isEqualTo(0x5A);
        packet.release();
    }

    @Test
    void pushAndPullMoveTheHead() {
        Packet packet = packet("010203040506");
        packet.pull(2);
        assertThat(hex(packet)).isEqualTo("03040506");
        assertThat(packet.headroom()).isEqualTo(PacketPool.HEADROOM + 2);
        packet.push(3);
        packet.u8(0, 0xFF);
        assertThat(hex(packet)).isEqualTo("ff010203040506");
        packet.release();
    }

    @Test
    void putAndTrimMoveTheTail() {
        Packet packet = packet("010203");
        packet.put(2);
        packet.u16(3, 0xAABB);
        assertThat(hex(packet)).isEqualTo("010203aabb");
        packet.trim(1);
        assertThat(hex(packet)).isEqualTo("01");
        packet.trim(0);
        assertThat(packet.length()).isZero();
        packet.release();
    }

    @Test
    void headAndTailStayWithinTheBuffer() {
        Packet packet = packet("010203");
        isOutside(() -> packet.push(PacketPool.HEADROOM + 1));
        isOutside(() -> packet.push(-1));
        isOutside(() -> packet.pull(4));
        isOutside(() -> packet.pull(-1));
        isOutside(() -> packet.put(packet.tailroom() + 1));
        isOutside(() -> packet.put(-1));
        isOutside(() -> packet.trim(4));
        isOutside(() -> packet.trim(-1));
        assertThat(hex(packet)).isEqualTo("010203");
        packet.push(PacketPool.HEADROOM);
        assertThat(packet.headroom()).isZero();
        packet.release();
    }

    // ---- copies

    @Test
    void aCopyHasTheSameBytesAndHeadersAndIsAnothersToChange() {
        Packet packet = packet("02000000001002000000011008004500");
        packet.markLinkHeader();
        packet.pull(14);
        packet.markNetworkHeader();
        packet.markTransportHeader(2);
        packet.checksumToFinish(2, 16);
        packet.segmentation(Segmentation.TCPV4, 1_448, true);
        packet.mark(7);
        packet.connection(null, ConnectionState.UNTRACKED, Direction.REPLY);

        Packet copy = Objects.requireNonNull(packet.copy());
        packet.u8(0, 0xFF);
        packet.release();

        assertThat(hex(copy)).isEqualTo("4500");
        assertThat(copy.hasEthernetHeader()).isTrue();
        assertThat(copy.ethernet().type()).isEqualTo(EthernetHeader.TYPE_IPV4);
        assertThat(copy.transportOffset()).isEqualTo(2);
        assertThat(copy.checksum()).isEqualTo(ChecksumState.TO_FINISH);
        assertThat(copy.checksumStart()).isEqualTo(2);
        assertThat(copy.checksumOffset()).isEqualTo(16);
        assertThat(copy.segmentation()).isEqualTo(Segmentation.TCPV4);
        assertThat(copy.segmentSize()).isEqualTo(1_448);
        assertThat(copy.segmentEcn()).isTrue();
        assertThat(copy.mark()).isEqualTo(7);
        assertThat(copy.connectionState()).isEqualTo(ConnectionState.UNTRACKED);
        assertThat(copy.direction()).isEqualTo(Direction.REPLY);
        copy.release();
    }

    @Test
    void onlyTheOriginalsEndIsToldToItsOwner() {
        List<Integer> ended = new ArrayList<>();
        Packet packet = packet("01");
        packet.owner(ended::add, 5);
        Objects.requireNonNull(packet.copy()).release();
        assertThat(ended).isEmpty();
        packet.release();
        assertThat(ended).containsExactly(5);
    }

    @Test
    void thereIsNoCopyWhenThePoolIsEmpty() {
        List<Packet> all = new ArrayList<>();
        for (Packet packet = pool.take(); packet != null; packet = pool.take()) {
            all.add(packet);
        }
        assertThat(all.getFirst().copy()).isNull();
        all.forEach(Packet::release);
    }

    // ---- bytes

    @Test
    void numbersAreBigEndian() {
        Packet packet = packet("0102030405060708");
        assertThat(packet.u8(7)).isEqualTo(8);
        assertThat(packet.u16(1)).isEqualTo(0x0203);
        assertThat(packet.i32(3)).isEqualTo(0x04050607);
        packet.i32(1, 0xFFFEFDFC);
        packet.u16(5, 0x1_8899);
        packet.u8(0, 0x1AA);
        assertThat(hex(packet)).isEqualTo("aafffefdfc889908");
        assertThat(packet.i32(1)).isEqualTo(0xFFFEFDFC);
        assertThat(packet.u16(5)).isEqualTo(0x8899);
        assertThat(packet.u8(0)).isEqualTo(0xAA);
        packet.release();
    }

    @Test
    void bytesBehindTheTailAreNotThere() {
        Packet packet = packet("01020304");
        isOutside(() -> packet.u8(4));
        isOutside(() -> packet.u16(3));
        isOutside(() -> packet.i32(1));
        isOutside(() -> packet.u8(4, 0));
        isOutside(() -> packet.u16(3, 0));
        isOutside(() -> packet.i32(1, 0));
        isOutside(() -> packet.u8(Integer.MAX_VALUE));
        isOutside(() -> packet.u8(Integer.MIN_VALUE));
        isOutside(() -> packet.u8(-PacketPool.HEADROOM - 1));
        isOutside(() -> packet.copyTo(2, new byte[3], 0, 3));
        isOutside(() -> packet.copyFrom(2, new byte[3], 0, 3));
        isOutside(() -> packet.copyTo(0, new byte[3], 0, -1));
        isOutside(() -> packet.copyTo(0, new byte[3], 1, 3));
        packet.release();
    }

    @Test
    void headersThatWerePulledStayReadable() {
        Packet packet = packet("01020304");
        packet.pull(2);
        assertThat(packet.u8(-1)).isEqualTo(2);
        packet.release();
    }

    @Test
    void copiesOverlapAsIfThroughACopy() {
        Packet packet = packet("010203040506");
        packet.copyFrom(2, packet, 0, 4);
        assertThat(hex(packet)).isEqualTo("010201020304");
        packet.copyFrom(0, packet, 2, 4);
        assertThat(hex(packet)).isEqualTo("010203040304");
        packet.release();
    }

    @Test
    void copiesBetweenPacketsCheckBoth() {
        Packet from = packet("0102030405");
        Packet to = packet("aabbcc");
        to.copyFrom(1, from, 3, 2);
        assertThat(hex(to)).isEqualTo("aa0405");
        isOutside(() -> to.copyFrom(2, from, 0, 2));
        isOutside(() -> to.copyFrom(0, from, 4, 2));
        from.release();
        assertThatIllegalStateException().isThrownBy(() -> to.copyFrom(0, from, 0, 1));
        to.release();
    }

    @Test
    void copiesIntoTheMiddleOfAnArray() {
        Packet packet = packet("010203");
        byte[] bytes = new byte[5];
        packet.copyTo(1, bytes, 2, 2);
        assertThat(bytes).containsExactly(0, 0, 2, 3, 0);
        packet.release();
    }

    // ---- the end

    @Test
    void aReleasedPacketRefusesEverything() {
        Packet packet = packet("45000014");
        packet.release();
        assertThat(packet.isReleased()).isTrue();
        List<ThrowingCallable> accesses = List.of(() -> packet.u8(0), () -> packet.u16(0), () -> packet.i32(0), () -> packet.u8(0, 1),
                () -> packet.push(1), () -> packet.pull(0), () -> packet.put(1), () -> packet.trim(0), () -> packet.append(new byte[1]),
                () -> packet.toByteArray(), () -> packet.ip().version(), () -> packet.ethernet().type(), () -> packet.udp().checksum(1),
                () -> Checksum.sum(packet, 0, 0), () -> PacketAddress.ofData(packet));
        for (ThrowingCallable access : accesses) {
            assertThatIllegalStateException().isThrownBy(access).withMessageContaining("released");
        }
    }

    @Test
    void aPacketEndsOnce() {
        Packet packet = packet("01");
        packet.release();
        assertThatIllegalStateException().isThrownBy(packet::release).withMessageContaining("before");
        assertThatIllegalStateException().isThrownBy(() -> packet.drop(DropReason.NO_ROUTE));
        assertThat(pool.underWay()).isZero();
        assertThat(pool.drops().total()).as("the second end is not counted").isZero();
    }

    @Test
    void dropCountsTheReason() {
        packet("01").drop(DropReason.TTL_EXPIRED);
        packet("01").drop(DropReason.TTL_EXPIRED);
        packet("01").drop(DropReason.HOOK);
        assertThat(pool.drops().of(DropReason.TTL_EXPIRED)).isEqualTo(2);
        assertThat(pool.drops().of(DropReason.NO_ROUTE)).isZero();
        assertThat(pool.drops().total()).isEqualTo(3);
        assertThat(pool.underWay()).isZero();
    }

    @Test
    void aReleasedBufferIsPoisoned() {
        Packet packet = packet("010203040506");
        packet.release();
        Packet again = packet("");
        assertThat(again).isSameAs(packet);
        again.put(6);
        assertThat(hex(again)).isEqualTo("dbdbdbdbdbdb");
        again.release();
    }

    // ---- what is known

    @Test
    void aReusedPacketKnowsNothingOfItsFormerLife() {
        Packet packet = packet("0102030405060708");
        packet.pull(4);
        packet.markNetworkHeader();
        packet.markTransportHeader(2);
        packet.mark(7);
        packet.receivedNs(8);
        packet.linkType(LinkType.BROADCAST);
        packet.fragmentMaxSize(9);
        packet.control(10);
        packet.checksumToFinish(1, 2);
        packet.segmentation(Segmentation.TCPV4, 1448, true);
        packet.release();

        Packet again = packet("");
        assertThat(again).isSameAs(packet);
        assertThat(again.networkOffset()).isZero();
        assertThat(again.transportOffset()).isZero();
        assertThat(again.mark()).isZero();
        assertThat(again.receivedNs()).isZero();
        assertThat(again.linkType()).isEqualTo(LinkType.HOST);
        assertThat(again.fragmentMaxSize()).isZero();
        assertThat(again.control()).isZero();
        assertThat(again.checksum()).isEqualTo(ChecksumState.UNCHECKED);
        assertThat(again.segmentation()).isEqualTo(Segmentation.NONE);
        assertThat(again.segmentSize()).isZero();
        assertThat(again.segmentEcn()).isFalse();
        assertThat(again.headroom()).isEqualTo(PacketPool.HEADROOM);
        again.release();
    }

    @Test
    void headersStayWhereTheyAreWhenTheHeadMoves() {
        Packet packet = packet("00112233445566778899aabbccdd" + "4500001400000000400100000a0000010a000002");
        packet.markLinkHeader();
        packet.pull(14);
        packet.markNetworkHeader();
        packet.markTransportHeader(20);
        assertThat(packet.ethernet().destination()).isEqualTo(0x001122334455L);
        assertThat(packet.ip().ttl()).isEqualTo(64);
        assertThat(packet.transportLength()).isZero();
        packet.push(14);
        assertThat(packet.networkOffset()).isEqualTo(14);
        assertThat(packet.transportOffset()).isEqualTo(34);
        assertThat(packet.ip().ttl()).isEqualTo(64);
        packet.release();
    }

    @Test
    void checksumToFinishStaysWhereItIsWhenTheHeadMoves() {
        Packet packet = packet("0102030405060708");
        packet.pull(2);
        packet.checksumToFinish(3, 1);
        packet.push(2);
        assertThat(packet.checksumStart()).isEqualTo(5);
        assertThat(packet.checksumOffset()).isEqualTo(1);
        packet.release();
    }

    @Test
    void aChecksumToFinishNeedsItsPlace() {
        Packet packet = packet("01");
        assertThatIllegalArgumentException().isThrownBy(() -> packet.checksum(ChecksumState.TO_FINISH));
        packet.release();
    }

    @Test
    void metadataIsCopiedWithoutPlacesChecksumAndSegmentation() {
        Packet from = packet("0102");
        from.mark(1);
        from.receivedNs(2);
        from.fragmentMaxSize(3);
        from.linkType(LinkType.MULTICAST);
        from.segmentation(Segmentation.UDP, 5, false);
        from.checksum(ChecksumState.VERIFIED);
        Packet to = packet("aa");
        to.copyMetadata(from);
        assertThat(to.mark()).isEqualTo(1);
        assertThat(to.receivedNs()).isEqualTo(2);
        assertThat(to.fragmentMaxSize()).isEqualTo(3);
        assertThat(to.linkType()).isEqualTo(LinkType.MULTICAST);
        assertThat(to.segmentation()).isEqualTo(Segmentation.NONE);
        assertThat(to.checksum()).isEqualTo(ChecksumState.UNCHECKED);
        assertThat(hex(to)).isEqualTo("aa");
        from.release();
        assertThatCode(to::release).doesNotThrowAnyException();
    }
}
