package io.weft.net.app.operator.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.net.tables.Shell;
import io.weft.net.tables.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The installed ip, each session in a network namespace of its own, beside `weft ip`. With `-Dweft.record=FILE` it writes down what ip
/// said, as the transcript for machines that have none.
class RealIpIT {

    private static final String VERSION = "ip utility, iproute2-6.1.0";
    private static final String NAMESPACE = "weft-ip-" + ProcessHandle.current().pid();
    private static final String PEER = NAMESPACE + "p";
    /// What a veth says of its other end.
    private static final Pattern PEERS_NAME = Pattern.compile("(?m)^(\\w+)(@\\w+)( +)(UP|DOWN)");

    @BeforeAll
    static void needsIp() throws Exception {
        skipUnless(exec("id", "-u").out().equals("0\n"), "making a network namespace takes root");
        Shell.Result version;
        try {
            version = exec("ip", "-V");
        } catch (IOException e) {
            skipUnless(false, "there is no ip on this machine");
            return;
        }
        skipUnless(version.out().startsWith(VERSION), "the installed ip is " + version.out().strip() + ", not " + VERSION);
        skipUnless(exec("ip", "netns", "add", NAMESPACE).exitCode() == 0, "network namespaces cannot be made here");
        exec("ip", "netns", "del", NAMESPACE);
    }

    private static void skipUnless(boolean fulfilled, String reason) {
        if (!fulfilled) {
            System.out.println("RealIpIT is skipped: " + reason);
        }
        assumeTrue(fulfilled, reason);
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIpSays() {
        return IpSessions.each((session, weft) -> {
            StringBuilder wanted = new StringBuilder();
            StringBuilder got = new StringBuilder();
            makeNamespace();
            try {
                for (Transcript.Step step : session.steps()) {
                    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
                    words.addAll(List.of(step.command().split(" ")));
                    Shell.Result said = exec(words.toArray(String[]::new));
                    wanted.append(Transcript.format(step, new Shell.Result(comparable(said.out()), comparable(said.err()), said.exitCode())));
                    got.append(Transcript.format(step, weft.run(step.command())));
                }
            } finally {
                exec("ip", "netns", "del", NAMESPACE);
                exec("ip", "netns", "del", PEER);
            }
            record(session.name(), wanted);
            assertThat(got).hasToString(wanted.toString());
        });
    }

    private static void makeNamespace() throws Exception {
        run("ip", "netns", "add", NAMESPACE);
        run("ip", "netns", "add", PEER);
        run("ip", "netns", "exec", NAMESPACE, "sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6; "
                + "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6");
        run("ip", "-n", NAMESPACE, "link", "set", "lo", "up");
        run("ip", "-n", NAMESPACE, "link", "add", "eth0", "index", "2", "address", IpSessions.MAC, "type", "veth", "peer", "name", "p0",
                "netns", PEER);
        run("ip", "-n", PEER, "link", "set", "p0", "up");
        run("ip", "-n", NAMESPACE, "link", "set", "eth0", "up");
        awaitLink();
    }

    /// The kernel notices some time later that a cable is in.
    private static void awaitLink() throws Exception {
        long untilNs = System.nanoTime() + 60_000_000_000L;
        while (!exec("ip", "-n", NAMESPACE, "-br", "link", "show", "eth0").out().contains(" UP ")) {
            if (System.nanoTime() - untilNs > 0) {
                throw new IllegalStateException("eth0 has no link after 60 s");
            }
        }
    }

    /// Without what a veth says of its other end, and with the MTU of this stack's lo.
    private static String comparable(String said) {
        return PEERS_NAME.matcher(said).replaceAll(name -> name.group(1) + " ".repeat(name.group(2).length()) + name.group(3) + name.group(4))
                .replaceAll("@if\\d+", "").replaceAll(" link-netns(id)? \\S+", "")
                .replaceAll(",\"link_netnsid\":\\d+", "").replaceAll("\"link_index\":\\d+,", "").replaceAll("\"link\":(null|\"\\w+\"),", "")
                .replace("65536", "65535");
    }

    private static void record(String session, CharSequence said) throws IOException {
        String file = System.getProperty("weft.record", "");
        if (!file.isEmpty()) {
            Path path = Path.of(file);
            String before = Files.exists(path) ? Files.readString(path)
                    : "# What ip, of iproute2 6.1.0, says; recorded with -Dweft.record=FILE\n";
            Files.writeString(path, before + "== " + session + "\n" + said);
        }
    }

    private static void run(String... words) throws Exception {
        Shell.Result result = exec(words);
        if (result.exitCode() != 0) {
            throw new IllegalStateException(String.join(" ", words) + ": " + result.err());
        }
    }

    private static Shell.Result exec(String... words) throws Exception {
        Path err = Files.createTempFile("weft", ".err");
        try {
            Process process = new ProcessBuilder(words).redirectError(err.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Shell.Result(out, Files.readString(err), process.waitFor());
        } finally {
            Files.delete(err);
        }
    }
}
