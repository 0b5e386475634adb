package io.weft.net.benchmarks.tcp;

import java.nio.charset.StandardCharsets;

/// Clients that ask and a server that answers, over connections that stay open: small messages as HTTP has them, told apart by their
/// lengths.
interface Exchanges extends AutoCloseable {

    byte[] REQUEST = "GET /index.html HTTP/1.1\r\nHost: example.org\r\nAccept: */*\r\nUser-Agent: weft\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 128\r\n\r\n" + "answer: ".repeat(16))
            .getBytes(StandardCharsets.US_ASCII);

    /// Has so many requests answered, each client asking anew when it has its answer.
    void run(int count) throws Exception;
}
