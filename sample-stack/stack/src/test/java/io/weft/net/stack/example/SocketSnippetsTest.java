package io.weft.net.stack.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.stack.NetStack;
import io.weft.net.stack.socket.StreamListener;
import io.weft.net.stack.socket.StreamSocket;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The snippets of the README's section on sockets.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketSnippetsTest {

    @Test
    void ownSockets() throws IOException {
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
        assertThat(stack.sockets().resolve("files").getFirst().getHostAddress()).isEqualTo("10.0.0.7");
        stack.close();
    }

    @Test
    void javaSockets() throws IOException {
        NetStack stack = NetStack.builder().build();
        stack.start();
        ServerSocket server = stack.sockets().serverSocketFactory().createServerSocket(8080);
        Socket client = stack.sockets().socketFactory().createSocket("localhost", 8080);
        DatagramSocket datagrams = stack.sockets().datagramSocket(new InetSocketAddress(5353));
        assertThat(server.accept().getPort()).isEqualTo(client.getLocalPort());
        assertThat(datagrams.getLocalPort()).isEqualTo(5353);
        stack.close();
    }
}
