package io.weft.net.app.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The oracle's cases, each packet followed by seeded damage to it, through a router in memory with all the shipped jars: cut off, lengthened,
/// bits turned over, headers of one packet before the payload of another, and repeated in odd order.
class BadInputIT {

    private static final Path CASES = Path.of("..", "oracle", "cases");
    private static final Path PLUGINS = Path.of("target", "weft", "plugins");
    private static final int DAMAGED_A_PACKET = 40;
    private static final long STEP_NS = 100_000;
    /// Longer than conntrack keeps an established TCP connection, the longest of all.
    private static final Duration ALL_ELSE_OVER = Duration.ofDays(6);

    private record Sent(String nic, byte[] frame) { }

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noFrameStopsTheRouterAndAfterAllTimesHavePassedItsTablesAndPoolAreEmpty(Path folder) throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<Sent> packets = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("packets.jsonl"))) {
            JsonNode packet = json.readTree(line);
            packets.add(new Sent(packet.path("in").asText(), HexFormat.of().parseHex(packet.path("hex").asText())));
        }
        Topology topology = json.readValue(CASES.resolveSibling("topology.json").toFile(), Topology.class);
        Random random = new Random(folder.getFileName().toString().hashCode());
        ByteArrayOutputStream notes = new ByteArrayOutputStream();
        try (OracleRouter router = OracleRouter.inMemory("bad", topology, Files.readString(folder.resolve("rules.v4")), PLUGINS, new PrintStream(notes))) {
            int idle = router.stack().pool().underWay();
            for (Sent packet : packets) {
                router.packet(packet.nic, packet.frame, STEP_NS);
                for (int i = 0; i < DAMAGED_A_PACKET; i++) {
                    router.packet(packet.nic, damaged(packet.frame, packets, random), STEP_NS);
                }
            }
            router.packet("eth0", new byte[0], ALL_ELSE_OVER.toNanos());

            assertThat(router.connections()).isEmpty();
            assertThat(router.stack().pool().underWay()).isEqualTo(idle);
            assertThat(router.stack().faults()).isZero();
            assertThat(router.stack().hooks().describe().points()).flatMap(point -> point.handlers()).extracting(health -> health.handler().faults()).containsOnly(0L);
            assertThat(notes.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    private static byte[] damaged(byte[] frame, List<Sent> others, Random random) {
        byte[] copy = frame.clone();
        switch (random.nextInt(6)) {
            case 0 -> copy = Arrays.copyOf(copy, random.nextInt(copy.length + 1));
            case 1 -> copy = Arrays.copyOf(copy, copy.length + random.nextInt(64));
            case 2 -> {
                byte[] other = others.get(random.nextInt(others.size())).frame();
                int at = Math.min(34, Math.min(copy.length, other.length));
                System.arraycopy(other, at, copy, at, Math.min(copy.length, other.length) - at);
            }
            case 3 -> copy = others.get(random.nextInt(others.size())).frame();
            default -> { }
        }
        for (int flips = random.nextInt(4); flips > 0 && copy.length > 14; flips--) {
            // Ethernet's own header stays, so that most of it arrives at IP
            copy[14 + random.nextInt(copy.length - 14)] ^= (byte) (1 << random.nextInt(8));
        }
        if (random.nextBoolean() && copy.length >= 34) {
            mendHeaderChecksum(copy);
        }
        return copy;
    }

    /// Otherwise a damaged header would get no farther than its checksum.
    private static void mendHeaderChecksum(byte[] frame) {
        int length = Math.min((frame[14] & 15) * 4, frame.length - 14);
        frame[24] = 0;
        frame[25] = 0;
        int sum = 0;
        for (int at = 14; at < 14 + length - 1; at += 2) {
            sum += (frame[at] & 0xff) << 8 | frame[at + 1] & 0xff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = ~((sum & 0xffff) + (sum >>> 16));
        frame[24] = (byte) (sum >> 8);
        frame[25] = (byte) sum;
    }
}
