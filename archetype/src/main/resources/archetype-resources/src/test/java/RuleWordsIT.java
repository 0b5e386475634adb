package ${package};

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.testkit.network.Host;
import io.weft.net.testkit.network.Link;
import io.weft.net.testkit.network.Network;
import io.weft.net.testkit.network.NetworkTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/// The packed jar in a running router, steered by iptables' words.
class RuleWordsIT {

    private Host client;
    private Host router;
    private Host server;
    private Link wan;

    @BeforeEach
    void declare(Network net) {
        client = net.host("client");
        router = net.router("router").pluginsOnClassPath().plugins(Path.of(System.getProperty("weft.plugin.jar")));
        server = net.host("server");
        net.link(client, router).subnet("192.168.1.0/24");
        wan = net.link(router, server).subnet("203.0.113.0/24");
    }

    @NetworkTest
    void longDatagramsAreCapped(Network net) {
        router.iptables("-t mangle -A FORWARD -p udp -m payload --payload-length 100: -j TTLCAP --ttl-most 5");
        client.udp(4_000).send(server, 53, "short").send(server, 53, "x".repeat(100));
        net.run(Duration.ofSeconds(1));
        wan.capture().from(router).udp().first().hasTtl(63);
        wan.capture().from(router).udp().last().hasTtl(5);
        assertThat(router.command("iptables-save", "-t mangle"))
                .contains("-A FORWARD -p udp -m payload --payload-length 100:65535 -j TTLCAP --ttl-most 5\n");
    }

    @NetworkTest
    void wordsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> router.iptables("-t mangle -A FORWARD -p udp -m payload --payload-length many -j ACCEPT"))
                .hasMessageContaining("is no length");
        assertThatThrownBy(() -> router.iptables("-t mangle -A FORWARD -j TTLCAP --ttl-most 256")).hasMessageContaining("out of range");
    }
}
