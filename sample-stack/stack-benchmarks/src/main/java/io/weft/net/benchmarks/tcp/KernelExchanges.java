package io.weft.net.benchmarks.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// Between the JDK's channels on the kernel's loopback, with a selector and a thread for each side, as the stacks have them.
final class KernelExchanges implements Exchanges {

    private final Selector clients = Selector.open();
    private final Selector server = Selector.open();
    private final List<SocketChannel> asking = new ArrayList<>();
    private final Thread serving;

    KernelExchanges(int connections) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), connections);
            for (int i = 0; i < connections; i++) {
                asking.add(register(SocketChannel.open(listener.getLocalAddress()), clients, ANSWER.length));
                register(listener.accept(), server, REQUEST.length);
            }
        }
        serving = Thread.ofPlatform().name("server").start(this::serve);
    }

    private static SocketChannel register(SocketChannel channel, Selector with, int messageBytes) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(with, SelectionKey.OP_READ, ByteBuffer.allocateDirect(messageBytes));
        return channel;
    }

    private void serve() {
        ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);
        try {
            while (server.isOpen()) {
                server.select(key -> {
                    if (isWhole(key)) {
                        write((SocketChannel) key.channel(), answer);
                    }
                });
            }
        } catch (ClosedSelectorException closed) {
            // the benchmark is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void run(int count) throws IOException {
        ByteBuffer request = ByteBuffer.allocateDirect(REQUEST.length).put(REQUEST);
        int[] toAsk = {count};
        int[] open = {count};
        for (SocketChannel channel : asking) {
            if (toAsk[0]-- > 0) {
                write(channel, request);
            }
        }
        while (open[0] > 0) {
            clients.select(key -> {
                if (isWhole(key)) {
                    open[0]--;
                    if (toAsk[0]-- > 0) {
                        write((SocketChannel) key.channel(), request);
                    }
                }
            });
        }
    }

    /// Reads on, and begins anew when a message is there.
    private static boolean isWhole(SelectionKey key) {
        ByteBuffer message = (ByteBuffer) key.attachment();
        try {
            ((SocketChannel) key.channel()).read(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (message.hasRemaining()) {
            return false;
        }
        message.clear();
        return true;
    }

    private static void write(SocketChannel to, ByteBuffer message) {
        try {
            to.write(message.clear());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (SocketChannel channel : asking) {
            channel.close();
        }
        clients.close();
        server.close();
        serving.join();
    }
}
