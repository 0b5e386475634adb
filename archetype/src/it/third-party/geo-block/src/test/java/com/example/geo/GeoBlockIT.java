package com.example.geo;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.testkit.network.Host;
import io.weft.net.testkit.network.Network;
import io.weft.net.testkit.network.NetworkTest;
import io.weft.net.testkit.network.UdpEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The packed jar beside the others on a running router.
class GeoBlockIT {

    @NetworkTest
    void theJarBlocksAndTakesItsRulesAwayWithIt(Network net) {
        Host router = net.router("router").pluginsOnClassPath().plugins(Path.of(System.getProperty("weft.plugin.jar")))
                .settings("geo-block", Map.of("table", "src/test/resources/countries.txt"));
        Host client = net.host("client");
        Host server = net.host("server");
        net.link(router, client).subnet("192.0.2.0/24");
        net.link(router, server).subnet("203.0.113.0/24");
        router.iptables("-A FORWARD -m geoblock --source-country AA -j DROP");
        UdpEnd heard = server.udp(53);
        UdpEnd from = client.udp(4_000).send(server, 53, "one");
        net.run(Duration.ofSeconds(5));
        assertThat(heard.received()).isEmpty();

        router.pluginHost().unload("geo-block").requireCollected(30_000);
        assertThat(router.command("iptables-save", "")).doesNotContain("geoblock");
        from.send(server, 53, "two");
        net.run(Duration.ofSeconds(5));
        assertThat(heard.received()).extracting(UdpEnd.Datagram::text).containsExactly("two");
    }
}
