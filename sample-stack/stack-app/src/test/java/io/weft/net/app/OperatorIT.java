package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An operator's session with a running router between two hosts that run the kernel's stack.
@Timeout(300)
class OperatorIT {

    @TempDir
    Path directory;

    private Namespaces namespaces;
    private RunningProcess router;

    @BeforeAll
    static void needsNamespaces() throws Exception {
        Namespaces.assumeUsable(OperatorIT.class);
    }

    @BeforeEach
    void startRouter() throws Exception {
        namespaces = Namespaces.make();
        router = RunningProcess.start(Map.of(), Namespaces.in(Namespaces.router(), RunningProcess.LAUNCHER, "run",
                "--control", socket(), "--nic", "eth0=tap:tap0,address=" + Namespaces.ROUTER_TO_CLIENT + "/24", "--nic", "eth1=tap:tap1"));
        router.awaitReady();
        Namespaces.ip("-n", Namespaces.router(), "link", "set", "tap0", "netns", Namespaces.client(), "name", "eth0");
        Namespaces.ip("-n", Namespaces.router(), "link", "set", "tap1", "netns", Namespaces.server(), "name", "eth0");
        namespaces.configureEnds("eth0");
    }

    @AfterEach
    void removeNamespaces() throws Exception {
        router.close();
        namespaces.close();
    }

    @Test
    void anOperatorLooksAroundAndChangesWhatIsThere() throws Exception {
        addsTheMissingAddress();
        looksAtPackets();
        readsCounters();
        countsAsTheKernelOfItsPeerDoes();
        replacesPlugins();
        assertThat(pings()).isTrue();
    }

    private void addsTheMissingAddress() throws Exception {
        assertThat(pings()).isFalse();
        assertThat(ok("ip", "-br", "a")).contains("eth1             UP             \n");
        ok("ip", "addr", "add", Namespaces.ROUTER_TO_SERVER + "/24", "dev", "eth1");
        assertThat(pings()).isTrue();
        assertThat(ok("ip", "r")).contains("10.2.0.0/24 dev eth1 proto kernel scope link src 10.2.0.1 \n");
        assertThat(ok("ip", "route", "get", Namespaces.SERVER_ADDRESS)).startsWith("10.2.0.2 dev eth1 src 10.2.0.1 ");
        assertThat(ok("ip", "n")).containsPattern("10\\.1\\.0\\.2 dev eth0 lladdr \\S+ \\w+ \n");
        assertThat(weft("ip", "route", "del", "192.0.2.0/24"))
                .isEqualTo(new RunningProcess.Ended(2, "", "RTNETLINK answers: No such process\n"));

        ok("ip", "link", "set", "eth1", "down");
        assertThat(pings()).isFalse();
        ok("ip", "link", "set", "eth1", "up");
        assertThat(pings()).isTrue();
    }

    private void looksAtPackets() throws Exception {
        Path file = directory.resolve("capture.pcapng");
        RunningProcess dump = RunningProcess.start(Map.of(), words("dump", "-i", "eth0", "-c", "2", "-w", file.toString(), "icmp"));
        RunningProcess lines = RunningProcess.start(Map.of(), words("dump", "-i", "eth1", "icmp and host 10.2.0.2"));
        // both dumps begin some time after their processes do
        RunningProcess pings = RunningProcess.start(Map.of(), Namespaces.in(Namespaces.client(), "ping", "-i", "0.2", Namespaces.SERVER_ADDRESS));
        try (dump; lines; pings) {
            String line = lines.nextLine();
            while (line != null && line.contains("echo reply")) {
                line = lines.nextLine();
            }
            assertThat(line).contains("IP 10.1.0.2 > 10.2.0.2: ICMP echo request, id ");
            RunningProcess.Ended captured = dump.awaitEnd();
            assertThat(captured.exitCode()).as(captured.err()).isZero();
            assertThat(captured.err()).contains("listening on eth0", "2 packets captured");
            lines.signal("INT");
            RunningProcess.Ended stopped = lines.awaitEnd();
            assertThat(stopped.exitCode()).isZero();
            assertThat(stopped.err()).contains("captured\n", "0 packets dropped");
        }
        tsharkReads(file);
        RunningProcess.Ended wrong = weft("dump", "-i", "eth7");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("eth7: No such device exists; there are lo, eth0, eth1");
    }

    private static void tsharkReads(Path file) throws Exception {
        assertThat(file).exists();
        RunningProcess.Ended tshark;
        try {
            tshark = RunningProcess.run("tshark", "-r", file.toString(), "-T", "fields", "-e", "ip.src", "-e", "icmp.type");
        } catch (IOException e) {
            System.err.println("OperatorIT leaves out that tshark reads the capture: there is none on this machine");
            return;
        }
        assertThat(tshark.exitCode()).as(tshark.err()).isZero();
        assertThat(tshark.out().lines()).hasSize(2).allMatch(line -> line.matches("10\\.[12]\\.0\\.2\t[08]"));
    }

    private void readsCounters() throws Exception {
        assertThat(ok("stats")).contains("eth0", "PRE_ROUTING");
        assertThat(ok("stats", "--json")).contains("\"drops\"", "\"NO_ROUTE\"");
        ok("iptables", "-A", "FORWARD", "-p", "udp", "--dport", "9", "-j", "DROP");
        assertThat(ok("hooks", "FORWARD")).contains("FORWARD", "filter");
        assertThat(ok("ss", "-tan")).startsWith("State Recv-Q Send-Q Local Address:Port Peer Address:Port");
        assertThat(ok("top", "-n", "2", "-d", "0.2")).contains("weft top - ", "RX pkt/s", "filter");
    }

