package com.example.tee;

import io.weft.net.testkit.network.Host;
import io.weft.net.testkit.network.Link;
import io.weft.net.testkit.network.Network;
import io.weft.net.testkit.network.NetworkTest;
import io.weft.net.testkit.network.UdpEnd;
import java.nio.file.Path;
import java.time.Duration;

/// The packed jar beside the others on a running router.
class TeeIT {

    @NetworkTest
    void theJarCopiesAndLeavesNothingBehind(Network net) {
        Host client = net.host("client");
        Host router = net.router("router").pluginsOnClassPath().plugins(Path.of(System.getProperty("weft.plugin.jar")));
        Host server = net.host("server");
        net.link(router, client).subnet("192.168.1.0/24");
        net.link(router, server).subnet("203.0.113.0/24");
        Link tap = net.link(router, net.host("monitor")).subnet("10.9.0.0/24");
        router.iptables("-t mangle -A PREROUTING -i eth0 -j TEE --gateway 10.9.0.2");
        UdpEnd from = client.udp(4_000);
        from.send(server, 53, "one");
        net.run(Duration.ofSeconds(5));
        tap.capture().udp().hasSize(1);

        router.pluginHost().unload("tee").requireCollected(30_000);
        from.send(server, 53, "two");
        net.run(Duration.ofSeconds(5));
        tap.capture().udp().hasSize(1);
    }
}
