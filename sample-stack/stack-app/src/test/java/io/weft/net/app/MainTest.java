package io.weft.net.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.app.control.ControlServer;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void handsWhatIsNotItsOwnToTheRouterWordForWord() throws Exception {
        Path socket = directory.resolve("s");
        try (ControlServer door = ControlServer.open(socket)) {
            door.serve(() -> List.of(new Echo()));

            assertThat(weft("--control", socket.toString(), "echo", "--help", "--control", "x", "")).isEqualTo(7);
            assertThat(out.toString(UTF_8)).isEqualTo("[--help, --control, x, ]\n");
            out.reset();
            assertThat(weft("--control=" + socket, "echo", "-V")).isEqualTo(7);
            assertThat(out.toString(UTF_8)).isEqualTo("[-V]\n");
        }
    }

    @Test
    void suggestsFromWhatTheRunningRouterOffers() throws Exception {
        Path socket = directory.resolve("s");
        try (ControlServer door = ControlServer.open(socket)) {
            door.serve(() -> List.of(new Echo()));

            assertThat(weft("--control", socket.toString(), "ehco")).isEqualTo(Main.EXIT_USAGE);
        }
        assertThat(err.toString(UTF_8)).isEqualTo("weft: 'ehco' is no command; did you mean 'echo'?\nThere are completion, demo, echo, "
                + "help, oracle, run, top; try 'weft --help'\n");
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void explainsTheOperatorsCommandsWithoutARouter() {
        for (String command : List.of("plugin", "hooks", "ip", "ss", "dump", "stats")) {
            out.reset();
            assertThat(weft("--control", directory.resolve("none").toString(), command, "--help")).isZero();
            assertThat(out.toString(UTF_8)).startsWith("Usage: weft " + command);
            err.reset();
            assertThat(weft("--control", directory.resolve("none").toString(), command)).isEqualTo(Main.EXIT_FAILED);
            assertThat(err.toString(UTF_8)).startsWith("weft: no router is running at ").contains("Start one with 'weft run'");
        }
        assertThat(weft("top", "--control", directory.resolve("none").toString(), "-n", "1")).isEqualTo(Main.EXIT_FAILED);
        assertThat(weft("top", "-d", "0")).isEqualTo(Main.EXIT_USAGE);
    }

    @Test
    void wordsOfPluginsThatComeWithWeftAreKnownWithoutARouter() {
        for (String command : List.of("iptables", "conntrack", "sysctl", "trace")) {
            err.reset();
            assertThat(weft("--control", directory.resolve("none").toString(), command, "-a")).isEqualTo(Main.EXIT_FAILED);
            assertThat(err.toString(UTF_8)).startsWith("weft: no router is running at ");
        }
    }

    @Test
    void commandsThatAskNoRouterTakeControlBeforeThem() {
        assertThat(weft("--control", directory.resolve("none").toString(), "completion", "bash")).isZero();
        assertThat(out.toString(UTF_8)).contains("complete ");
    }

    @Test
    void wantsAPathAfterControl() {
        assertThat(weft("--control")).isEqualTo(Main.EXIT_USAGE);
        assertThat(err.toString(UTF_8)).isEqualTo("weft: --control wants the path of a control socket\n");
    }

    @Test
    void refusesOptionsThatItDoesNotKnow() {
        assertThat(weft("--nonsense")).isEqualTo(Main.EXIT_USAGE);
        assertThat(weft("demo", "--nonsense")).isEqualTo(Main.EXIT_USAGE);
        assertThat(weft("run", "--log", "loud", "--nic", "a=wire:a")).isEqualTo(Main.EXIT_USAGE);
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8)).contains("Unknown option: '--nonsense'");
    }

    @Test
    void explainsEachOfItsOwnCommands() {
        for (String command : List.of("demo", "run", "oracle", "top", "completion")) {
            out.reset();
            assertThat(weft(command, "--help")).isZero();
            assertThat(out.toString(UTF_8)).startsWith("Usage: weft " + command);
        }
        assertThat(weft("run", "--help")).isZero();
        assertThat(out.toString(UTF_8)).contains("raw:NIC", "tap:NIC", "pcap:[FILE]");
    }

    private int weft(String... words) {
        return new Main(InputStream.nullInputStream(), out, err).run(List.of(words));
    }

    private static final class Echo implements Command {

        @Override
        public String name() {
            return "echo";
        }

        @Override
        public String summary() {
            return "prints its words";
        }

        @Override
        public int run(CommandCall call) {
            call.out().println(call.arguments());
            return 7;
        }
    }
}
