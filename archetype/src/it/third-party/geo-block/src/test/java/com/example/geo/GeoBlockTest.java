package com.example.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.testkit.network.Host;
import io.weft.net.testkit.network.Network;
import io.weft.net.testkit.network.NetworkTest;
import io.weft.net.testkit.network.UdpEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A network between the documentation's countries: clients in AA, BB and CC, a server in DD.
class GeoBlockTest {

    /// The property by which the tables ask every rule of every packet.
    private static final String INTERPRET = "weft.tables.interpret";

    @TempDir
    private Path folder;

    private Path table;
    private Host router;
    private Host server;
    private List<Host> clients;

    @BeforeEach
    void declare(Network net) throws IOException {
        table = Files.copy(Path.of("src", "test", "resources", "countries.txt"), folder.resolve("countries.txt"));
        router = net.router("router").pluginsOnClassPath().plugin("geo-block", Path.of("target", "classes"), "tables")
                .settings("geo-block", Map.of("table", table.toString()));
        server = net.host("server");
        clients = List.of(net.host("aa"), net.host("bb"), net.host("cc"));
        net.link(router, clients.get(0)).subnet("192.0.2.0/24");
        net.link(router, clients.get(1)).subnet("198.51.100.0/25");
        net.link(router, clients.get(2)).subnet("198.51.100.128/25");
        net.link(router, server).subnet("203.0.113.0/24");
    }

    /// Which clients the server hears.
    private String heard(Network net) {
        UdpEnd heard = server.udp(53);
        clients.forEach(client -> client.udp(1_000).send(server, 53, client.name()));
        net.run(Duration.ofSeconds(5));
        return String.join(" ", heard.received().stream().map(UdpEnd.Datagram::text).sorted().toList());
    }

    @NetworkTest
    void blocksCountriesBySource(Network net) {
        router.iptables("-A FORWARD -m geoblock --source-country AA,cc -j DROP");
        assertThat(heard(net)).isEqualTo("bb");
    }

    @NetworkTest
    void letsInOneCountryOnly(Network net) {
        router.iptables("-A FORWARD -m geoblock ! --source-country CC -j DROP");
        assertThat(heard(net)).isEqualTo("cc");
    }

    @NetworkTest
    void asksForTheDestinationToo(Network net) {
        router.iptables("-A FORWARD -m geoblock ! --destination-country DD -j DROP");
        assertThat(heard(net)).isEqualTo("aa bb cc");
    }

    @NetworkTest
    void asksForBothAddressesAtOnce(Network net) {
        router.iptables("-A FORWARD -m geoblock --country BB,ZZ -j DROP");
        assertThat(heard(net)).isEqualTo("aa cc");
    }

    @NetworkTest
    void decidesAmongManyRulesInTheirCompiledForm(Network net) {
        assertThat(amongManyRules(net)).isEqualTo("bb cc");
    }

    @NetworkTest
    void decidesAmongManyRulesRuleByRule(Network net) {
        System.setProperty(INTERPRET, "true");
        try {
            assertThat(amongManyRules(net)).isEqualTo("bb cc");
        } finally {
            System.clearProperty(INTERPRET);
        }
    }

    private String amongManyRules(Network net) {
        for (int port = 1; port <= 20; port++) {
            router.iptables("-A FORWARD -p udp --dport " + (1_000 + port) + " -m geoblock --country BB -j DROP");
        }
        router.iptables("-A FORWARD -p udp --dport 53 -m geoblock --source-country AA -j DROP");
        return heard(net);
    }

    @NetworkTest
    void readsItsTableAnewWhileTheRulesStay(Network net) throws IOException {
        router.iptables("-A FORWARD -m geoblock --source-country AA -j DROP");
        assertThat(heard(net)).isEqualTo("bb cc");
        Files.writeString(table, "198.51.100.0/24 AA\n");
        assertThat(router.command("geoblock", "reload")).isEqualTo("1 prefixes\n");
        clients.get(0).udp(4_000).send(server, 54, "aa");
        net.run(Duration.ofSeconds(5));
        Files.writeString(table, "what?\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> router.command("geoblock", "reload"))
                .hasMessageContaining("the table stays as it was: " + table + ":2: want a prefix and a country");
        assertThat(router.command("iptables-save", "-c")).contains("[1:30] -A FORWARD -m geoblock --source-country AA -j DROP");
    }

    @NetworkTest
    void wordsAreInTheMannerOfIptables() {
        router.iptables("-A FORWARD -m geoblock ! --source-country cc,AA -j DROP");
        router.iptables("-C FORWARD -m geoblock ! --source-country AA,CC -j DROP");
        assertThat(router.command("iptables-save", "")).contains("\n-A FORWARD -m geoblock ! --source-country AA,CC -j DROP\n");
        assertThat(router.command("iptables", "-L FORWARD -n")).contains("0.0.0.0/0            source-country !AA,CC\n");
        assertThat(router.command("iptables", "-m geoblock -h")).contains("\ngeoblock match options (one of them):\n");
        refused("-m geoblock", "geoblock: one of --source-country, --destination-country and --country must be specified");
        refused("-m geoblock --country Austria", "geoblock: bad value for option \"--country\": 'Austria' is no country, which is two letters.");
        refused("-m geoblock --source-country AA --country BB", "geoblock: option \"--source-country\" cannot be used together with \"--country\"");
        refused("-m geoblock --source-country AA --source-country BB", "geoblock: option \"--source-country\" can only be used once.");
        assertThat(router.command("iptables", "-A FORWARD -m geoblock --country XX -j DROP")).isEqualTo("geoblock: no prefix belongs to XX\n");
    }

    private void refused(String words, String message) {
        assertThatThrownBy(() -> router.iptables("-A FORWARD " + words + " -j DROP")).hasMessageContaining(message);
    }
}
