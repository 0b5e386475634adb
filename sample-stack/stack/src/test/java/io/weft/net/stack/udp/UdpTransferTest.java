package io.weft.net.stack.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.Packet;
import io.weft.net.stack.testing.TwoStacks;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An echo over a link that loses, doubles, delays and spoils frames: whatever comes back is what was sent.
class UdpTransferTest {

    private static final int DATAGRAMS = 300;
    private static final int IN_FRAGMENTS = 5_000;
    /// In one frame: of two wrong bits, in two fragments, a checksum of 16 bits may not see any.
    private static final int IN_ONE_FRAME = 1_472;

    private static byte[] content(long seed, int number, int longest) {
        Random random = new Random(seed * 1_000_003 + number);
        byte[] bytes = new byte[4 + random.nextInt(longest - 3)];
        random.nextBytes(bytes);
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (number >>> 24 - 8 * i);
        }
        return bytes;
    }

    private static void echo(UdpSocket socket, Packet datagram) throws IOException {
        Packet answer = Objects.requireNonNull(socket.pool().take());
        answer.put(datagram.length());
        answer.copyFrom(0, datagram, 0, datagram.length());
        socket.send(datagram.ip().source(), datagram.udp().sourcePort(), answer);
    }

    /// @return how many answers came back, each counted once
    private static int echoes(long seed, double faults, int longest) throws Exception {
        Set<Integer> answered = new HashSet<>();
        try (TwoStacks stacks = new TwoStacks(seed, faults)) {
            stacks.right.udp().bind(Ipv4.ANY, 7, UdpTransferTest::echo);
            UdpSocket client = stacks.left.udp().bind(Ipv4.ANY, 4_000, (socket, datagram) -> {
                byte[] bytes = datagram.toByteArray();
                int number = datagram.i32(0);
                assertThat(number).as("number, seed " + seed).isBetween(0, DATAGRAMS - 1);
                assertThat(Arrays.equals(bytes, content(seed, number, longest))).as("datagram " + number + " is intact, seed " + seed).isTrue();
                answered.add(number);
            });
            client.connect(TwoStacks.RIGHT, 7);
            for (int i = 0; i < DATAGRAMS; i++) {
                Packet payload = Objects.requireNonNull(client.pool().take());
                payload.append(content(seed, i, longest));
                client.send(payload);
                long nextNs = stacks.nowNs() + 20_000_000L;
                stacks.left.schedule(20_000_000L, () -> { });
                stacks.until(() -> stacks.nowNs() >= nextNs, Duration.ofSeconds(5));
            }
        }
        return answered.size();
    }

    @Test
    void everyDatagramComesBackOverALinkWithoutFaults() throws Exception {
        assertThat(echoes(1, 0, IN_FRAGMENTS)).isEqualTo(DATAGRAMS);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.02, 0.05, 0.1})
    void whateverComesBackIsIntact(double faults) throws Exception {
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(echoes(seed, faults, IN_ONE_FRAME)).as("echoes, seed " + seed).isBetween(DATAGRAMS / 4, DATAGRAMS);
        }
    }
}
