package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `weft trace` tells of real packets between two hosts that run the kernel's stack what it tells of made-up ones.
@Timeout(120)
class TraceIT {

    private static final String RULES = """
            *raw
            -A PREROUTING -p icmp -d 10.2.0.2 -j TRACE
            COMMIT
            *nat
            -A POSTROUTING -o eth1 -j MASQUERADE
            COMMIT
            *mangle
            -A FORWARD -p udp --dport 5000 -j MARK --set-xmark 0x7/0xffffffff
            COMMIT
            *filter
            :FORWARD DROP
            :late -
            -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
            -A FORWARD -p udp --dport 9 -j late
            -A FORWARD -i eth0 -j ACCEPT
            -A late -s 10.9.0.0/16 -j ACCEPT
            -A late -j REJECT --reject-with icmp-admin-prohibited
            COMMIT
            """;

    @TempDir
    static Path directory;

    private static Namespaces namespaces;
    private static RunningProcess router;

    @BeforeAll
    static void startRouter() throws Exception {
        Namespaces.assumeUsable(TraceIT.class);
        namespaces = Namespaces.make();
        namespaces.cable();
        Path rules = Files.writeString(directory.resolve("rules.v4"), RULES);
        router = RunningProcess.start(Map.of(), Namespaces.in(Namespaces.router(), RunningProcess.LAUNCHER, "run", "--control", socket(),
                "--rules", rules.toString(), "--log", "warn",
                "--nic", "eth0=raw:eth0,address=" + Namespaces.ROUTER_TO_CLIENT + "/24",
                "--nic", "eth1=raw:eth1,address=" + Namespaces.ROUTER_TO_SERVER + "/24"));
        router.awaitReady();
        // so that both ends are known on their links
        assertThat(Namespaces.runIn(Namespaces.client(), "ping", "-c", "1", "-W", "10", Namespaces.SERVER_ADDRESS).exitCode()).isZero();
    }

    @AfterAll
    static void removeAll() throws Exception {
        if (router != null) {
            router.close();
        }
        if (namespaces != null) {
            namespaces.close();
        }
    }

    @Test
    void translatedPacketIsToldAsAMadeUpOne() throws Exception {
        String madeUp = ok("trace", "-i", "eth0", "-s", "10.1.0.2", "-d", "10.2.0.2", "-p", "udp", "--dport", "5000", "--length", "29");
        String live = live(sendingTo(5000), "-s", "10.1.0.0/24", "-p", "udp", "--dport", "5000", "--count", "1");

        assertThat(live).startsWith("1 udp 10.1.0.2:").contains("✗ filter FORWARD:1", "not: -m conntrack",
                "✓ nat POSTROUTING:1  -A POSTROUTING -o eth1 -j MASQUERADE", "→ mark 0x0 → 0x7", "→ state INVALID → NEW",
                "= sent out of eth1 to next hop 10.2.0.2, 29 bytes");
        assertThat(live).containsPattern("→ source 10\\.1\\.0\\.2:(\\d+) → 10\\.2\\.0\\.1:\\1");
        assertThat(comparable(live)).isEqualTo("1 " + comparable(madeUp) + "\n");
    }

    @Test
    void rejectedPacketIsALineOfJsonLikeAMadeUpOnes() throws Exception {
        String madeUp = ok("trace", "-i", "eth0", "-s", "10.1.0.2", "-d", "10.2.0.2", "-p", "udp", "--dport", "9", "--length", "29", "--json");
        String live = live(sendingTo(9), "-i", "eth0", "-p", "udp", "--dport", "9", "--count", "2", "--json");

        List<String> lines = live.lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).contains("\"chain\": \"late\", \"number\": 1,", "\"missed\": \"-s\"",
                "\"text\": \"ICMP type 3 code 13 to 10.1.0.2\"", "\"kind\": \"dropped\", \"reason\": \"HOOK\"",
                "dropped at FORWARD by filter/");
        String oneLine = madeUp.replaceAll(",\n *", ", ").replaceAll("\n *", "");
        assertThat(comparable(lines.getFirst())).isEqualTo(comparable(oneLine).replaceFirst("\\{", "{\"number\": 1, "));
        assertThat(comparable(lines.getLast())).startsWith("{\"number\": 2, ");
    }

    @Test
    void packetsThatARuleTracesAreToldFromThereOn() throws Exception {
        String live = live(List.of("ping", "-i", "0.2", "-W", "5", Namespaces.SERVER_ADDRESS), "--count", "2");
        assertThat(live).contains("1 icmp 10.1.0.2 → 10.2.0.2 type 8 code 0, 84 bytes, ttl 64, in by eth0\n\n● PRE_ROUTING\n",
                "✓ raw PREROUTING:1  -A PREROUTING -d 10.2.0.2/32 -p icmp -j TRACE\n             target says CONTINUE",
                "! trace: begins here; before, it was let through by conntrack/", "● FORWARD   route link eth1\n",
                "● POST_ROUTING   route link eth1\n", "= sent out of eth1 to next hop 10.2.0.2, 84 bytes\n\n2 icmp ");
    }

    @Test
    void packetToTheRouterItselfIsDeliveredAndAnswered() throws Exception {
        String live = live(List.of("ping", "-i", "0.2", "-W", "5", Namespaces.ROUTER_TO_CLIENT), "-d", Namespaces.ROUTER_TO_CLIENT, "--count", "1");
        assertThat(live).contains("● LOCAL_IN   route local ", "! answer: ICMP type 0 code 0 to 10.1.0.2\n= delivered to ICMP\n");
    }

    /// What `weft trace --live` tells while the client does something again and again: the call begins some time after its process does.
    private static String live(List<String> client, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("trace", "--live"));
        all.addAll(List.of(words));
        RunningProcess sending = RunningProcess.start(Map.of(), Namespaces.in(Namespaces.client(), client.toArray(String[]::new)));
        try (sending; RunningProcess trace = RunningProcess.start(Map.of(), words(all.toArray(String[]::new)))) {
            RunningProcess.Ended ended = trace.awaitEnd();
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(ended.err()).endsWith(" packets have been told.\n");
            return ended.out();
        }
    }

    /// A byte in a datagram, five times a second, each from a port of its own.
    private static List<String> sendingTo(int port) {
        return List.of("bash", "-c", "while true; do echo > /dev/udp/" + Namespaces.SERVER_ADDRESS + "/" + port + "; sleep 0.2; done 2>/dev/null");
    }

    /// Without what is another with each packet, and without what one that is made up does not do.
    private static String comparable(String told) {
        return told.replaceAll("(10\\.[12]\\.0\\.[12]):(?!5000|9\\b)\\d+", "$1:PORT").replaceAll("\\d+ µs", "TIME")
                .replaceAll("\"nanoseconds\": \\d+", "TIME").replace("connection would enter", "connection enters");
    }

    private static String socket() {
        return directory.resolve("control.sock").toString();
    }

    private static String ok(String... words) throws Exception {
        RunningProcess.Ended ended = RunningProcess.run(Map.of(), "", words(words));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out();
    }

    private static List<String> words(String... words) {
        List<String> all = new ArrayList<>(List.of(RunningProcess.LAUNCHER, "--control", socket()));
        all.addAll(List.of(words));
        return all;
    }
}
