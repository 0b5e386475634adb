package io.weft.net.stack.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.net.stack.NetStack;
import io.weft.net.stack.route.RouteEntry;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What sockets of `java.net` say where no way leads: over the stack it is what the machine's say.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NoRouteTest {

    private static final String UNREACHABLE = "unreachable 198.51.100.0/24";
    /// Without a route, on one that says no, and a group, which is nobody to connect to.
    private static final List<String> ADDRESSES = List.of("192.0.2.1", "198.51.100.1", "224.0.0.251");

    private static List<String> overTheStack() throws IOException {
        try (NetStack stack = NetStack.builder().name("island").build()) {
            stack.addRoute(RouteEntry.parse(UNREACHABLE));
            stack.start();
            List<String> outcomes = new ArrayList<>();
            for (String each : ADDRESSES) {
                outcomes.add(Attempt.toConnect(stack.sockets().socketFactory(), each));
                try (DatagramSocket socket = stack.sockets().datagramSocket(new InetSocketAddress(0))) {
                    outcomes.add(Attempt.toSend(socket, each));
                }
            }
            return outcomes;
        }
    }

    @Test
    void connectingAndSendingFailInTheWordsOfJavaNet() throws IOException {
        assertThat(overTheStack()).containsExactly(
                "java.net.SocketException: Network is unreachable, closed", "java.net.SocketException: Network is unreachable",
                "java.net.NoRouteToHostException: No route to host, closed", "java.net.NoRouteToHostException: No route to host",
                "java.net.SocketException: Network is unreachable, closed", "java.net.SocketException: Network is unreachable");
    }

    /// In a network namespace that has but `lo`, and is gone with the program in it.
    @Test
    void connectingAndSendingFailAsOnTheMachine() throws IOException, InterruptedException, URISyntaxException {
        Path classes = Path.of(Attempt.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> command = new ArrayList<>(List.of("unshare", "--net", "sh", "-c",
                "ip link set lo up && ip route add " + UNREACHABLE + " && exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classes.toString(), Attempt.class.getName()));
        command.addAll(ADDRESSES);
        List<String> onTheMachine = linesOf(command);
        assumeTrue(onTheMachine.size() == 2 * ADDRESSES.size(), () -> "skipped, no network namespace without a route: " + onTheMachine);
        assertThat(overTheStack()).isEqualTo(onTheMachine);
    }

    private static List<String> linesOf(List<String> command) throws IOException, InterruptedException {
        Process running;
        try {
            running = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException noSuchProgram) {
            return List.of(noSuchProgram.toString());
        }
        try {
            String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = running.waitFor();
            return status == 0 ? output.lines().toList() : List.of(output + "status " + status);
        } finally {
            running.destroyForcibly();
        }
    }
}
