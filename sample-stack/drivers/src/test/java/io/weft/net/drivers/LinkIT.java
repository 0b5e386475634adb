package io.weft.net.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.net.driver.Driver;
import io.weft.net.packet.ChecksumState;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketBatch;
import io.weft.net.packet.PacketPool;
import io.weft.net.packet.Segmentation;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two kernels talk through two drivers, between which this test carries every packet over as it is.
class LinkIT {

    private static final int MEGABYTES = 30;
    private static final String SERVER = """
            import socket
            s = socket.create_server(('10.9.0.2', 5001))
            print('listening', flush=True)
            c, _ = s.accept()
            block = bytes(range(256)) * 4096
            for i in range(%d):
                c.sendall(block)
            c.close()
            """.formatted(MEGABYTES);
    private static final String CLIENT = """
            import socket, zlib
            c = socket.create_connection(('10.9.0.2', 5001), 20)
            n = crc = 0
            while True:
                d = c.recv(1 << 20)
                if not d:
                    break
                n += len(d)
                crc = zlib.crc32(d, crc)
            want = 0
            for i in range(%d):
                want = zlib.crc32(bytes(range(256)) * 4096, want)
            print(n, crc == want)
            """.formatted(MEGABYTES);
    private static final String UDP_SENDER = """
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.setsockopt(17, 103, 1000)
            s.bind(('10.9.0.1', 4000))
            s.sendto(b'x' * 5500, ('10.9.0.2', 4001))
            """;
    private static final String UDP_RECEIVER = """
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.settimeout(20)
            s.bind(('10.9.0.2', 4001))
            print('listening', flush=True)
            print([len(s.recv(9000)) for i in range(6)])
            """;

    private NetworkNamespace left;
    private NetworkNamespace right;
    private NetworkNamespace middle;
    private final PacketPool pool = new PacketPool(1024);
    private final PacketBatch batch = new PacketBatch(64);
    private Driver leftDriver;
    private Driver rightDriver;

    private int large;
    private int largestSegment;
    private int unfinished;
    private int uncutUdp;

    @BeforeAll
    static void canMakeNamespaces() throws Exception {
        NetworkNamespace.requireAbility(LinkIT.class, "python3");
    }

    @BeforeEach
    void makeNamespaces() throws Exception {
        left = NetworkNamespace.make();
        right = NetworkNamespace.make();
        middle = NetworkNamespace.make();
    }

    @AfterEach
    void removeNamespaces() {
        left.close();
        right.close();
        middle.close();
        if (leftDriver != null) {
            leftDriver.close();
        }
        if (rightDriver != null) {
            rightDriver.close();
        }
        pool.close();
    }

    private void connect(String scheme, String options) throws Exception {
        if (scheme.equals("raw")) {
            for (NetworkNamespace end : new NetworkNamespace[] {left, right}) {
                String near = end == left ? "l0" : "r0";
                end.ip("link add h0 type veth peer name " + near + " netns " + middle.name());
                end.ip("addr add 10.9.0." + (end == left ? 1 : 2) + "/24 dev h0");
                end.ip("link set h0 up");
                middle.ip("link set " + near + " up");
            }
            leftDriver = middle.open("raw:l0?kernel=drop&" + options);
            rightDriver = middle.open("raw:r0?kernel=drop&" + options);
        } else {
            leftDriver = left.open(scheme + ":h0?peer=10.9.0.1/24&" + options);
            rightDriver = right.open(scheme + ":h0?peer=10.9.0.2/24&" + options);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "tap", "tun"})
    void tcpPassesInLargePackets(String scheme) throws Exception {
        connect(scheme, "vnet=on");
        assertThat(transfer(SERVER, CLIENT)).isEqualTo((MEGABYTES << 20) + " True");

        assertThat(large).as("packets beyond the MTU").isPositive();
        assertThat(largestSegment).isBetween(1000, 1460);
        assertThat(unfinished).isGreaterThanOrEqualTo(large);
        assertThat(leftDriver.counters().rxErrors() + rightDriver.counters().rxErrors()).isZero();
        assertThat(leftDriver.counters().txErrors() + rightDriver.counters().txErrors()).isZero();
        assertThat(leftDriver.offloads().tcpSegmentation()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tap", "tun"})
    void tcpPassesInOrdinaryPacketsWithoutTheHeader(String scheme) throws Exception {
        connect(scheme, "vnet=off");
        assertThat(transfer(SERVER, CLIENT)).isEqualTo((MEGABYTES << 20) + " True");
        assertThat(large + unfinished).isZero();
        assertThat(leftDriver.offloads().checksum()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "tap", "tun"})
    void udpPassesUncut(String scheme) throws Exception {
        connect(scheme, "vnet=on");
        assumeTrue(leftDriver.offloads().udpSegmentation(), "this kernel cuts UDP itself (before 6.2)");
        assertThat(transfer(UDP_RECEIVER, UDP_SENDER)).isEqualTo("[1000, 1000, 1000, 1000, 1000, 500]");
        assertThat(uncutUdp).isOne();
    }

    /// Runs a server on the right and a client on the left, and answers the last line of who reports.
    private String transfer(String server, String client) throws Exception {
        Process serving = right.start("python3", "-c", server);
        Process asking = null;
        try {
            // the line 'listening'
            while (serving.getInputStream().read() != '\n') {
                assertThat(serving.isAlive()).isTrue();
            }
            asking = left.start("python3", "-c", client);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while ((asking.isAlive() || serving.isAlive()) && System.nanoTime() < deadline) {
                NetworkNamespace.awaitReadable(20, leftDriver, rightDriver);
                carry(leftDriver, rightDriver);
                carry(rightDriver, leftDriver);
            }
            Process reporting = client.contains("print") ? asking : serving;
            assertThat(reporting.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new String(reporting.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            serving.destroyForcibly();
            if (asking != null) {
                asking.destroyForcibly();
            }
        }
    }

    private void carry(Driver from, Driver to) {
        from.poll(batch, pool);
        for (int i = 0; i < batch.size(); i++) {
            Packet packet = batch.get(i);
            if (packet.segmentation() == Segmentation.TCPV4 && packet.length() > 1514) {
                large++;
                largestSegment = Math.max(largestSegment, packet.segmentSize());
            }
            if (packet.segmentation() == Segmentation.UDP) {
                assertThat(packet.segmentSize()).isEqualTo(1000);
                uncutUdp++;
            }
            unfinished += packet.checksum() == ChecksumState.TO_FINISH ? 1 : 0;
        }
        to.transmit(batch);
    }
}
