package io.weft.net.stack.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.UdpHeader;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FragmenterTest {

    private final PacketPool pool = new PacketPool(128);
    private final List<Packet> fragments = new ArrayList<>();

    @AfterEach
    void noPacketIsLost() {
        fragments.forEach(Packet::release);
        assertThat(pool.underWay()).isZero();
        pool.close();
    }

    private void fragment(Packet whole, int mtu) {
        Fragmenter.fragment(whole, mtu, fragments::add);
    }

    private static byte[] ipPayload(PacketBuilder packet, int headerLength) {
        byte[] bytes = packet.bytes();
        return Arrays.copyOfRange(bytes, headerLength, bytes.length);
    }

    @Test
    void cutsAsTheKernelDid() {
        // the recording of 01-open s-nodf: 1450 bytes into an MTU of 1400
        PacketBuilder packet = PacketBuilder.udp("192.168.1.2", 40_000, "10.9.0.2", 53).payloadOf(1422);
        byte[] payload = ipPayload(packet, 20);
        fragment(packet.build(pool), 1400);

        assertThat(fragments).hasSize(2);
        PacketAssert.assertThat(fragments.get(0)).hasTotalLength(1396).isFragment(0, true).hasDontFragment(false)
                .hasIdentification(0x4040).hasTtl(64).hasIpPayload(Arrays.copyOf(payload, 1376));
        PacketAssert.assertThat(fragments.get(1)).hasTotalLength(74).isFragment(1376, false).hasDontFragment(false)
                .hasIdentification(0x4040).hasIpPayload(Arrays.copyOfRange(payload, 1376, 1430));
    }

    @Test
    void leavesAWholeThatFitsAsItIs() {
        PacketBuilder packet = PacketBuilder.udp("192.168.1.2", 1, "10.9.0.2", 2).payloadOf(1372);
        fragment(packet.build(pool), 1400);
        assertThat(fragments).hasSize(1);
        PacketAssert.assertThat(fragments.get(0)).hasTotalLength(1400).isNoFragment().hasIpPayload(ipPayload(packet, 20));
    }

    @Test
    void lastPieceNeedsNoMultipleOfEight() {
        // 1400 - 20 = 1380 is no multiple of 8, yet the last piece may fill it
        fragment(PacketBuilder.ip("192.168.1.2", "10.9.0.2", 200).payloadOf(1376 + 1380).build(pool), 1400);
        assertThat(fragments).hasSize(2);
        PacketAssert.assertThat(fragments.get(1)).hasTotalLength(1400).isFragment(1376, false);
    }

    @Test
    void cutsAFragmentFurther() {
        PacketBuilder middle = PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).fragmentOffset(1480).moreFragments().payloadOf(1000);
        byte[] payload = ipPayload(middle, 20);
        fragment(middle.build(pool), 576);
        assertThat(fragments).hasSize(2);
        PacketAssert.assertThat(fragments.get(0)).isFragment(1480, true).hasIpPayload(Arrays.copyOf(payload, 552));
        PacketAssert.assertThat(fragments.get(1)).isFragment(2032, true).hasIpPayload(Arrays.copyOfRange(payload, 552, 1000));
    }

    @Test
    void cutsTheLargestDatagram() {
        PacketBuilder packet = PacketBuilder.udp("192.168.1.2", 1, "10.9.0.2", 2).payloadOf(65_507);
        byte[] payload = ipPayload(packet, 20);
        fragment(packet.build(pool), 1500);
        assertThat(fragments).hasSize(45);
        int at = 0;
        for (Packet fragment : fragments) {
            int length = fragment.length() - 20;
            PacketAssert.assertThat(fragment).isFragment(at, at + length < payload.length)
                    .hasIpPayload(Arrays.copyOfRange(payload, at, at + length));
            at += length;
        }
        assertThat(at).isEqualTo(payload.length);
    }

    @Test
    void laterFragmentsKeepCopiedOptionsAndBlankTheOthers() {
        // no-operation, record route (not copied), router alert (copied), timestamp (not copied)
        int[] options = {1, 7, 7, 4, 0, 0, 0, 0, 148, 4, 0, 0, 68, 4, 5, 0};
        fragment(PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).ipOptions(options).payloadOf(1000).build(pool), 500);
        assertThat(fragments).hasSize(3);
        PacketAssert.assertThat(fragments.get(0)).hasIpOptions(options);
        PacketAssert.assertThat(fragments.get(1)).hasIpOptions(1, 1, 1, 1, 1, 1, 1, 1, 148, 4, 0, 0, 1, 1, 1, 1);
        PacketAssert.assertThat(fragments.get(2)).hasIpOptions(1, 1, 1, 1, 1, 1, 1, 1, 148, 4, 0, 0, 1, 1, 1, 1);
    }

    @Test
    void doesNotLookBehindTheEndOfOptions() {
        fragment(PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).ipOptions(0, 7, 3, 4).payloadOf(200).build(pool), 100);
        PacketAssert.assertThat(fragments.get(1)).hasIpOptions(0, 7, 3, 4);
    }

    @Test
    void malformedOptionsAreLeftAlone() {
        fragment(PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).ipOptions(7, 9, 4, 0).payloadOf(200).build(pool), 100);
        PacketAssert.assertThat(fragments.get(1)).hasIpOptions(7, 9, 4, 0);
    }

    @Test
    void optionsOfALaterFragmentAreFixedAlready() {
        fragment(PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).fragmentOffset(800).ipOptions(7, 3, 4, 0).payloadOf(200)
                .build(pool), 100);
        PacketAssert.assertThat(fragments.get(0)).hasIpOptions(7, 3, 4, 0);
        PacketAssert.assertThat(fragments.get(1)).hasIpOptions(7, 3, 4, 0);
    }

    @Test
    void finishesTheTransportChecksumFirst() {
        PacketBuilder builder = PacketBuilder.udp("192.168.1.2", 40_000, "10.9.0.2", 53).payloadOf(1422);
        Packet packet = builder.build(pool);
        packet.udp().checksum(packet.ip().pseudoHeaderSum());
        packet.checksumToFinish(20, UdpHeader.CHECKSUM_OFFSET);
        fragment(packet, 1400);
        PacketAssert.assertThat(fragments.get(0)).hasIpPayload(Arrays.copyOf(ipPayload(builder, 20), 1376));
        assertThat(fragments).noneMatch(fragment -> fragment.checksum() == ChecksumState.TO_FINISH);
    }

    @Test
    void dropsWhatBearsAnImpossibleChecksumRequest() {
        Packet packet = PacketBuilder.udp("192.168.1.2", 40_000, "10.9.0.2", 53).payloadOf(1422).build(pool);
        packet.checksumToFinish(1449, 6);
        fragment(packet, 1400);
        assertThat(fragments).isEmpty();
        assertThat(pool.drops().of(DropReason.OFFLOAD_MALFORMED)).isEqualTo(1);
    }

    @Test
    void carriesMetadataToEveryFragment() {
        Packet packet = PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).payloadOf(1000).build(pool);
        packet.mark(0x77);
        packet.receivedNs(12);
        fragment(packet, 500);
        assertThat(fragments).hasSize(3).allMatch(fragment -> fragment.mark() == 0x77 && fragment.receivedNs() == 12);
        assertThat(fragments).allMatch(fragment -> fragment.networkOffset() == 0 && fragment.transportOffset() == 20);
    }

    @Test
    void piecesAreNoLargerThanTheyCame() {
        Packet packet = PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).payloadOf(1200).build(pool);
        packet.fragmentMaxSize(620);
        fragment(packet, 1500);
        assertThat(fragments).extracting(Packet::length).containsExactly(620, 620);
    }

    @Test
    void leavesInThePiecesItCameIn() {
        // 1480 and 1480 that a link of 1400 has cut before
        int[] lengths = {1376, 104, 1376, 104, 33};
        PacketBuilder builder = PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).payloadOf(2993);
        byte[] payload = ipPayload(builder, 20);
        Packet packet = builder.build(pool);
        packet.fragmentMaxSize(1396);
        packet.fragmentLengths(lengths);
        fragment(packet, 1500);
        assertThat(fragments).hasSize(5);
        int at = 0;
        for (int i = 0; i < 5; i++) {
            PacketAssert.assertThat(fragments.get(i)).isFragment(at, i < 4).hasIpPayload(Arrays.copyOfRange(payload, at, at + lengths[i]));
            assertThat(fragments.get(i).fragmentMaxSize()).isZero();
            assertThat(fragments.get(i).fragmentLengths()).isNull();
            at += lengths[i];
        }
    }

    @Test
    void isCutAnewWhereThePiecesItCameInDoNotFit() {
        Packet tooLarge = PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).payloadOf(2000).build(pool);
        tooLarge.fragmentMaxSize(1500);
        tooLarge.fragmentLengths(new int[] {400, 1480, 120});
        fragment(tooLarge, 1000);
        assertThat(fragments).extracting(Packet::length).containsExactly(996, 996, 68);
    }

    @Test
    void isCutAnewWhenItsLengthHasChangedSince() {
        Packet grown = PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).payloadOf(2001).build(pool);
        grown.fragmentMaxSize(1020);
        grown.fragmentLengths(new int[] {400, 1000, 600});
        fragment(grown, 1500);
        assertThat(fragments).extracting(Packet::length).containsExactly(1020, 1020, 21);
    }

    @Test
    void noFragmentBearsDf() {
        fragment(PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).dontFragment().payloadOf(1200).build(pool), 700);
        Packet putTogether = PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).dontFragment().payloadOf(1200).build(pool);
        putTogether.fragmentMaxSize(620);
        fragment(putTogether, 1500);
        assertThat(fragments).hasSize(4);
        fragments.forEach(fragment -> PacketAssert.assertThat(fragment).hasDontFragment(false));
    }

    @Test
    void tinyOriginalsStillLeaveEightBytesAPiece() {
        Packet packet = PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).ipOptions(new int[40]).payloadOf(20).build(pool);
        packet.fragmentMaxSize(28);
        fragment(packet, 1500);
        assertThat(fragments).extracting(Packet::length).containsExactly(68, 68, 64);
    }

    @Test
    void restIsDroppedWhenThePoolIsEmpty() {
        Packet packet = PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).payloadOf(60_000).build(pool);
        List<Packet> hoard = new ArrayList<>();
        for (int i = 0; i < 128 - 1 - 3; i++) {
            hoard.add(PacketBuilder.ip("10.0.0.1", "10.0.0.2", 17).build(pool));
        }
        fragment(packet, 1500);
        assertThat(fragments).hasSize(3);
        assertThat(pool.drops().of(DropReason.NO_BUFFER)).isEqualTo(1);
        hoard.forEach(Packet::release);
    }

    @Test
    void refusesAnMtuThatCarriesNothing() {
        Packet packet = PacketBuilder.ip("192.168.1.2", "10.9.0.2", 17).payloadOf(100).build(pool);
        assertThatThrownBy(() -> fragment(packet, 67)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("67");
        packet.release();
    }
}
