package io.weft.net.app;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.drivers.Drivers;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.tcp.TcpHandler;
import io.weft.net.stack.tcp.TcpListener;
import io.weft.net.stack.tcp.TcpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The stack as a host of a namespace, a program of its own: `TcpPeer NIC ADDRESS/LENGTH [HOST PORT]`.
///
/// Port 7000 reads to the end and answers with the hash, 7001 sends {@link #CONTENT_BYTES} and closes, 7002 resets. With a host it
/// connects there, sends the same bytes, and prints what the answer is. It ends when it is killed.
final class TcpPeer {

    static final int SINK = 7_000;
    static final int SOURCE = 7_001;
    static final int RESETTING = 7_002;
    static final int CONTENT_BYTES = 30_000_000;

    private TcpPeer() { }

    public static void main(String[] words) throws Exception {
        NetStack stack = NetStack.builder().name("peer").build();
        stack.addDevice("eth0", Drivers.found().open(words[0]));
        stack.addAddress("eth0", InterfaceAddress.parse(words[1]));
        listen(stack, SINK, Sink::new);
        listen(stack, SOURCE, Source::new);
        listen(stack, RESETTING, Resetting::new);
        stack.start();
        System.out.println("ready");
        if (words.length > 2) {
            stack.onLoop(() -> stack.tcp().connect(Ipv4.parse(words[2]), Integer.parseInt(words[3]), new Source()));
        }
        new CountDownLatch(1).await();
    }

    static byte[] content() {
        byte[] bytes = new byte[CONTENT_BYTES];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static void listen(NetStack stack, int port, Supplier<TcpHandler> made) throws IOException {
        stack.tcp().listen(Ipv4.ANY, port, 128, listener -> {
            TcpSocket socket = accepted(listener);
            TcpHandler service = made.get();
            socket.handler(service);
            service.connected(socket);
            service.readable(socket);
        });
    }

    private static TcpSocket accepted(TcpListener listener) {
        TcpSocket socket = listener.accept();
        if (socket == null) {
            throw new IllegalStateException("called for nothing");
        }
        return socket;
    }

    private abstract static class Service implements TcpHandler {

        final byte[] some = new byte[65_536];

        @Override
        public void readable(TcpSocket socket) {
            try {
                int count = socket.read(some, 0, some.length);
                for (; count > 0; count = socket.read(some, 0, some.length)) {
                    got(count);
                }
                if (count < 0) {
                    ended(socket);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        abstract void got(int count);

        abstract void ended(TcpSocket socket) throws IOException;
    }

    /// Resets when a byte has come, or whoever connects might be told of it by `connect` already.
    private static final class Resetting implements TcpHandler {

        @Override
        public void readable(TcpSocket socket) {
            try {
                if (socket.read(new byte[1], 0, 1) > 0) {
                    socket.abort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Sink extends Service {

        private final MessageDigest digest = sha256();

        @Override
        void got(int count) {
            digest.update(some, 0, count);
        }

        @Override
        void ended(TcpSocket socket) throws IOException {
            byte[] answer = HexFormat.of().formatHex(digest.digest()).getBytes();
            socket.write(answer, 0, answer.length);
            socket.close();
        }
    }

    private static final class Source extends Service {

        private final byte[] content = content();
        private final StringBuilder answer = new StringBuilder();
        private int sent;

        @Override
        public void connected(TcpSocket socket) {
            writable(socket);
        }

        @Override
        public void writable(TcpSocket socket) {
            try {
                sent += socket.write(content, sent, content.length - sent);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (sent == content.length) {
                socket.shutdownOutput();
            }
        }

        @Override
        void got(int count) {
            answer.append(new String(some, 0, count));
        }

        @Override
        void ended(TcpSocket socket) {
            System.out.println("answer " + answer);
            socket.close();
        }

        @Override
        public void closed(TcpSocket socket, @Nullable IOException why) {
            if (why != null) {
                System.out.println("failed " + why);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
