package io.weft.net.stack.ip;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.DropReason;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.testkit.packet.PacketAssert;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random fragments with duplicates, overlaps, holes, contradictions and odd ECN marks: those that a kernel made datagrams of, and only
/// those, become datagrams here.
class ReassemblerAsLinuxTest {

    @Test
    void decidesAsTheKernelDid() throws IOException {
        try (PacketPool pool = new PacketPool(512)) {
            Reassembler reassembler = new Reassembler(ReassemblyLimits.DEFAULT, first -> { }, new IpCounters());
            int number = 0;
            for (String line : recording()) {
                number++;
                Packet fragment = Objects.requireNonNull(pool.take());
                fragment.append(HexFormat.of().parseHex(line.substring(2)));
                fragment.markNetworkHeader();
                @Nullable Packet whole = reassembler.add(fragment, 0);
                assertThat(whole != null).as("fragment %d: %s", number, line).isEqualTo(line.startsWith("+"));
                if (whole != null) {
                    // the recorded UDP length of 16 is less than the datagram's: it has to be mended to be looked at
                    whole.udp().length(whole.transportLength());
                    PacketAssert.assertThat(whole).isNoFragment().isUdp(40_000, 7);
                    whole.release();
                }
            }
            assertThat(number).isGreaterThan(300);
            assertThat(pool.drops().of(DropReason.FRAGMENT_OVERLAP)).isPositive();
            assertThat(pool.drops().of(DropReason.FRAGMENT_DUPLICATE)).isPositive();
            assertThat(pool.drops().of(DropReason.FRAGMENT_MALFORMED)).isPositive();
            reassembler.drop(DropReason.SHUTDOWN);
        }
    }

    private static List<String> recording() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(Objects.requireNonNull(
                ReassemblerAsLinuxTest.class.getResourceAsStream("fragments-as-linux.txt")), StandardCharsets.US_ASCII))) {
            return reader.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }
}
