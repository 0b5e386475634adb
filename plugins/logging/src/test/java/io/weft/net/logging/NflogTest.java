package io.weft.net.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.weft.net.packet.Packet;
import io.weft.net.tables.RuleTables;
import io.weft.net.tables.TestPackets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NflogTest {

    @TempDir
    Path folder;

    @Test
    void listenerGetsThePacketsOfItsGroup() throws Exception {
        BlockingQueue<LoggedPacket> heard = new LinkedBlockingQueue<>();
        try (var plugins = new LoggingDouble(LoggingDouble.SILENT)) {
            plugins.shell().ok("iptables -A INPUT -p udp -j NFLOG --nflog-group 7 --nflog-prefix 'to dns' --nflog-size 24",
                    "iptables -A INPUT -j NFLOG --nflog-group 8");
            RuleTables.Lease lease = plugins.netfilterLog().listen(7, heard::add);
            Packet packet = new TestPackets(plugins.stack()).udp(1, 53);
            packet.mark(5);
            packet.in(plugins.stack().interfaceNamed("eth1"));
            input(plugins, packet);
            LoggedPacket got = heard.poll(30, TimeUnit.SECONDS);
            assertThat(got).isNotNull();
            assertThat(got.prefix()).isEqualTo("to dns");
            assertThat(got.hook()).isEqualTo("LOCAL_IN");
            assertThat(got.mark()).isEqualTo(5);
            assertThat(got.in()).isEqualTo("eth1");
            assertThat(got.length()).isEqualTo(40);
            assertThat(got.bytes()).hasSize(24);

            lease.close();
            input(plugins, new TestPackets(plugins.stack()).udp(1, 53));
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void failingListenerStopsNobody() throws Exception {
        BlockingQueue<LoggedPacket> heard = new LinkedBlockingQueue<>();
        var plugins = new LoggingDouble(LoggingDouble.SILENT);
        plugins.shell().ok("iptables -A INPUT -j NFLOG");
        plugins.netfilterLog().listen(0, _ -> {
            throw new IllegalStateException("no");
        });
        plugins.netfilterLog().listen(0, heard::add);
        input(plugins, new TestPackets(plugins.stack()).udp(1, 53));
        assertThat(plugins.logged()).extracting(ILoggingEvent::getFormattedMessage).singleElement().asString().contains("NFLOG group 0 failed");
        assertThat(heard).hasSize(1);
    }

    @Test
    void fullFileIsPutAsideAndTheOldestGoes() throws Exception {
        try (var files = new NflogFiles(new LoggingConfig(0, 0, true, folder, 1, 2))) {
            byte[] bytes = new byte[60_000];
            bytes[0] = 0x45;
            for (int i = 0; i < 60; i++) {
                files.write(new LoggedPacket(1, "", "FORWARD", 0, "eth0", 2, "eth1", 3, "", Instant.EPOCH, bytes.length, bytes));
            }
        }
        assertThat(names()).containsExactly("nflog-1.1.pcapng", "nflog-1.pcapng");
        assertThat(Files.size(folder.resolve("nflog-1.1.pcapng"))).isBetween(1L << 20, (1L << 20) + 70_000);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void input(LoggingDouble plugins, Packet packet) {
        plugins.table("filter").chain("INPUT").run(packet);
        packet.release();
    }
}
