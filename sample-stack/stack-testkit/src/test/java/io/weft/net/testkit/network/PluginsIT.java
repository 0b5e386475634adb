package io.weft.net.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.index.PluginIndex;
import io.weft.net.testkit.example.DatagramQuota;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Jars as the build packs them, on the class path of these tests.
class PluginsIT {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Host client;
    private Host gate;
    private Host server;
    private Link wan;

    @BeforeEach
    void declare(Network net) {
        client = net.host("client");
        gate = net.router("gate");
        server = net.host("server");
        net.link(client, gate).subnet("192.168.1.0/24").delay(Duration.ofMillis(5));
        wan = net.link(gate, server).subnet("203.0.113.0/24").delay(Duration.ofMillis(20));
    }

    @NetworkTest
    void aMasqueradingRouterHidesItsClientsAndFindsThemAgain(Network net) {
        gate.iptables("-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
        List<TcpEnd> accepted = server.listen(80);
        TcpEnd asking = client.connect(server, 80).write("GET");
        net.until(() -> !accepted.isEmpty() && accepted.getFirst().text().equals("GET"), MINUTE);
        accepted.getFirst().write("200").finish();
        net.until(asking::isAtEnd, MINUTE);
        assertThat(asking.text()).isEqualTo("200");
        wan.capture().from(gate).tcp().first().hasSource("203.0.113.1").hasDestination("203.0.113.2");
        wan.capture().where(frame -> frame.toString().contains("192.168.")).isEmpty();
    }

    @NetworkTest
    void aConnectionThatNobodyAnswersIsForgottenAfterItsHalfMinute(Network net) {
        gate.iptables("-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
        client.udp(4_000).send(server, 53, "?");
        net.run(Duration.ofSeconds(29));
        assertThat(gate.command("conntrack", "-L")).contains("dport=53");
        net.run(Duration.ofSeconds(2));
        assertThat(gate.command("conntrack", "-L")).doesNotContain("dport=53");
    }

    @NetworkTest
    void theSameSeedIsTheSameRunBehindNatToo() {
        assertThat(recording()).isEqualTo(recording());
    }

    private static String recording() {
        try (Network net = Network.virtual(3)) {
            Host left = net.host("left");
            Host gate = net.router("gate");
            Host right = net.host("right");
            net.link(left, gate).delay(Duration.ofMillis(5));
            net.link(gate, right).delay(Duration.ofMillis(20)).loss(0.05).reorder(0.05);
            gate.iptables("-t nat -A POSTROUTING -o eth1 -j MASQUERADE");
            List<TcpEnd> accepted = right.listen(80);
            List.of(1, 2, 3).forEach(_ -> left.connect(right, 80).write(new byte[20_000]).finish());
            net.until(() -> accepted.size() == 3 && accepted.stream().allMatch(TcpEnd::isAtEnd), Duration.ofMinutes(10));
            return net.capture().frames().stream().map(frame -> frame + " " + Arrays.hashCode(frame.bytes())).collect(Collectors.joining("\n"));
        }
    }

    @NetworkTest
    void rulesAreAllLoadedAndStandInTheDrawing(Network net) {
        gate.iptablesRestore("""
                *filter
                :FORWARD DROP
                -A FORWARD -p udp --dport 53 -j ACCEPT
                COMMIT
                """);
        UdpEnd from = client.udp(4_000);
        UdpEnd answers = server.udp(53);
        UdpEnd hidden = server.udp(54);
        from.send(server, 54, "hello").send(server, 53, "hello");
        net.run(MINUTE);
        assertThat(hidden.received()).isEmpty();
        assertThat(answers.received()).hasSize(1);
        assertThat(net.toString()).contains("gate forwards; runs tables, ").contains("dropped 1 HOOK").contains("        :FORWARD DROP\n");
    }

    @NetworkTest
    void pluginsAreToldWhatAnOperatorWouldWrite() {
        gate.pluginsOnClassPath().settings("conntrack", Map.of("nf_conntrack_max", 77, "enable_hooks", true));
        assertThat(gate.command("sysctl", "net.netfilter.nf_conntrack_max")).isEqualTo("net.netfilter.nf_conntrack_max = 77\n");
    }

    @NetworkTest
    void aSettingThatThePluginDoesNotHaveIsNoSilentMatter(Network net) {
        gate.pluginsOnClassPath().settings("conntrack", Map.of("max", 77));
        assertThatThrownBy(() -> net.run(MINUTE)).hasMessageContaining("its configuration is wrong: configuration of conntrack: ");
    }

    @NetworkTest
    void whatIptablesSaysAgainstARuleIsTheException(Network net) {
        assertThatThrownBy(() -> gate.iptables("-A FORWARD -j 'NO SUCH'")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("gate: iptables -A FORWARD -j NO SUCH: ");
        assertThatThrownBy(() -> gate.command("nft", "list ruleset")).hasMessageContaining("no plugin of gate offers the command nft");
    }

    @NetworkTest
    void classesRunAsThePluginThatTheyWillBe(Network net, @TempDir Path classes) throws IOException {
        String file = DatagramQuota.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(classes.resolve(file).getParent());
        try (InputStream compiled = DatagramQuota.class.getClassLoader().getResourceAsStream(file)) {
            Files.copy(compiled, classes.resolve(file));
        }
        Files.createDirectories(classes.resolve(PluginIndex.PATH).getParent());
        Files.writeString(classes.resolve(PluginIndex.PATH), DatagramQuota.class.getName());
        gate.plugin("quota", classes);
        UdpEnd from = client.udp(4_000);
        UdpEnd to = server.udp(53);
        for (int i = 0; i < DatagramQuota.MOST + 2; i++) {
            from.send(server, 53, "number " + i);
        }
        net.run(MINUTE);
        assertThat(to.received()).hasSize(DatagramQuota.MOST);
        gate.pluginHost().unload("quota");
        from.send(server, 53, "one more");
        net.run(MINUTE);
        assertThat(to.received()).hasSize(DatagramQuota.MOST + 1);
    }

    @NetworkTest
    void aJarThatCannotRunIsNoSilentMatter(Network net, @TempDir Path folder) throws IOException {
        gate.plugins(Files.writeString(folder.resolve("broken.jar"), "no jar"));
        assertThatThrownBy(() -> net.run(MINUTE)).hasMessageStartingWith("Plugin jar broken.jar is refused");
    }
}
