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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `weft run --echo --http` through a TAP device: real clients on the kernel's stack, the services on Weft's.
@Timeout(180)
class ServicesIT {

    private static final int LARGE_BYTES = 20_000_000;
    private static final int PARALLEL = 40;
    private static final String HOST = Namespaces.ROUTER_TO_CLIENT;

    @TempDir
    static Path directory;

    private static final List<RunningProcess> RUNNING = new ArrayList<>();
    private static Namespaces namespaces;
    private static String largeHash;

    @BeforeAll
    static void serve() throws Exception {
        Namespaces.assumeUsable(ServicesIT.class);
        byte[] large = new byte[LARGE_BYTES];
        new Random(1).nextBytes(large);
        largeHash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(large));
        Path served = Files.createDirectories(directory.resolve("served"));
        Files.write(served.resolve("large"), large);
        Files.writeString(served.resolve("a page.html"), "<p>hello");
        Files.createDirectory(served.resolve("folder"));
        Files.writeString(served.resolve("folder").resolve("<b>"), "");
        Files.writeString(directory.resolve("secret"), "not for you");
        Files.createSymbolicLink(served.resolve("way-out"), directory.resolve("secret"));

        Path config = Files.writeString(directory.resolve("router.yaml"), """
                echo: 7
                http: served 8080
                nics:
                  - {name: eth0, driver: 'tap:tap0', addresses: [%s/24]}
                  - {name: eth1, driver: 'tap:tap1', addresses: [%s/24]}
                """.formatted(HOST, Namespaces.ROUTER_TO_SERVER));
        namespaces = Namespaces.make();
        RunningProcess router = started(Namespaces.in(Namespaces.router(), RunningProcess.LAUNCHER, "run",
                "--control", directory.resolve("control.sock").toString(), "--config", config.toString()));
        router.awaitReady();
        Namespaces.ip("-n", Namespaces.router(), "link", "set", "tap0", "netns", Namespaces.client(), "name", "eth0");
        Namespaces.ip("-n", Namespaces.router(), "link", "set", "tap1", "netns", Namespaces.server(), "name", "eth0");
        namespaces.configureEnds("eth0");
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

    private static RunningProcess started(List<String> words) throws IOException {
        RunningProcess process = RunningProcess.start(Map.of(), words);
        RUNNING.add(process);
        return process;
    }

    private static String url(String path) {
        return "http://" + HOST + ":8080" + path;
    }

    private static RunningProcess.Ended curl(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("curl", "-sS", "--max-time", "60", "--path-as-is"));
        all.addAll(List.of(words));
        return Namespaces.runIn(Namespaces.client(), all.toArray(String[]::new));
    }

    private static String hashOf(String file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(directory.resolve(file))));
    }

    @Test
    void largeFileArrivesUnchanged() throws Exception {
        RunningProcess.Ended curl = curl("-o", directory.resolve("got").toString(), "-w", "%{http_code} %{size_download}", url("/large"));
        assertThat(curl.out().strip()).as(curl.err()).isEqualTo("200 " + LARGE_BYTES);
        assertThat(hashOf("got")).isEqualTo(largeHash);
    }

    @Test
    void manyClientsAtOnceAreServed() throws Exception {
        RunningProcess.Ended curls = Namespaces.runIn(Namespaces.client(), "sh", "-c", """
                for i in $(seq %d); do
                  curl -sS --max-time 60 %s | head -c 2000000 | sha256sum &
                done
                wait""".formatted(PARALLEL, url("/large")));
        assertThat(curls.out().lines().distinct()).as(curls.err()).hasSize(1);
        assertThat(curls.out()).hasLineCount(PARALLEL);
    }

    @Test
    void curlGetsAPartAndGoesOnWhereItEnded() throws Exception {
        Path got = directory.resolve("part");
        String figures = "%{http_code} %{size_download}";
        assertThat(curl("-r", "0-99", "-o", got.toString(), "-w", figures, url("/large")).out().strip()).isEqualTo("206 100");
        assertThat(curl("-C", "-", "-o", got.toString(), "-w", figures, url("/large")).out().strip()).isEqualTo("206 " + (LARGE_BYTES - 100));
        assertThat(hashOf("part")).isEqualTo(largeHash);
        assertThat(curl("-r", LARGE_BYTES + "-", "-w", figures, "-o", "/dev/null", url("/large")).out()).startsWith("416 ");
    }

    @Test
    void headTellsLengthAndKindWithoutTheContent() throws Exception {
        assertThat(curl("-I", url("/large")).out()).startsWith("HTTP/1.1 200 OK").containsIgnoringCase("content-length: " + LARGE_BYTES);
        assertThat(curl("-I", url("/a%20page.html")).out()).containsIgnoringCase("content-type: text/html");
    }

    @Test
    void whatIsNotThereAndWhatLiesOutsideIsNotFound() throws Exception {
        for (String path : List.of("/nothing", "/../secret", "/%2e%2e/secret", "/folder/../../secret", "/..%2fsecret", "//etc/passwd", "/way-out",
                "/large/x", "/%00")) {
            RunningProcess.Ended curl = curl("-o", "/dev/null", "-w", "%{http_code}", url(path));
            assertThat(curl.out().strip()).as(path).isEqualTo("404");
        }
        assertThat(curl("-o", "/dev/null", "-w", "%{http_code}", "-X", "DELETE", url("/large")).out().strip()).isEqualTo("405");
    }

    @Test
    void folderIsListed() throws Exception {
        assertThat(curl("-L", url("/folder")).out()).contains("<a href=\"%3Cb%3E\">&lt;b&gt;</a>");
        assertThat(curl(url("/")).out()).contains("large", "folder/");
    }

    @Test
    void echoAnswersByStreamAndDatagram() throws Exception {
        RunningProcess.Ended python = Namespaces.runIn(Namespaces.client(), "python3", "-c", """
                import socket,threading
                b=bytes(i*31%%251 for i in range(1000003))*3
                s=socket.create_connection(('%1$s',7),30)
                def send():
                    s.sendall(b); s.shutdown(socket.SHUT_WR)
                threading.Thread(target=send).start()
                a=b''
                while r:=s.recv(65536): a+=r
                print(a==b)
                u=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); u.settimeout(20)
                u.sendto(b'ping',('%1$s',7))
                print(u.recvfrom(100))""".formatted(HOST));
        assertThat(python.out()).as(python.err()).isEqualTo("True\n(b'ping', ('" + HOST + "', 7))\n");
    }

    @Test
    void folderThatIsNotThereAndPortThatIsNoneAreRefused() throws Exception {
        assertThat(run("--http", "/no/such/folder").err()).contains("/no/such/folder is no folder");
        assertThat(run("--http", directory.toString(), "http").err()).contains("'http' is no port");
        assertThat(run("--http", directory.toString(), "http").exitCode()).isEqualTo(Main.EXIT_USAGE);
    }

    private static RunningProcess.Ended run(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(RunningProcess.LAUNCHER, "run", "--no-control", "--nic", "eth0=wire:services"));
        all.addAll(List.of(words));
        return RunningProcess.run(Map.of(), "", all);
    }
}
