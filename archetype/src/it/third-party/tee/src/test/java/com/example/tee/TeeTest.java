package com.example.tee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.testkit.network.Host;
import io.weft.net.testkit.network.Link;
import io.weft.net.testkit.network.Network;
import io.weft.net.testkit.network.NetworkTest;
import io.weft.net.testkit.network.UdpEnd;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

class TeeTest {

    private Host client;
    private Host router;
    private Host server;
    private Link lan;
    private Link tap;

    @BeforeEach
    void declare(Network net) {
        client = net.host("client");
        router = net.router("router").pluginsOnClassPath().plugin("tee", Path.of("target", "classes"), "tables");
        server = net.host("server");
        lan = net.link(router, client).subnet("192.168.1.0/24");
        net.link(router, server).subnet("203.0.113.0/24");
        tap = net.link(router, net.host("monitor")).subnet("10.9.0.0/24");
    }

    private void ask(Network net, String text) {
        UdpEnd heard = server.udp(53);
        client.udp(4_000).send(server, 53, text);
        net.run(Duration.ofSeconds(5));
        assertThat(heard.received()).as("the original").extracting(UdpEnd.Datagram::text).containsExactly(text);
    }

    @NetworkTest
    void theMonitorSeesWhatTheServerGetsWithATtlOfOneLess(Network net) {
        router.iptables("-t mangle -A PREROUTING -i eth0 -j TEE --gateway 10.9.0.2");
        ask(net, "hello");
        tap.capture().udp().only().hasSource("192.168.1.2").hasDestination("203.0.113.2").hasTtl(63).hasDontFragment(true);
        lan.capture().icmp().isEmpty();
    }

    @NetworkTest
    void atForwardTheTtlHasBeenDecrementedAlready(Network net) {
        router.iptables("-t mangle -A FORWARD -j TEE --gateway 10.9.0.2");
        ask(net, "hello");
        tap.capture().udp().only().hasTtl(63);
    }

    @NetworkTest
    void aCopyIsNotCopiedAgain(Network net) {
        router.iptables("-t mangle -A PREROUTING -j TEE --gateway 10.9.0.2");
        router.iptables("-t mangle -A OUTPUT -j TEE --gateway 10.9.0.2");
        router.iptables("-t mangle -A POSTROUTING -o eth2 -j TEE --gateway 10.9.0.2");
        ask(net, "hello");
        tap.capture().udp().hasSize(1);
        assertThat(router.command("iptables", "-t mangle -L OUTPUT -v -n")).as("the copy's way").containsPattern(" 1 +33 TEE ");
    }

    @NetworkTest
    void theOriginalGoesOnWithTheNextRule(Network net) {
        router.iptables("-t mangle -A FORWARD -j TEE --gateway 10.9.0.2");
        router.iptables("-t mangle -A FORWARD -p udp --dport 53 -j DROP");
        UdpEnd heard = server.udp(53);
        client.udp(4_000).send(server, 53, "hello");
        net.run(Duration.ofSeconds(5));
        assertThat(heard.received()).isEmpty();
        tap.capture().udp().hasSize(1);
    }

    @NetworkTest
    void aCopyBelongsToNoConnection(Network net) {
        router.iptables("-t mangle -A FORWARD -m conntrack --ctstate NEW -j TEE --gateway 10.9.0.2");
        router.iptables("-t mangle -A OUTPUT -m conntrack ! --ctstate UNTRACKED -j DROP");
        ask(net, "hello");
        tap.capture().udp().hasSize(1);
        assertThat(router.command("conntrack", "-L").lines()).hasSize(2).first().asString().contains("src=192.168.1.2 dst=203.0.113.2");
    }

    @NetworkTest
    void withoutAWayToTheGatewayTheOriginalDoesNotSuffer(Network net) {
        router.iptables("-t mangle -A FORWARD -j TEE --gateway 198.51.100.7");
        ask(net, "hello");
    }

    @NetworkTest
    void aPacketThatIsOnlyExplainedIsNotCopied(Network net) {
        router.iptables("-t mangle -A FORWARD -j TEE --gateway 10.9.0.2");
        assertThat(router.command("trace", "-i eth0 -s 192.168.1.2 -d 203.0.113.2 -p udp --dport 53")).contains("answer: a copy to 10.9.0.2");
        net.run(Duration.ofSeconds(5));
        tap.capture().udp().isEmpty();
    }

    @NetworkTest
    void wordsAreThoseOfIptables() {
        router.iptables("-t mangle -A FORWARD -j TEE --gateway 10.9.0.2");
        assertThat(router.command("iptables-save", "-t mangle")).contains("\n-A FORWARD -j TEE --gateway 10.9.0.2\n");
        assertThat(router.command("iptables", "-t mangle -L FORWARD -n")).contains("0.0.0.0/0            TEE gw:10.9.0.2\n");
        assertThat(router.command("iptables", "-j TEE -h")).contains("\nTEE target options:\n  --gateway IPADDR ");
        refused("-j TEE", "TEE: option \"--gateway\" must be specified");
        refused("-j TEE ! --gateway 10.9.0.2", "TEE: option \"--gateway\" cannot be inverted.");
        refused("-j TEE --gateway 10.9.0.0/24", "getaddrinfo: Name or service not known");
        refused("-j TEE --gateway 0.0.0.0", "iptables: Invalid argument.");
    }

    private void refused(String words, String message) {
        assertThatThrownBy(() -> router.iptables("-t mangle -A FORWARD " + words)).hasMessageContaining(message);
    }
}
