package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `weft run` between two hosts that run the kernel's stack, their offloads at the defaults.
@Timeout(180)
class RouterIT {

    private static final int DOWNLOAD_BYTES = 50_000_000;

    @TempDir
    Path directory;

    private Namespaces namespaces;
    private final List<RunningProcess> running = new ArrayList<>();

    /// What the router's NICs are.
    enum Nics {
        /// The router's ends of two cables.
        RAW("raw:eth0", "raw:eth1"),
        /// Two TAP devices, whose kernel sides are the hosts' NICs.
        TAP("tap:tap0", "tap:tap1");

        private final String toClient;
        private final String toServer;

        Nics(String toClient, String toServer) {
            this.toClient = toClient;
            this.toServer = toServer;
        }
    }

    @BeforeAll
    static void needsNamespaces() throws Exception {
        Namespaces.assumeUsable(RouterIT.class);
    }

    @BeforeEach
    void makeNamespaces() throws Exception {
        namespaces = Namespaces.make();
    }

    @AfterEach
    void removeNamespaces() throws Exception {
        for (RunningProcess process : running) {
            process.close();
        }
        namespaces.close();
    }

    @ParameterizedTest
    @EnumSource
    void forwardsPingsDownloadsAndTtlProbes(Nics nics) throws Exception {
        startRouter(nics);

        RunningProcess.Ended ping = Namespaces.runIn(Namespaces.client(), "ping", "-c", "3", "-i", "0.2", "-W", "5", Namespaces.SERVER_ADDRESS);
        assertThat(ping.exitCode()).as(ping.out()).isZero();
        assertThat(ping.out()).contains("3 received").contains("ttl=63");

        downloadArrivesUnchanged();

        RunningProcess.Ended probe = Namespaces.runIn(Namespaces.client(), "ping", "-c", "1", "-t", "1", "-W", "5", Namespaces.SERVER_ADDRESS);
        assertThat(probe.out()).contains("From " + Namespaces.ROUTER_TO_CLIENT).contains("Time to live exceeded");
        RunningProcess.Ended toRouter = Namespaces.runIn(Namespaces.client(), "ping", "-c", "1", "-W", "5", Namespaces.ROUTER_TO_SERVER);
        assertThat(toRouter.exitCode()).as(toRouter.out()).isZero();
    }

    private void downloadArrivesUnchanged() throws Exception {
        byte[] content = new byte[DOWNLOAD_BYTES];
        new Random(1).nextBytes(content);
        Path served = Files.createDirectory(directory.resolve("served"));
        Files.write(served.resolve("file"), content);
        RunningProcess server = started(Namespaces.in(Namespaces.server(), ProcessHandle.current().info().command().orElseThrow(),
                "-m", "jdk.httpserver", "-b", Namespaces.SERVER_ADDRESS, "-p", "8080", "-d", served.toString()));
        assertThat(server.nextLine()).contains("Serving");

        Path received = directory.resolve("received");
        RunningProcess.Ended curl = Namespaces.runIn(Namespaces.client(), "curl", "-sS", "--max-time", "50", "-o", received.toString(),
                "http://" + Namespaces.SERVER_ADDRESS + ":8080/file");

        assertThat(curl.exitCode()).as(curl.err()).isZero();
        assertThat(hash(Files.readAllBytes(received))).isEqualTo(hash(content));
    }

    @Test
    void aRuleStopsWhatItNamesUntilItIsDeleted() throws Exception {
        startRouter(Nics.RAW);
        assertThat(pingsThrough()).isTrue();

        assertThat(weft("iptables", "-A", "FORWARD", "-p", "icmp", "-j", "DROP")).isEqualTo(new RunningProcess.Ended(0, "", ""));
        assertThat(pingsThrough()).isFalse();
        assertThat(weft("iptables", "-S", "FORWARD").out()).isEqualTo("-P FORWARD ACCEPT\n-A FORWARD -p icmp -j DROP\n");

        assertThat(weft("iptables", "-D", "FORWARD", "-p", "icmp", "-j", "DROP").exitCode()).isZero();
        assertThat(pingsThrough()).isTrue();
    }