    /// What one end sends is what the other receives.
    private void countsAsTheKernelOfItsPeerDoes() throws Exception {
        Map<String, Long> routerBefore = routerCounters();
        Map<String, Long> kernelBefore = kernelCounters();
        RunningProcess.Ended ping = Namespaces.runIn(Namespaces.client(), "ping", "-c", "3", "-i", "0.2", "-s", "4000",
                Namespaces.ROUTER_TO_CLIENT);
        assertThat(ping.exitCode()).as(ping.out()).isZero();
        Map<String, Long> kernel = kernelCounters();
        Map<String, Long> router = routerCounters();
        Map.of("IcmpOutEchos", "IcmpInEchos", "IcmpInEchoReps", "IcmpOutEchoReps", "IpFragOKs", "IpReasmOKs", "IpFragCreates", "IpReasmReqds",
                "IpReasmOKs", "IpFragOKs", "IpReasmReqds", "IpFragCreates").forEach((theirs, ours) ->
                assertThat(router.get(ours) - routerBefore.get(ours)).as(ours + " beside the client's " + theirs)
                        .isPositive().isEqualTo(kernel.get(theirs) - kernelBefore.get(theirs)));
    }

    private Map<String, Long> routerCounters() throws Exception {
        Map<String, Long> counters = new HashMap<>();
        new ObjectMapper().readTree(ok("stats", "--json")).path("protocols").properties()
                .forEach(counter -> counters.put(counter.getKey(), counter.getValue().asLong()));
        return counters;
    }

    /// Of each protocol a line of names and a line of numbers.
    private static Map<String, Long> kernelCounters() throws Exception {
        List<String> lines = Namespaces.runIn(Namespaces.client(), "cat", "/proc/net/snmp").out().lines().toList();
        Map<String, Long> counters = new HashMap<>();
        for (int at = 0; at + 1 < lines.size(); at += 2) {
            String[] names = lines.get(at).split(":? ");
            String[] counts = lines.get(at + 1).split(":? ");
            for (int i = 1; i < names.length; i++) {
                counters.put(names[0] + names[i], Long.parseLong(counts[i]));
            }
        }
        return counters;
    }

    private void replacesPlugins() throws Exception {
        assertThat(ok("plugin", "list")).contains("tables", "conntrack");
        assertThat(weft("plugin", "unload", "tables").err()).contains("plugin tables must stay, because others depend on it",
                "'weft plugin unload --with-dependents' takes them too");
        ok("iptables", "-A", "FORWARD", "-p", "udp", "--dport", "9", "-j", "LOG", "--log-prefix", "kept ");
        String rules = ok("iptables", "-S");
        assertThat(rules).contains("-j LOG --log-prefix \"kept \"");
        ok("plugin", "reload", "logging");
        ok("plugin", "reload", "filter");
        assertThat(ok("iptables", "-S")).as("rules go on with the new lives").isEqualTo(rules);
        String jar = ok("plugin", "info", "logging").lines().filter(line -> line.startsWith("jar ")).findFirst().orElseThrow()
                .replaceFirst("^jar +", "");
        assertThat(ok("plugin", "unload", "logging")).startsWith("Plugin logging ").contains("is unloaded: ", "no packet is inside any more");
        Path bad = Files.writeString(directory.resolve("bad.jar"), "no jar");
        RunningProcess.Ended refused = weft("plugin", "load", bad.toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).startsWith("Plugin jar bad.jar is refused: ");
        assertThat(ok("plugin", "load", jar)).startsWith("Plugin logging ").contains(" runs, with ");
    }

    @Test
    void withoutARouterTheyExplainThemselvesAndSayWhatIsMissing() throws Exception {
        router.signal("TERM");
        router.awaitEnd();
        for (String command : List.of("plugin", "hooks", "ip", "ss", "dump", "stats")) {
            assertThat(ok(command, "--help")).startsWith("Usage: weft " + command);
            RunningProcess.Ended ended = weft(command, command.equals("plugin") ? "list" : "-a");
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err()).isEqualTo("weft: no router is running at " + socket()
                    + ". Start one with 'weft run', or say where it is with --control PATH\n");
        }
        assertThat(weft("top", "-n", "1").err()).startsWith("weft top: no router is running at ");
    }

    private String socket() {
        return directory.resolve("control.sock").toString();
    }

    private static boolean pings() throws Exception {
        return Namespaces.runIn(Namespaces.client(), "ping", "-c", "1", "-W", "2", Namespaces.SERVER_ADDRESS).exitCode() == 0;
    }

    private String ok(String... words) throws Exception {
        RunningProcess.Ended ended = weft(words);
        assertThat(ended.exitCode()).as(String.join(" ", words) + ": " + ended.err()).isZero();
        return ended.out();
    }

    private RunningProcess.Ended weft(String... words) throws Exception {
        return RunningProcess.run(Map.of(), "", words(words));
    }

    private List<String> words(String... words) {
        List<String> all = new ArrayList<>(List.of(RunningProcess.LAUNCHER, "--control", socket()));
        all.addAll(List.of(words));
        return all;
    }
}
