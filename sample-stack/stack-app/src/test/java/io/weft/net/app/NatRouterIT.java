package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `weft run` with a home router's rules: the client is behind MASQUERADE and offers one service to the world by DNAT. Both ends run the
/// kernel's stack. One router serves all tests; it tracks 256 connections at most.
@Timeout(180)
class NatRouterIT {

    private static final int DOWNLOAD_BYTES = 50_000_000;
    private static final int SMALL_BYTES = 3_000_000;
    private static final String RULES = """
            *nat
            -A PREROUTING -i eth1 -p tcp --dport 80 -j DNAT --to-destination 10.1.0.2:8080
            -A POSTROUTING -o eth1 -j MASQUERADE
            COMMIT
            *raw
            -A PREROUTING -p tcp --dport 21 -j CT --helper ftp
            COMMIT
            *filter
            :FORWARD DROP
            -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED,DNAT -j ACCEPT
            -A FORWARD -i eth0 -j ACCEPT
            COMMIT
            """;

    @TempDir
    static Path directory;

    private static final List<RunningProcess> RUNNING = new ArrayList<>();
    private static Namespaces namespaces;
    private static RunningProcess router;

    @BeforeAll
    static void startRouter() throws Exception {
        Namespaces.assumeUsable(NatRouterIT.class);
        namespaces = Namespaces.make();
        namespaces.cable();
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        try (Stream<Path> jars = Files.list(Path.of("target", "weft", "plugins"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, plugins.resolve(jar.getFileName()));
            }
        }
        Files.writeString(plugins.resolve("conntrack.yaml"), "nf_conntrack_buckets: 256\n");
        Path rules = Files.writeString(directory.resolve("rules.v4"), RULES);
        router = started(Namespaces.in(Namespaces.router(), RunningProcess.LAUNCHER, "run", "--control", socket(),
                "--plugins", plugins.toString(), "--rules", rules.toString(), "--log", "warn",
                "--nic", "eth0=raw:eth0,address=" + Namespaces.ROUTER_TO_CLIENT + "/24",
                "--nic", "eth1=raw:eth1,address=" + Namespaces.ROUTER_TO_SERVER + "/24"));
        serve(Namespaces.server(), Namespaces.SERVER_ADDRESS);
        serve(Namespaces.client(), Namespaces.CLIENT_ADDRESS);
        RunningProcess ftp = started(Namespaces.in(Namespaces.server(), java(), "-cp", Path.of("target", "test-classes").toString(),
                FtpServer.class.getName(), Namespaces.SERVER_ADDRESS, served().resolve("small").toString()));
        ftp.awaitReady();
        router.awaitReady();
    }

    @AfterAll
    static void removeAll() throws Exception {
        for (RunningProcess process : RUNNING) {
            process.close();
        }
        if (namespaces != null) {
            namespaces.close();
        }
    }

    private static void serve(String namespace, String address) throws Exception {
        if (Files.notExists(served())) {
            Files.createDirectory(served());
            Files.write(served().resolve("file"), content(DOWNLOAD_BYTES));
            Files.write(served().resolve("small"), content(SMALL_BYTES));
        }
        RunningProcess server = started(Namespaces.in(namespace, java(), "-m", "jdk.httpserver", "-b", address, "-p", "8080",
                "-d", served().toString()));
        assertThat(server.nextLine()).contains("Serving");
    }

    @Test
    void masqueradedDownloadArrivesUnchangedAndConntrackTellsTheTranslation() throws Exception {
        assertFetches("file", Namespaces.client(), "http://10.2.0.2:8080/file");

        assertListed(weft("conntrack", "-L", "-p", "tcp", "--orig-src", "10.1.0.2", "--dport", "8080"),
                "tcp      6 \\d+ TIME_WAIT src=10\\.1\\.0\\.2 dst=10\\.2\\.0\\.2 sport=(\\d+) dport=8080 "
                        + "src=10\\.2\\.0\\.2 dst=10\\.2\\.0\\.1 sport=8080 dport=\\1 \\[ASSURED] mark=0 use=1");
    }

    @Test
    void downloadFromTheServiceBehindDnatArrivesUnchangedAndConntrackTellsTheTranslation() throws Exception {
        assertFetches("file", Namespaces.server(), "http://10.2.0.1/file");

        assertListed(weft("conntrack", "-L", "-p", "tcp", "--dport", "80"),
                "tcp      6 \\d+ TIME_WAIT src=10\\.2\\.0\\.2 dst=10\\.2\\.0\\.1 sport=(\\d+) dport=80 "
                        + "src=10\\.1\\.0\\.2 dst=10\\.2\\.0\\.2 sport=8080 dport=\\1 \\[ASSURED] mark=0 use=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ftp-pasv", "--disable-epsv", "--ftp-port -", "--ftp-port - --disable-eprt"})
    void ftpGoesThroughActiveAndPassive(String words) throws Exception {
        assertFetches("small", Namespaces.client(), "ftp://10.2.0.2/small", words.split(" "));
    }

