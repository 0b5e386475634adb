package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.conntrack.ftp.FtpHelper;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Whatever comes: nothing is thrown, and when time has passed nothing is left.
class BadPacketsPropertyTest {

    private static final int[] PROTOCOLS = {1, 6, 17, 136, 47, 0, 255};
    private static final String[] LINES = {"PORT 192,168,1,2,4,1\r\n", "EPRT |1|192.168.1.2|1025|\r\n", "227 (203,0,113,2,156,64).\r\n",
        "229 x (|||40000|)\r\n"};

    @Property(tries = 300)
    void arbitraryBytesDoNoHarm(@ForAll long seed) {
        var random = new Random(seed);
        try (var tracking = new TrackingDouble("nf_conntrack_max", "8", "nf_conntrack_checksum", "0", "nf_conntrack_helper", "1")) {
            for (int i = 0; i < 60; i++) {
                int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
                byte[] payload = new byte[random.nextInt(60)];
                random.nextBytes(payload);
                if (random.nextBoolean() && payload.length > 20 && protocol == 6) {
                    payload[12] = (byte) (5 + random.nextInt(4) << 4);
                    payload[13] = (byte) new int[] {2, 18, 16, 17, 4, 20}[random.nextInt(6)];
                    payload[0] = payload[2] = 0;
                    payload[1] = payload[3] = (byte) (1 + random.nextInt(2));
                }
                pass(tracking, random, protocol, payload);
            }
            tracking.pass(Duration.ofDays(6));
            assertThat(tracking.conntrack().size()).isZero();
        }
    }

    private static void pass(TrackingDouble tracking, Random random, int protocol, byte[] payload) {
        String[] hosts = {"10.0.0.1", "10.0.0.2"};
        Packet packet = tracking.packets().ip(hosts[random.nextInt(2)], hosts[random.nextInt(2)], protocol, payload.length);
        packet.copyFrom(Ipv4Header.MIN_LENGTH, payload, 0, payload.length);
        if (random.nextInt(10) == 0) {
            packet.ip().fragment(false, true, random.nextInt(3) * 8);
        }
        if (random.nextInt(5) == 0) {
            tracking.passAndDrop(packet);
        } else {
            tracking.pass(packet);
        }
    }

    @Property(tries = 500)
    void mutilatedFtpCommandsDoNoHarm(@ForAll long seed) {
        var random = new Random(seed);
        try (var tracking = new TrackingDouble("nf_conntrack_helper", "1")) {
            tracking.conntrack().add(new FtpHelper(tracking.conntrack()));
            var control = new TcpConversation(tracking, "192.168.1.2", 1000, "203.0.113.2", 21).window(60_000).open();
            long client = 101;
            long server = 501;
            for (int i = 0; i < 30; i++) {
                String line = mutilated(LINES[random.nextInt(LINES.length)], random);
                if (random.nextBoolean()) {
                    control.client("PA", client, server, line);
                    client += line.length();
                } else {
                    control.server("PA", server, client, line);
                    server += line.length();
                }
            }
            tracking.pass(Duration.ofDays(6));
            assertThat(tracking.conntrack().size()).isZero();
            tracking.conntrack().forEachExpectation(left -> assertThat(left).isNull());
        }
    }

    private static String mutilated(String line, Random random) {
        byte[] bytes = line.substring(0, random.nextInt(3) == 0 ? random.nextInt(line.length()) : line.length())
                .getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
