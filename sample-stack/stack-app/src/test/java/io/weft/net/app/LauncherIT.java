package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The launcher and the commands behind it, as a user calls them; none of this needs root.
@Timeout(120)
class LauncherIT {

    @TempDir
    Path directory;

    @Test
    void withoutWordsItExplainsItself() throws Exception {
        RunningProcess.Ended ended = weft();

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("weft COMMAND", "demo", "run", "iptables-restore", "Examples:", "weft demo");
        assertThat(weft("--help")).isEqualTo(ended);
    }

    @Test
    void tellsItsVersion() throws Exception {
        RunningProcess.Ended ended = weft("--version");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).matches("weft \\d+\\.\\d+\\.\\d+\\S*, Java \\S+\n");
    }

    @Test
    void worksThroughASymbolicLinkFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("w"), Path.of(RunningProcess.LAUNCHER));

        assertThat(RunningProcess.run(Map.of(), "", List.of("sh", "-c", "cd / && exec " + link + " --version")).exitCode()).isZero();
    }

    @Test
    void runsWhereItsCacheCannotBeWritten() throws Exception {
        RunningProcess.Ended ended = RunningProcess.run(Map.of("XDG_CACHE_HOME", "/dev/null"), "",
                List.of(RunningProcess.LAUNCHER, "--version"));

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).startsWith("weft ");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void aJavaThatIsTooOldOrNotThereIsNamed() throws Exception {
        RunningProcess.Ended ended = RunningProcess.run(Map.of("WEFT_JAVA_HOME", directory.toString()), "",
                List.of(RunningProcess.LAUNCHER, "--version"));

        assertThat(ended).isEqualTo(new RunningProcess.Ended(1, "",
                "weft: WEFT_JAVA_HOME is " + directory + ", where no JDK 25 or newer is\n"));
    }

    @Test
    void anUnknownCommandIsRefusedWithASuggestion() throws Exception {
        RunningProcess.Ended ended = weft("--control", directory.resolve("none").toString(), "iptabels");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("weft: 'iptabels' is no command; did you mean 'iptables'?");
        assertThat(weft("run", "--nik", "eth0=raw:eth0").exitCode()).isEqualTo(2);
    }

    @Test
    void withoutARouterItSaysHowToStartOne() throws Exception {
        RunningProcess.Ended ended = weft("--control", directory.resolve("none").toString(), "iptables", "-L");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).isEqualTo("weft: no router is running at " + directory.resolve("none")
                + ". Start one with 'weft run', or say where it is with --control PATH\n");
    }

    @Test
    void theDemoTellsItsStoryAndWhatItTellsHappens() throws Exception {
        RunningProcess.Ended ended = weft("demo");

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("iptables -A FORWARD -p udp --dport 53 -j DROP", "iptables -D FORWARD -p udp --dport 53 -j DROP",
                "PRE_ROUTING", "POST_ROUTING", "src=10.1.0.2 dst=10.2.0.2", "src=10.2.0.2 dst=10.2.0.1").doesNotContain("NOT AS TOLD");
    }

    @Test
    void theOracleAdapterForwardsAPacketAndEchoes() throws Exception {
        String topology = Files.readString(Path.of("..", "oracle", "topology.json")).replaceAll("\\s*\\n\\s*", " ");
        // 203.0.113.3:50023 → 203.0.113.1:7, "echo me"
        String echo = "020000000011020000000111080045000023401b00004011c2a9cb007103cb007101c3670007000f711b6563686f206d65";
        RunningProcess.Ended ended = RunningProcess.run(Map.of(), """
                {"op":"case","name":"mini","rules":"*filter\\n:INPUT ACCEPT [0:0]\\n-A INPUT -p udp --dport 9 -j DROP\\nCOMMIT\\n","topology":%s}
                {"op":"packet","in":"eth1","hex":"%s","wait_ms":50}
                {"op":"final"}
                """.formatted(topology, echo), List.of(RunningProcess.LAUNCHER, "oracle"));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        List<String> answers = ended.out().lines().toList();
        assertThat(answers).hasSize(3);
        assertThat(answers.get(0)).isEqualTo("{\"ok\":true}");
        assertThat(answers.get(1)).matches("\\{\"out\":\\[\\[\"eth1\",\"020000000111020000000011[0-9a-f]*656d206f686365\"]]}");
        assertThat(answers.get(2)).contains("-A INPUT -p udp").contains("\"conntrack\":[]");
    }

    @Test
    void theOracleAdapterTellsConnectionsAsTheKernelsJudgeDoes() throws Exception {
        String topology = Files.readString(Path.of("..", "oracle", "topology.json")).replaceAll("\\s*\\n\\s*", " ");
        String echo = "020000000011020000000111080045000023401b00004011c2a9cb007103cb007101c3670007000f711b6563686f206d65";
        RunningProcess.Ended ended = RunningProcess.run(Map.of(), """
                {"op":"case","name":"mini","rules":"*filter\\n-A INPUT -m conntrack --ctstate NEW -j ACCEPT\\nCOMMIT\\n","topology":%s}
                {"op":"packet","in":"eth1","hex":"%s","wait_ms":50}
                {"op":"final"}
                """.formatted(topology, echo), List.of(RunningProcess.LAUNCHER, "oracle"));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out().lines().toList().get(2)).contains("\"conntrack\":[\"udp      17 src=203.0.113.3 dst=203.0.113.1 "
                + "sport=50023 dport=7 src=203.0.113.1 dst=203.0.113.3 sport=7 dport=50023 mark=0 use=1\"]");
    }

    @Test
    void aRunningRouterAnswersAsIptablesWould() throws Exception {
        try (RunningProcess router = router()) {
            router.awaitReady();

            assertThat(control("iptables", "-t", "filter", "-A", "INPUT", "-s", "172.16.0.0/16", "-p", "udp", "--dport", "53", "-j", "DROP"))
                    .isEqualTo(new RunningProcess.Ended(0, "", ""));
            assertThat(control("iptables", "-S", "INPUT").out())
                    .isEqualTo("-P INPUT ACCEPT\n-A INPUT -s 172.16.0.0/16 -p udp -m udp --dport 53 -j DROP\n");
            assertThat(control("iptables", "-C", "INPUT", "-p", "tcp", "-j", "DROP").exitCode()).isEqualTo(1);
            assertThat(control("iptables", "-A", "INPUT", "--nonsense").exitCode()).isEqualTo(2);
            assertThat(control("nonsense").exitCode()).isEqualTo(2);

            RunningProcess.Ended saved = control("iptables-save", "-t", "filter");
            assertThat(saved.out()).contains("*filter\n", "-A INPUT -s 172.16.0.0/16 -p udp -m udp --dport 53 -j DROP\n", "COMMIT\n");
            assertThat(control("iptables", "-F").exitCode()).isZero();
            assertThat(controlWithInput(saved.out(), "iptables-restore")).isEqualTo(new RunningProcess.Ended(0, "", ""));
            assertThat(control("iptables", "-S", "INPUT").out()).contains("172.16.0.0/16");

            router.signal("TERM");
            assertThat(router.awaitEnd().exitCode()).isZero();
        }
    }

    @Test
    void aSecondRouterDoesNotTakeTheControlSocketOfTheFirst() throws Exception {
        try (RunningProcess first = router(); RunningProcess second = waitFor(first)) {
            RunningProcess.Ended ended = second.awaitEnd();

            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err()).contains("a router is running already");
            assertThat(control("iptables", "-S", "INPUT").exitCode()).isZero();
        }
    }

    private RunningProcess waitFor(RunningProcess first) throws Exception {
        first.awaitReady();
        return router();
    }

    @Test
    void rulesFromAFileAreThereWhenItIsReady() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.v4"), "*filter\n:FORWARD DROP [0:0]\n-A FORWARD -p icmp -j ACCEPT\nCOMMIT\n");
        Path config = Files.writeString(directory.resolve("router.yaml"), """
                nics:
                  - name: lan
                    driver: wire:lan
                    addresses: [192.168.1.1/24]
                routes: [default via 192.168.1.254]
                rules: rules.v4
                """);
        try (RunningProcess router = RunningProcess.start(Map.of(),
                List.of(RunningProcess.LAUNCHER, "run", "--config", config.toString(), "--control", socket()))) {
            router.awaitReady();
            assertThat(control("iptables", "-S", "FORWARD").out()).isEqualTo("-P FORWARD DROP\n-A FORWARD -p icmp -j ACCEPT\n");
        }
        assertThat(rules).exists();
    }

    @Test
    void badRulesStartNothing() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.v4"), "*filter\n-A FORWARD -p icmp -j NOWHERE\nCOMMIT\n");

        RunningProcess.Ended ended = weft("run", "--nic", "lan=wire:lan", "--control", socket(), "--rules", rules.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("--rules " + rules).contains("NOWHERE");
        assertThat(Path.of(socket())).doesNotExist();
    }

    @Test
    void whatCannotBeUnderstoodIsExplained() throws Exception {
        RunningProcess.Ended badNic = weft("run", "--nic", "lan");
        assertThat(badNic.exitCode()).isEqualTo(2);
        assertThat(badNic.err()).contains("--nic lan: want NAME=DRIVER");

        RunningProcess.Ended noNic = weft("run");
        assertThat(noNic.exitCode()).isEqualTo(2);
        assertThat(noNic.err()).contains("a router needs a NIC");

        RunningProcess.Ended noDriver = weft("run", "--nic", "lan=warp:lan", "--control", socket());
        assertThat(noDriver.exitCode()).isEqualTo(1);
        assertThat(noDriver.err()).contains("there is no driver 'warp'; there are");
    }

    @Test
    void aRouterWithoutPluginsForwardsAndOffersNoIptables() throws Exception {
        Path none = Files.createDirectory(directory.resolve("none"));
        try (RunningProcess router = RunningProcess.start(Map.of(), List.of(RunningProcess.LAUNCHER, "run", "--nic", "lan=wire:lan",
                "--plugins", none.toString(), "--control", socket()))) {
            router.awaitReady();
            RunningProcess.Ended ended = control("iptables", "-L");
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err()).isEqualTo("weft: the running router offers no command 'iptables'\n");
        }
    }

    private String socket() {
        return directory.resolve("control.sock").toString();
    }

    private RunningProcess router() throws Exception {
        return RunningProcess.start(Map.of(), List.of(RunningProcess.LAUNCHER, "run", "--control", socket(),
                "--nic", "lan=wire:lan,address=192.168.1.1/24", "--nic", "wan=wire:wan,address=10.0.0.2/24,mtu=1400",
                "--route", "default via 10.0.0.1", "--route", "blackhole 198.51.100.0/26",
                "--neighbor", "10.0.0.1 lladdr 02:00:00:00:00:01 dev wan"));
    }

    private RunningProcess.Ended control(String... words) throws Exception {
        return controlWithInput("", words);
    }

    private RunningProcess.Ended controlWithInput(String input, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(RunningProcess.LAUNCHER, "--control", socket()));
        all.addAll(List.of(words));
        return RunningProcess.run(Map.of(), input, all);
    }

    private static RunningProcess.Ended weft(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(RunningProcess.LAUNCHER));
        all.addAll(List.of(words));
        return RunningProcess.run(Map.of(), "", all);
    }
}