    @Test
    void pingsErrorsAndWhatWasNotAskedForAreTreatedAsByAHomeRouter() throws Exception {
        RunningProcess.Ended ping = Namespaces.runIn(Namespaces.client(), "ping", "-c", "2", "-i", "0.2", "-W", "5", "10.2.0.2");
        assertThat(ping.out()).contains("2 received");
        assertListed(weft("conntrack", "-L", "-p", "icmp", "--orig-src", "10.1.0.2"),
                "icmp     1 \\d+ src=10\\.1\\.0\\.2 dst=10\\.2\\.0\\.2 type=8 code=0 id=(\\d+) "
                        + "src=10\\.2\\.0\\.2 dst=10\\.2\\.0\\.1 type=0 code=0 id=\\1 mark=0 use=1");

        // the server's "port unreachable" is about 10.2.0.1, and the client's kernel takes it only if it is about 10.1.0.2
        RunningProcess.Ended closed = Namespaces.runIn(Namespaces.client(), "bash", "-c",
                "exec 3<>/dev/udp/10.2.0.2/9; echo x >&3; read -r -t 10 <&3");
        assertThat(closed.err()).contains("Connection refused");

        RunningProcess.Ended unasked = Namespaces.runIn(Namespaces.server(), "ping", "-c", "1", "-W", "1", "10.1.0.2");
        assertThat(unasked.out()).contains("0 received");
    }

    @Test
    void floodOfNewConnectionsLeavesTheEstablishedOnesAlone() throws Exception {
        Path received = directory.resolve("during-flood");
        RunningProcess download = started(Namespaces.in(Namespaces.client(), "curl", "-sS", "--max-time", "60", "--limit-rate", "2M",
                "-o", received.toString(), "http://10.2.0.2:8080/small"));
        // before its handshake is over it may have to make room like any other
        awaitBeginning(received);

        RunningProcess.Ended flood = Namespaces.runIn(Namespaces.client(), "bash", "-c",
                "for i in {1..3000}; do echo >/dev/udp/10.2.0.2/$((30000 + i)); done 2>/dev/null");

        assertThat(flood.exitCode()).isLessThan(2);
        assertThat(download.awaitEnd().exitCode()).isZero();
        assertThat(Files.mismatch(received, served().resolve("small"))).isEqualTo(-1);
        assertThat(Integer.parseInt(weft("conntrack", "-C").out().strip())).isLessThanOrEqualTo(256);
        Matcher evicted = Pattern.compile("early_drop=(\\d+)").matcher(weft("conntrack", "-S").out());
        assertThat(evicted.find()).isTrue();
        assertThat(Integer.parseInt(evicted.group(1))).isGreaterThan(1000);
    }

    @Test
    void listeningToConntrackEndsWhenTheCallerGoesAway() throws Exception {
        long before = sockets();
        RunningProcess listening = started(List.of(RunningProcess.LAUNCHER, "--control", socket(), "conntrack", "-E", "-p", "udp"));
        RunningProcess talking = started(Namespaces.in(Namespaces.client(), "bash", "-c",
                "for i in {1..600}; do echo >/dev/udp/10.2.0.2/$((20000 + i)); read -r -t 0.05 <> <(:); done 2>/dev/null"));
        assertThat(listening.nextLine()).matches("    \\[NEW] udp      17 30 src=10\\.1\\.0\\.2 dst=10\\.2\\.0\\.2 .*");
        assertThat(sockets()).isGreaterThan(before);

        listening.signal("KILL");
        listening.awaitEnd();
        talking.close();

        // each call takes its time, and its own socket is gone when it has ended
        for (int tries = 0; tries < 20 && sockets() > before; tries++) {
            assertThat(weft("conntrack", "-C").exitCode()).isZero();
        }
        assertThat(sockets()).isLessThanOrEqualTo(before);
    }

    private static void awaitBeginning(Path received) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(received) || Files.size(received) == 0) {
            assertThat(System.nanoTime() - deadlineNs).as("nothing came in 30 s").isNegative();
            Thread.onSpinWait();
        }
    }

    /// How many sockets the router has open.
    private static long sockets() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(router.pid()), "fd"))) {
            return descriptors.filter(NatRouterIT::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertListed(RunningProcess.Ended listed, String line) {
        assertThat(listed.exitCode()).as(listed.err()).isZero();
        assertThat(listed.out().lines()).anySatisfy(each -> assertThat(each).matches(line));
    }

    private static void assertFetches(String file, String namespace, String url, String... words) throws Exception {
        Path received = Files.createTempFile(directory, "received", "");
        List<String> curl = new ArrayList<>(List.of("curl", "-sS", "--max-time", "60", "-o", received.toString(), url));
        curl.addAll(Arrays.asList(words));
        RunningProcess.Ended ended = Namespaces.runIn(namespace, curl.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.mismatch(received, served().resolve(file))).isEqualTo(-1);
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private static Path served() {
        return directory.resolve("served");
    }

    private static String socket() {
        return directory.resolve("control.sock").toString();
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElseThrow();
    }

    private static RunningProcess started(List<String> words) throws IOException {
        RunningProcess process = RunningProcess.start(Map.of(), words);
        RUNNING.add(process);
        return process;
    }

    private static RunningProcess.Ended weft(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(RunningProcess.LAUNCHER, "--control", socket()));
        all.addAll(List.of(words));
        return RunningProcess.run(Map.of(), "", all);
    }
}
