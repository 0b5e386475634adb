package io.weft.net.stack.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.stack.NetStack;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The snippets of the README's section on sockets, as they stand there: each between two comments with its name.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadmeSnippetsTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path SELF = Path.of("src", "test", "java", "io", "weft", "net", "stack", "socket", "ReadmeSnippetsTest.java");

    @Test
    void ownSockets() throws IOException {
        // snippet own
        NetStack stack = NetStack.builder().names(names -> names.withHosts("10.0.0.7 files").withServers("10.0.0.53")).build();
        stack.start();

        StreamListener listener = stack.sockets().listen(7);
        Thread.startVirtualThread(() -> {
            try (StreamSocket socket = listener.accept()) {
                socket.input().transferTo(socket.output());
            } catch (IOException broken) {
                System.err.println("echo: " + broken.getMessage());
            }
        });

        try (StreamSocket socket = stack.sockets().connect("localhost", 7)) {
            socket.timeout(Duration.ofSeconds(5));
            socket.output().write("hello".getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            System.out.println(new String(socket.input().readAllBytes(), StandardCharsets.UTF_8));
        }
        // end
        assertThat(stack.sockets().resolve("files").getFirst().getHostAddress()).isEqualTo("10.0.0.7");
        stack.close();
    }

    @Test
    void javaSockets() throws IOException {
        NetStack stack = NetStack.builder().build();
        stack.start();
        // snippet java
        ServerSocket server = stack.sockets().serverSocketFactory().createServerSocket(8080);
        Socket client = stack.sockets().socketFactory().createSocket("localhost", 8080);
        DatagramSocket datagrams = stack.sockets().datagramSocket(new InetSocketAddress(5353));
        // end
        assertThat(server.accept().getPort()).isEqualTo(client.getLocalPort());
        assertThat(datagrams.getLocalPort()).isEqualTo(5353);
        stack.close();
    }

    @Test
    void standInTheReadme() throws IOException {
        String readme = Files.readString(README);
        for (String snippet : snippets(Files.readAllLines(SELF))) {
            assertThat(readme).contains(snippet);
        }
    }

    private static List<String> snippets(List<String> lines) {
        List<String> found = new ArrayList<>();
        StringBuilder open = null;
        for (String line : lines) {
            if (line.strip().startsWith("// snippet ")) {
                open = new StringBuilder();
            } else if (line.strip().equals("// end") && open != null) {
                found.add(open.toString());
                open = null;
            } else if (open != null) {
                open.append(line.isBlank() ? "" : "    " + line.substring(8)).append('\n');
            }
        }
        assertThat(found).hasSize(2);
        return found;
    }
}
