package io.weft.net.testkit.example;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.SocketFactory;

/// An ordinary Java program, which knows nothing of the stack: asks a server for prices, and asks again when no answer comes.
final class PriceClient {

    private static final int ATTEMPTS = 20;

    private final SocketFactory sockets;
    private final String host;
    private final int port;
    private final int timeoutMs;
    private volatile int failures;

    PriceClient(SocketFactory sockets, String host, int port, Duration timeout) {
        this.sockets = sockets;
        this.host = host;
        this.port = port;
        timeoutMs = Math.toIntExact(timeout.toMillis());
    }

    String price(String article) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (Socket socket = sockets.createSocket()) {
                socket.connect(InetSocketAddress.createUnresolved(host, port), timeoutMs);
                socket.setSoTimeout(timeoutMs);
                socket.getOutputStream().write((article + "\n").getBytes(StandardCharsets.UTF_8));
                String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
                if (answer != null) {
                    return answer;
                }
                throw new IOException(host + " says nothing");
            } catch (IOException e) {
                failures++;
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    int failures() {
        return failures;
    }
}
