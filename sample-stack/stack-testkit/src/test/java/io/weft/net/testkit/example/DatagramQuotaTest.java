package io.weft.net.testkit.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.testkit.network.Host;
import io.weft.net.testkit.network.Link;
import io.weft.net.testkit.network.Network;
import io.weft.net.testkit.network.NetworkTest;
import io.weft.net.testkit.network.UdpEnd;
import java.time.Duration;

class DatagramQuotaTest {

    @NetworkTest
    void theFourthDatagramStaysBehind(Network net) {
        Host client = net.host("client");
        Host router = net.router("router").attach(new DatagramQuota());
        Host server = net.host("server");
        net.link(client, router).subnet("192.168.1.0/24");
        Link wan = net.link(router, server).subnet("203.0.113.0/24").delay(Duration.ofMillis(20)).rate("1mbit");

        UdpEnd from = client.udp(4_000);
        UdpEnd to = server.udp(53);
        for (int i = 1; i <= 4; i++) {
            from.send(server, 53, "number " + i);
        }
        net.run(Duration.ofMinutes(10));

        assertThat(to.received()).extracting(UdpEnd.Datagram::text).containsExactly("number 1", "number 2", "number 3");
        wan.capture().udp().hasSize(3).first().hasSource("192.168.1.1").hasDestination("203.0.113.2").hasTtl(63);
    }
}
