package io.weft.net.stack.socket;

import java.io.DataInputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Message;
import org.xbill.DNS.io.IoClientFactory;
import org.xbill.DNS.io.TcpIoClient;
import org.xbill.DNS.io.UdpIoClient;

/// Takes dnsjava's questions to their servers over the stack's own sockets (RFC 1035 §4.2), each from a port of its own that nobody can
/// guess (RFC 5452 §9.2), on a virtual thread.
final class DnsTransport implements IoClientFactory, UdpIoClient, TcpIoClient {

    private final Sockets sockets;

    DnsTransport(Sockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public UdpIoClient createOrGetUdpClient() {
        return this;
    }

    @Override
    public TcpIoClient createOrGetTcpClient() {
        return this;
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceiveUdp(InetSocketAddress local, InetSocketAddress remote, Message query, byte[] data, int max,
            Duration timeout) {
        return answered(() -> {
            try (DatagramPort port = sockets.datagrams(0)) {
                port.connect(remote);
                port.send(remote, data);
                long deadlineNs = System.nanoTime() + timeout.toNanos();
                while (true) {
                    long leftNs = deadlineNs - System.nanoTime();
                    if (leftNs <= 0) {
                        throw new SocketTimeoutException("Receive timed out");
                    }
                    port.timeout(Duration.ofNanos(leftNs));
                    byte[] answer = port.receive().payload();
                    // RFC 5452 §9.1: one with another number is somebody else's
                    if (answer.length > 2 && answer[0] == data[0] && answer[1] == data[1]) {
                        return answer;
                    }
                }
            }
        });
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceiveTcp(InetSocketAddress local, InetSocketAddress remote, Message query, byte[] data,
            Duration timeout) {
        return answered(() -> {
            try (StreamSocket socket = sockets.connect(remote, timeout)) {
                socket.timeout(timeout);
                byte[] question = new byte[2 + data.length];
                question[0] = (byte) (data.length >>> 8);
                question[1] = (byte) data.length;
                System.arraycopy(data, 0, question, 2, data.length);
                socket.output().write(question);
                DataInputStream input = new DataInputStream(socket.input());
                byte[] answer = new byte[input.readUnsignedShort()];
                input.readFully(answer);
                return answer;
            }
        });
    }

    private static CompletableFuture<byte[]> answered(Callable<byte[]> question) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("weft-dns").start(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
