package io.weft.net.stack.ip;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReassemblerTest {

    private static final long SECOND = 1_000_000_000L;

    private final PacketPool pool = new PacketPool(384);
    private final List<byte[]> expired = new ArrayList<>();
    private final Reassembler reassembler = new Reassembler(ReassemblyLimits.DEFAULT, first -> expired.add(first.toByteArray()), new IpCounters());
    private final byte[] datagram = PacketBuilder.udp("192.168.1.2", 40_000, "192.168.1.1", 7).payloadOf(2_992).bytes();
    private final byte[] payload = Arrays.copyOfRange(datagram, 20, datagram.length);

    @AfterEach
    void noPacketIsLost() {
        reassembler.drop(DropReason.SHUTDOWN);
        assertThat(reassembler.waiting()).isZero();
        assertThat(reassembler.waitingBytes()).isZero();
        assertThat(pool.underWay()).isZero();
        pool.close();
    }

    private PacketBuilder part(int from, int to) {
        PacketBuilder part = PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).fragmentOffset(from)
                .payload(Arrays.copyOfRange(payload, from, to));
        return to < payload.length ? part.moreFragments() : part;
    }

    private @Nullable Packet add(PacketBuilder fragment) {
        return add(fragment, 0);
    }

    private @Nullable Packet add(PacketBuilder fragment, long nowNs) {
        return reassembler.add(fragment.build(pool), nowNs);
    }

    private void addInVain(PacketBuilder fragment) {
        assertThat(add(fragment)).isNull();
    }

    private void addLast(PacketBuilder fragment) {
        isWhole(add(fragment));
    }

    private void isWhole(@Nullable Packet whole) {
        assertThat(whole).isNotNull();
        PacketAssert.assertThat(Objects.requireNonNull(whole)).isNoFragment().hasTotalLength(datagram.length).isUdp(40_000, 7)
                .hasIpPayload(payload);
        assertThat(whole.transportOffset()).isEqualTo(20);
        assertThat(whole.udp().checksumIsRight()).isTrue();
        whole.release();
    }

    private long drops(DropReason reason) {
        return pool.drops().of(reason);
    }

    // ---- putting together

    @Test
    void putsFragmentsTogetherInOrder() {
        addInVain(part(0, 1000));
        addInVain(part(1000, 2000));
        assertThat(pool.underWay()).isEqualTo(1);
        addLast(part(2000, 3000));
    }

    @Test
    void putsFragmentsTogetherInReverse() {
        addInVain(part(2000, 3000));
        addInVain(part(1000, 2000));
        addLast(part(0, 1000));
    }

    @Test
    void putsFragmentsTogetherFromTheMiddle() {
        addInVain(part(1000, 2000));
        addInVain(part(0, 1000));
        addLast(part(2000, 3000));
    }

    @Test
    void putsTheLargestDatagramTogether() {
        byte[] largest = PacketBuilder.udp("192.168.1.2", 1, "192.168.1.1", 7).payloadOf(65_507).bytes();
        List<Packet> fragments = new ArrayList<>();
        Packet packet = Objects.requireNonNull(pool.take());
        packet.append(largest);
        Fragmenter.fragment(packet, 576, fragments::add);
        assertThat(fragments).hasSize(119);
        @Nullable Packet whole = null;
        for (Packet fragment : fragments.reversed()) {
            assertThat(whole).isNull();
            whole = reassembler.add(fragment, 0);
        }
        PacketAssert.assertThat(Objects.requireNonNull(whole)).hasTotalLength(65_535)
                .hasIpPayload(Arrays.copyOfRange(largest, 20, largest.length));
        whole.release();
    }

    @Test
    void aFragmentMayLieAnywhereInItsBuffer() {
        for (int shift : new int[] {-130, -70, 14, 18, 19, 60_000}) {
            Packet last = part(1000, 3000).build(pool);
            int length = last.length();
            if (shift < 0) {
                last.push(-shift);
                last.copyFrom(0, last, -shift, length);
                last.trim(length);
            } else {
                last.put(shift);
                last.copyFrom(shift, last, 0, length);
                last.pull(shift);
            }
            last.markNetworkHeader();
            assertThat(reassembler.add(last, 0)).isNull();
            addLast(part(0, 1000));
        }
    }

    @Test
    void takesTheHeaderOfTheFirstFragment() {
        addInVain(part(2000, 3000).ttl(9));
        addInVain(part(1000, 2000).ttl(8));
        Packet whole = Objects.requireNonNull(add(part(0, 1000).ttl(7).ipOptions(7, 7, 4, 0, 0, 0, 0, 0)));
        PacketAssert.assertThat(whole).hasTtl(7).hasTotalLength(3028).hasIpOptions(7, 7, 4, 0, 0, 0, 0, 0).hasIpPayload(payload);
        assertThat(whole.transportOffset()).isEqualTo(28);
        whole.release();
    }

    @Test
    void takesMarksOfTheFirstAndTimeOfTheLast() {
        Packet last = part(1000, 3000).build(pool);
        last.mark(2);
        last.receivedNs(10);
        assertThat(reassembler.add(last, 10)).isNull();
        Packet first = part(0, 1000).build(pool);
        first.mark(1);
        first.receivedNs(20);
        Packet whole = Objects.requireNonNull(reassembler.add(first, 20));
        assertThat(whole.mark()).isEqualTo(1);
        assertThat(whole.receivedNs()).isEqualTo(20);
        whole.release();
    }

    @Test
    void keepsDatagramsApart() {
        addInVain(part(0, 1000));
        addInVain(part(1000, 3000).identification(0x4041));
        addInVain(PacketBuilder.ip("192.168.1.3", "192.168.1.1", 17).fragmentOffset(1000).payloadOf(2000));
        addInVain(PacketBuilder.ip("192.168.1.2", "192.168.1.3", 17).fragmentOffset(1000).payloadOf(2000));
        addInVain(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 6).fragmentOffset(1000).payloadOf(2000));
        assertThat(reassembler.waiting()).isEqualTo(5);
        addLast(part(1000, 3000));
        assertThat(reassembler.waiting()).isEqualTo(4);
    }

    @Test
    void anIdentificationMayBeUsedAgain() {
        for (int i = 0; i < 3; i++) {
            addInVain(part(0, 1000));
            addLast(part(1000, 3000));
        }
    }

    @Test
    void saysHowLargeTheLargestFragmentWas() {
        addInVain(part(0, 1000));
        Packet whole = Objects.requireNonNull(add(part(1000, 3000)));
        assertThat(whole.fragmentMaxSize()).isEqualTo(2020);
        whole.release();
    }

    @Test
    void dfLivesOnIfTheLargestFragmentHadIt() {
        addInVain(part(0, 1000));
        Packet probing = Objects.requireNonNull(add(part(1000, 3000).dontFragment()));
        PacketAssert.assertThat(probing).hasDontFragment(true);
        probing.release();

        addInVain(part(0, 1000).dontFragment());
        Packet not = Objects.requireNonNull(add(part(1000, 3000)));
        PacketAssert.assertThat(not).hasDontFragment(false);
        not.release();
    }

    @Test
    void whatWasPutTogetherIsCutAsItCame() {
        addInVain(part(0, 1000));
        addInVain(part(1000, 2000));
        Packet whole = Objects.requireNonNull(add(part(2000, 3000)));
        List<Packet> fragments = new ArrayList<>();
        Fragmenter.fragment(whole, 1500, fragments::add);
        assertThat(fragments).extracting(Packet::toByteArray).containsExactly(part(0, 1000).bytes(), part(1000, 2000).bytes(),
                part(2000, 3000).bytes());
        fragments.forEach(Packet::release);
    }

    @Test
    void whatCameInUnevenPiecesIsCutAsItCame() {
        int[][] parts = {{0, 1376}, {1376, 1480}, {1480, 2856}, {2856, 3000}};
        for (int i : new int[] {2, 0, 3}) {
            addInVain(part(parts[i][0], parts[i][1]));
        }
        Packet whole = Objects.requireNonNull(add(part(1376, 1480)));
        assertThat(whole.fragmentLengths()).containsExactly(1376, 104, 1376, 144);
        List<Packet> fragments = new ArrayList<>();
        Fragmenter.fragment(whole, 1500, fragments::add);
        assertThat(fragments).extracting(Packet::toByteArray)
                .containsExactly(Arrays.stream(parts).map(part -> part(part[0], part[1]).bytes()).toArray(byte[][]::new));
        fragments.forEach(Packet::release);
    }

    @Test
    void evenPiecesNeedNoList() {
        addInVain(part(0, 1000));
        Packet shortLast = Objects.requireNonNull(add(part(1000, 3000)));
        assertThat(shortLast.fragmentLengths()).containsExactly(1000, 2000);
        shortLast.release();
        addInVain(part(1504, 3000));
        Packet even = Objects.requireNonNull(add(part(0, 1504)));
        assertThat(even.fragmentLengths()).isNull();
        even.release();
    }

    @Test
    void oneFragmentMarkedCongestedMarksTheWhole() {
        // RFC 3168 §5.3
        addInVain(part(0, 1000).tos(0x2));
        Packet whole = Objects.requireNonNull(add(part(1000, 3000).tos(0x3)));
        PacketAssert.assertThat(whole).hasTos(0x3);
        whole.release();
    }

    @Test
    void refusesEcnMarksThatNoSenderMakes() {
        addInVain(part(0, 1000).tos(0x0));
        addInVain(part(1000, 3000).tos(0x3));
        assertThat(drops(DropReason.FRAGMENT_MALFORMED)).isEqualTo(1);
        assertThat(reassembler.waiting()).isZero();
    }

    // ---- what is wrong with fragments

    @Test
    void forgivesADuplicate() {
        addInVain(part(0, 1000));
        addInVain(part(0, 1000));
        addInVain(part(400, 600));
        assertThat(drops(DropReason.FRAGMENT_DUPLICATE)).isEqualTo(2);
        addLast(part(1000, 3000));
    }

    @Test
    void forgivesADuplicateOfTheLast() {
        addInVain(part(2000, 3000));
        addInVain(part(2000, 3000));
        assertThat(drops(DropReason.FRAGMENT_DUPLICATE)).isEqualTo(1);
        addInVain(part(0, 1000));
        addLast(part(1000, 2000));
    }

    @Test
    void overlapEndsTheDatagram() {
        addInVain(part(0, 1000));
        addInVain(part(992, 2000));
        assertThat(drops(DropReason.FRAGMENT_OVERLAP)).isEqualTo(2);
        assertThat(reassembler.waiting()).isZero();
        addInVain(part(2000, 3000));
    }

    @Test
    void overlapWithALaterFragmentEndsTheDatagram() {
        addInVain(part(1000, 2000));
        addInVain(part(0, 1008));
        assertThat(drops(DropReason.FRAGMENT_OVERLAP)).isEqualTo(2);
    }

    @Test
    void fragmentOverSeveralOthersEndsTheDatagram() {
        addInVain(part(0, 80));
        addInVain(part(160, 240));
        addInVain(part(80, 168));
        assertThat(drops(DropReason.FRAGMENT_OVERLAP)).isEqualTo(2);

        addInVain(part(80, 160));
        addInVain(part(240, 320));
        addInVain(part(0, 400));
        assertThat(drops(DropReason.FRAGMENT_OVERLAP)).isEqualTo(4);
        assertThat(reassembler.waiting()).isZero();
    }

    @Test
    void endBeforeWhatCameIsMalformed() {
        addInVain(part(1000, 2000));
        addInVain(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).fragmentOffset(800).payloadOf(104));
        assertThat(drops(DropReason.FRAGMENT_MALFORMED)).isEqualTo(2);
        assertThat(reassembler.waiting()).isZero();
    }

    @Test
    void twoEndsAreMalformed() {
        addInVain(part(2000, 3000));
        addInVain(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).fragmentOffset(3000).payloadOf(8));
        assertThat(drops(DropReason.FRAGMENT_MALFORMED)).isEqualTo(2);
    }

    @Test
    void bytesBehindTheEndAreMalformed() {
        addInVain(part(2000, 3000));
        addInVain(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).fragmentOffset(3000).moreFragments().payloadOf(8));
        assertThat(drops(DropReason.FRAGMENT_MALFORMED)).isEqualTo(2);
    }

    @Test
    void emptyFragmentIsMalformed() {
        addInVain(part(0, 1000));
        addInVain(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).fragmentOffset(1000).moreFragments());
        assertThat(drops(DropReason.FRAGMENT_MALFORMED)).isEqualTo(2);
        addInVain(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).moreFragments().payloadOf(7));
        assertThat(drops(DropReason.FRAGMENT_MALFORMED)).isEqualTo(3);
        assertThat(reassembler.waiting()).isZero();
    }

    @Test
    void oddTailOfAFragmentBeforeTheLastIsCutOff() {
        addInVain(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).moreFragments().payload(Arrays.copyOf(payload, 1003)));
        addLast(part(1000, 3000));
    }

    @Test
    void datagramBeyond65535IsMalformed() {
        addInVain(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).fragmentOffset(65_512).payloadOf(4));
        assertThat(drops(DropReason.FRAGMENT_MALFORMED)).isEqualTo(1);
        addInVain(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).fragmentOffset(65_528).moreFragments().payloadOf(1480));
        assertThat(drops(DropReason.FRAGMENT_MALFORMED)).isEqualTo(2);
        assertThat(reassembler.waiting()).isZero();
    }

    @Test
    void datagramThatItsOptionsMakeTooLongIsMalformed() {
        addInVain(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).fragmentOffset(40_000).payloadOf(25_515));
        addInVain(PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).ipOptions(1, 1, 1, 1).moreFragments().payloadOf(40_000));
        assertThat(drops(DropReason.FRAGMENT_MALFORMED)).isEqualTo(1);
        assertThat(reassembler.waiting()).isZero();
    }

    // ---- time

    @Test
    void timeOutTellsTheFirstFragmentAsItCame() {
        byte[] first = part(0, 1000).ttl(33).ipOptions(7, 7, 4, 0, 0, 0, 0, 0).bytes();
        assertThat(add(part(1000, 2000), SECOND)).isNull();
        assertThat(add(part(0, 1000).ttl(33).ipOptions(7, 7, 4, 0, 0, 0, 0, 0), 2 * SECOND)).isNull();
        assertThat(reassembler.nextExpiryNs()).isEqualTo(31 * SECOND);
        reassembler.expire(31 * SECOND - 1);
        assertThat(expired).isEmpty();
        reassembler.expire(31 * SECOND);
        assertThat(expired).containsExactly(first);
        assertThat(drops(DropReason.FRAGMENT_TIMEOUT)).isEqualTo(1);
        assertThat(reassembler.nextExpiryNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void timeOutWithoutTheFirstFragmentTellsNobody() {
        assertThat(add(part(1000, 2000), 0)).isNull();
        reassembler.expire(30 * SECOND);
        assertThat(expired).isEmpty();
        assertThat(drops(DropReason.FRAGMENT_TIMEOUT)).isEqualTo(1);
    }

    @Test
    void lateFragmentBeginsAnew() {
        assertThat(add(part(0, 1000), 0)).isNull();
        assertThat(add(part(1000, 3000), 30 * SECOND)).isNull();
        assertThat(expired).hasSize(1);
        assertThat(reassembler.waiting()).isEqualTo(1);
    }

    @Test
    void timeRunsFromTheFirstComeFragmentOnly() {
        assertThat(add(part(0, 1000), 0)).isNull();
        assertThat(add(part(1000, 2000), 29 * SECOND)).isNull();
        assertThat(reassembler.nextExpiryNs()).isEqualTo(30 * SECOND);
    }

    @Test
    void oldDatagramsGoInOrderAndYoungOnesStay() {
        for (int i = 0; i < 10; i++) {
            assertThat(add(part(0, 1000).identification(i), i * SECOND)).isNull();
        }
        isWhole(add(part(1000, 3000).identification(3), 9 * SECOND));
        reassembler.expire(34 * SECOND + 1);
        assertThat(expired).hasSize(4).allMatch(bytes -> bytes[5] < 5 && bytes[5] != 3);
        assertThat(reassembler.waiting()).isEqualTo(5);
        assertThat(reassembler.nextExpiryNs()).isEqualTo(35 * SECOND);
    }

    @Test
    void clockMayStandAnywhere() {
        long now = Long.MAX_VALUE - SECOND;
        assertThat(add(part(0, 1000), now)).isNull();
        assertThat(add(part(1000, 2000), now + 2 * SECOND)).isNull();
        isWhole(add(part(2000, 3000), now + 3 * SECOND));
    }

    // ---- memory

    @Test
    void refusesNewDatagramsBeyondTheirNumber() {
        Reassembler small = new Reassembler(new ReassemblyLimits(2, 4 << 20, SECOND), first -> { }, new IpCounters());
        for (int i = 0; i < 3; i++) {
            assertThat(small.add(part(0, 1000).identification(i).build(pool), 0)).isNull();
        }
        assertThat(drops(DropReason.FRAGMENT_MEMORY)).isEqualTo(1);
        isWhole(small.add(part(1000, 3000).identification(0).build(pool), 0));
        assertThat(small.add(part(0, 1000).identification(2).build(pool), 0)).isNull();
        assertThat(small.waiting()).isEqualTo(2);
        small.drop(DropReason.SHUTDOWN);
    }

    @Test
    void refusesFragmentsWhileTooManyBytesWait() {
        Reassembler small = new Reassembler(new ReassemblyLimits(16, 1500, SECOND), first -> { }, new IpCounters());
        assertThat(small.add(part(0, 1000).build(pool), 0)).isNull();
        assertThat(small.add(part(1000, 2000).build(pool), 0)).isNull();
        assertThat(small.waitingBytes()).isEqualTo(2040);
        // as in Linux: not even one that would complete it, until something has gone
        assertThat(small.add(part(2000, 3000).build(pool), 0)).isNull();
        assertThat(drops(DropReason.FRAGMENT_MEMORY)).isEqualTo(1);
        small.expire(SECOND);
        assertThat(small.waitingBytes()).isZero();
        assertThat(small.add(part(0, 1000).build(pool), SECOND)).isNull();
        assertThat(small.waiting()).isEqualTo(1);
        small.drop(DropReason.SHUTDOWN);
    }

    @Test
    void closingDropsAllThatWaits() {
        for (int i = 0; i < 50; i++) {
            addInVain(part(0, 1000).identification(i));
        }
        reassembler.drop(DropReason.SHUTDOWN);
        assertThat(drops(DropReason.SHUTDOWN)).isEqualTo(50);
        assertThat(pool.underWay()).isZero();
        assertThat(expired).isEmpty();
    }

    @Test
    void eightThousandFragmentsBackwardsMakeADatagram() {
        byte[] bytes = PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).payloadOf(65_512).bytes();
        for (int at = 65_504; at > 0; at -= 8) {
            addInVain(tiny(bytes, at));
        }
        Packet whole = Objects.requireNonNull(add(tiny(bytes, 0)));
        assertThat(Arrays.mismatch(Arrays.copyOfRange(whole.toByteArray(), 20, 65_532), Arrays.copyOfRange(bytes, 20, 65_532))).isEqualTo(-1);
        whole.release();
    }

    private static PacketBuilder tiny(byte[] datagram, int at) {
        PacketBuilder tiny = PacketBuilder.ip("192.168.1.2", "192.168.1.1", 17).fragmentOffset(at)
                .payload(Arrays.copyOfRange(datagram, 20 + at, 28 + at));
        return at == 65_504 ? tiny : tiny.moreFragments();
    }
}
