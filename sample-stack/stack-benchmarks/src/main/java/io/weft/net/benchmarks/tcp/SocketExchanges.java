package io.weft.net.benchmarks.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Between `java.net`'s sockets, blocking, each connection's ends on a virtual thread of their own, as today's servers have it. Whose sockets
/// they are the program does not know.
final class SocketExchanges implements Exchanges {

    private final ServerSocket listener;
    private final List<Socket> sockets = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int connections;

    SocketExchanges(SocketFactory clients, ServerSocketFactory servers, InetAddress server, int connections) throws IOException {
        this.connections = connections;
        listener = servers.createServerSocket(0, connections, server);
        for (int i = 0; i < connections; i++) {
            Socket client = clients.createSocket();
            client.connect(new InetSocketAddress(server, listener.getLocalPort()));
            client.setTcpNoDelay(true);
            sockets.add(client);
            Socket accepted = listener.accept();
            accepted.setTcpNoDelay(true);
            threads.submit(() -> serve(accepted));
        }
    }

    private static void serve(Socket accepted) {
        byte[] request = new byte[REQUEST.length];
        try (accepted) {
            InputStream in = accepted.getInputStream();
            while (in.readNBytes(request, 0, request.length) == request.length) {
                accepted.getOutputStream().write(ANSWER);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void run(int count) throws ExecutionException, InterruptedException {
        AtomicInteger toAsk = new AtomicInteger(count);
        List<Future<?>> asking = new ArrayList<>(connections);
        for (Socket client : sockets) {
            asking.add(threads.submit(() -> ask(client, toAsk)));
        }
        for (Future<?> client : asking) {
            client.get();
        }
    }

    private static @Nullable Void ask(Socket client, AtomicInteger toAsk) throws IOException {
        byte[] answer = new byte[ANSWER.length];
        while (toAsk.getAndDecrement() > 0) {
            client.getOutputStream().write(REQUEST);
            if (client.getInputStream().readNBytes(answer, 0, answer.length) < answer.length) {
                throw new IOException("the server has closed");
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        for (Socket client : sockets) {
            client.close();
        }
        listener.close();
        threads.close();
    }
}
