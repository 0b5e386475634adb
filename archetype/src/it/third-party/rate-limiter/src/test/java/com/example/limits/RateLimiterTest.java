package com.example.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.testkit.network.Host;
import io.weft.net.testkit.network.Network;
import io.weft.net.testkit.network.NetworkTest;
import io.weft.net.testkit.network.UdpEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

class RateLimiterTest {

    @NetworkTest
    void aFloodIsCutToItsRateAndAQuietHostDoesNotNotice(Network net) {
        Host loud = net.host("loud");
        Host quiet = net.host("quiet");
        Host router = net.router("router").plugin("rate-limiter", Path.of("target", "classes"))
                .settings("rate-limiter", Map.of("packetsPerSecond", 10, "burst", 5));
        Host server = net.host("server");
        net.link(router, loud).subnet("192.168.1.0/24");
        net.link(router, quiet).subnet("192.168.2.0/24");
        net.link(router, server).subnet("203.0.113.0/24");

        UdpEnd flood = loud.udp(1_000);
        UdpEnd question = quiet.udp(2_000);
        UdpEnd heard = server.udp(53);
        for (int second = 0; second < 10; second++) {
            for (int i = 0; i < 100; i++) {
                flood.send(server, 53, "flood");
            }
            question.send(server, 53, "question");
            net.run(Duration.ofSeconds(1));
        }

        assertThat(heard.received()).filteredOn(datagram -> datagram.text().equals("flood")).hasSize(10 * 5);
        assertThat(heard.received()).filteredOn(datagram -> datagram.text().equals("question")).hasSize(10);
        assertThat(router.command("rates", "")).startsWith("950 packets dropped; ");
    }
}