    @Test
    void aRejectedConnectionIsRefusedToTheClient() throws Exception {
        startRouter(Nics.RAW);
        weft("iptables", "-A", "FORWARD", "-p", "tcp", "--dport", "8080", "-j", "REJECT", "--reject-with", "tcp-reset");

        RunningProcess.Ended curl = Namespaces.runIn(Namespaces.client(), "curl", "-sS", "--max-time", "20",
                "http://" + Namespaces.SERVER_ADDRESS + ":8080/");

        assertThat(curl.exitCode()).as(curl.err()).isEqualTo(7);
        assertThat(curl.err()).contains("Couldn't connect");
    }

    @ParameterizedTest
    @EnumSource
    void stopsOnSigtermAndSigintAndStartsAgainAfterSigkill(Nics nics) throws Exception {
        RunningProcess killed = startRouter(nics);
        killed.signal("KILL");
        assertThat(killed.awaitEnd().exitCode()).isEqualTo(137);
        assertThat(directory.resolve("control.sock")).exists();

        RunningProcess terminated = startRouter(nics);
        assertThat(pingsThrough()).isTrue();
        terminated.signal("TERM");
        assertThat(terminated.awaitEnd().exitCode()).isZero();
        assertThat(directory.resolve("control.sock")).doesNotExist();

        RunningProcess interrupted = startRouter(nics);
        interrupted.signal("INT");
        assertThat(interrupted.awaitEnd().exitCode()).isZero();
    }

    @Test
    void letsNothingThroughWhileItStops() throws Exception {
        RunningProcess router = startRouter(Nics.RAW);
        assertThat(pingsThrough()).isTrue();
        weft("iptables", "-P", "FORWARD", "DROP");
        RunningProcess pings = started(Namespaces.in(Namespaces.client(), "ping", "-f", "-q", "-w", "50", Namespaces.SERVER_ADDRESS));
        assertThat(weft("iptables", "-nvL", "FORWARD").out()).contains("policy DROP");

        router.signal("TERM");
        assertThat(router.awaitEnd().exitCode()).isZero();
        pings.signal("INT");

        assertThat(pings.awaitEnd().out()).contains(" 0 received");
    }

    @Test
    void aNicThatIsNotThereIsNamedAndNothingStays() throws Exception {
        RunningProcess.Ended ended = RunningProcess.run(Map.of(), "", Namespaces.in(Namespaces.router(), RunningProcess.LAUNCHER, "run",
                "--control", directory.resolve("control.sock").toString(), "--nic", "eth7=raw:eth7"));

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("eth7");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).doesNotContain("control.sock");
        }
    }

    private RunningProcess startRouter(Nics nics) throws Exception {
        if (nics == Nics.RAW && running.isEmpty()) {
            namespaces.cable();
        }
        RunningProcess router = started(Namespaces.in(Namespaces.router(),
                RunningProcess.LAUNCHER, "run",
                "--control", directory.resolve("control.sock").toString(),
                "--nic", "eth0=" + nics.toClient + ",address=" + Namespaces.ROUTER_TO_CLIENT + "/24",
                "--nic", "eth1=" + nics.toServer + ",address=" + Namespaces.ROUTER_TO_SERVER + "/24"));
        router.awaitReady();
        if (nics == Nics.TAP) {
            Namespaces.ip("-n", Namespaces.router(), "link", "set", "tap0", "netns", Namespaces.client(), "name", "eth0");
            Namespaces.ip("-n", Namespaces.router(), "link", "set", "tap1", "netns", Namespaces.server(), "name", "eth0");
            namespaces.configureEnds("eth0");
        }
        return router;
    }

    private RunningProcess started(List<String> words) throws IOException {
        RunningProcess process = RunningProcess.start(Map.of(), words);
        running.add(process);
        return process;
    }

    private static boolean pingsThrough() throws Exception {
        return Namespaces.runIn(Namespaces.client(), "ping", "-c", "1", "-W", "2", Namespaces.SERVER_ADDRESS).exitCode() == 0;
    }

    private RunningProcess.Ended weft(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(RunningProcess.LAUNCHER, "--control", directory.resolve("control.sock").toString()));
        all.addAll(List.of(words));
        return RunningProcess.run(Map.of(), "", all);
    }

    private static String hash(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
