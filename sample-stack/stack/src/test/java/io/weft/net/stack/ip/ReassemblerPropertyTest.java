package io.weft.net.stack.ip;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class ReassemblerPropertyTest {

    @Property(tries = 300)
    void anyFragmentsInAnyOrderAndSomeTwiceMakeTheDatagram(@ForAll @IntRange(min = 1, max = 65_507) int length,
            @ForAll @IntRange(min = 68, max = 2_000) int mtu, @ForAll @IntRange(min = 28, max = 700) int secondMtu, @ForAll Random random) {
        try (PacketPool pool = new PacketPool(4_096)) {
            byte[] datagram = PacketBuilder.udp("10.0.0.1", 1, "10.0.0.2", 2).payloadOf(length).bytes();
            List<byte[]> fragments = cutTwice(pool, datagram, mtu, Math.max(68, secondMtu));
            if (fragments.size() == 1) {
                return;
            }
            Collections.shuffle(fragments, random);
            Reassembler reassembler = new Reassembler(ReassemblyLimits.DEFAULT, first -> { }, new IpCounters());
            @Nullable Packet whole = null;
            for (byte[] fragment : fragments) {
                assertThat(whole).isNull();
                whole = reassembler.add(packet(pool, fragment), 0);
                if (whole == null && random.nextInt(8) == 0) {
                    // a duplicate within what is one run: the fragment that has just come
                    assertThat(reassembler.add(packet(pool, fragment), 0)).isNull();
                }
            }
            PacketAssert.assertThat(Objects.requireNonNull(whole)).hasIpPayload(Arrays.copyOfRange(datagram, 20, datagram.length));
            whole.release();
            assertThat(reassembler.waitingBytes()).isZero();
        }
    }

    /// Random fragments of few datagrams, as an attacker sends them: nothing throws, nothing leaks, and what comes out is well-formed and
    /// made of bytes that went in at their places.
    @Property(tries = 300)
    void noFragmentsDoHarm(@ForAll Random random) {
        try (PacketPool pool = new PacketPool(512)) {
            Reassembler reassembler = new Reassembler(new ReassemblyLimits(8, 200_000, 1_000), first -> first.ip().checksumIsRight(), new IpCounters());
            for (int i = 0; i < 400; i++) {
                int offset = random.nextInt(16) == 0 ? random.nextInt(8_192) * 8 : random.nextInt(12) * 8;
                PacketBuilder fragment = PacketBuilder.ip("10.0.0.1", "10.0.0.2", 253).identification(random.nextInt(12))
                        .fragmentOffset(offset).tos(random.nextInt(20) == 0 ? random.nextInt(4) : 0);
                if (random.nextInt(4) != 0) {
                    fragment.moreFragments();
                }
                if (random.nextInt(8) == 0) {
                    fragment.ipOptions(new int[random.nextInt(11) * 4]);
                }
                int length = random.nextInt(10) == 0 ? random.nextInt(1_480) : random.nextInt(4) * 8;
                byte[] payload = new byte[length];
                for (int at = 0; at < length; at++) {
                    payload[at] = (byte) (offset + at);
                }
                @Nullable Packet whole = reassembler.add(fragment.payload(payload).build(pool), i * 10L);
                if (whole != null) {
                    byte[] together = new byte[whole.length() - whole.ip().headerLength()];
                    for (int at = 0; at < together.length; at++) {
                        together[at] = (byte) at;
                    }
                    PacketAssert.assertThat(whole).isNoFragment().hasIpPayload(together);
                    whole.release();
                }
                assertThat(pool.underWay()).isEqualTo(reassembler.waiting());
            }
            reassembler.drop(DropReason.SHUTDOWN);
            assertThat(reassembler.waitingBytes()).isZero();
        }
    }

    private static List<byte[]> cutTwice(PacketPool pool, byte[] datagram, int mtu, int secondMtu) {
        List<Packet> once = new ArrayList<>();
        Fragmenter.fragment(packet(pool, datagram), mtu, once::add);
        List<Packet> twice = new ArrayList<>();
        once.forEach(fragment -> Fragmenter.fragment(fragment, secondMtu, twice::add));
        List<byte[]> bytes = new ArrayList<>();
        for (Packet fragment : twice) {
            bytes.add(fragment.toByteArray());
            fragment.release();
        }
        return bytes;
    }

    private static Packet packet(PacketPool pool, byte[] bytes) {
        Packet packet = Objects.requireNonNull(pool.take());
        packet.append(bytes);
        packet.markNetworkHeader();
        return packet;
    }
}
