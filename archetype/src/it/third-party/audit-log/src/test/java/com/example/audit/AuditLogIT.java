package com.example.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.testkit.network.Host;
import io.weft.net.testkit.network.Network;
import io.weft.net.testkit.network.NetworkTest;
import io.weft.net.testkit.network.UdpEnd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/// The packed jar beside conntrack on a running router.
class AuditLogIT {

    @NetworkTest
    void aConnectionIsWrittenDownFromItsBeginningToItsEnd(Network net, @TempDir Path folder) throws Exception {
        Path log = folder.resolve("audit.jsonl");
        Host client = net.host("client");
        Host router = net.router("router").pluginsOnClassPath().plugins(Path.of(System.getProperty("weft.plugin.jar")))
                .settings("audit-log", Map.of("file", log.toString()));
        Host server = net.host("server");
        net.link(router, client).subnet("192.168.1.0/24");
        net.link(router, server).subnet("203.0.113.0/24");
        UdpEnd heard = server.udp(53);
        UdpEnd from = client.udp(4_000).send(server, 53, "hello");
        net.run(Duration.ofSeconds(5));
        heard.answer(heard.received().getFirst(), "hi");
        net.run(Duration.ofSeconds(60));
        from.send(server, 54, "and on");
        net.run(Duration.ofSeconds(1));

        // closing writes what still waits
        router.pluginHost().unload("audit-log").requireCollected(30_000);
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("{\"time\":\"2026-01-01T00:00:").contains("\"event\":\"NEW\"", "\"protocol\":17",
                "\"source\":\"192.168.1.2\",\"sourcePort\":4000,\"destination\":\"203.0.113.2\",\"destinationPort\":53}");
        assertThat(lines.get(1)).contains("\"event\":\"DESTROY\"", "\"packets\":1,\"bytes\":33,\"replyPackets\":1,\"replyBytes\":30,\"seconds\":3");
        assertThat(lines.get(2)).contains("\"event\":\"NEW\"", "\"destinationPort\":54}");

        from.send(server, 55, "unheard");
        net.run(Duration.ofSeconds(60));
        assertThat(Files.readAllLines(log)).hasSize(3);
    }
}
