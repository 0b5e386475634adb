package io.weft.net.benchmarks.tcp;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.tcp.TcpHandler;
import io.weft.net.stack.tcp.TcpSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Between two stacks, each with a thread of its own, by handlers on their loops.
final class StackExchanges implements Exchanges {

    private final TwoHosts hosts = new TwoHosts(Loops.OWN, true, UnaryOperator.identity());
    private final List<Client> clients = new ArrayList<>();
    private int toAsk;
    private int open;
    private volatile int connected;
    private volatile boolean answered;

    StackExchanges(int connections) throws Exception {
        hosts.right.onLoop(() -> hosts.right.tcp().listen(Ipv4.ANY, 80, connections, listener -> {
            TcpSocket accepted = Objects.requireNonNull(listener.accept());
            Server server = new Server();
            accepted.noDelay(true);
            accepted.handler(server);
            server.readable(accepted);
        }));
        hosts.left.onLoop(() -> {
            for (int i = 0; i < connections; i++) {
                Client client = new Client();
                client.socket = hosts.left.tcp().connect(TwoHosts.RIGHT, 80, client);
                clients.add(client);
            }
            return null;
        });
        hosts.until(() -> connected == connections);
    }

    @Override
    public void run(int count) throws Exception {
        answered = false;
        hosts.left.onLoop(() -> {
            toAsk = count;
            open = count;
            clients.forEach(Client::ask);
            return null;
        });
        hosts.until(() -> answered);
    }

    @Override
    public void close() {
        hosts.close();
    }

    /// Asks again when it has its answer.
    private final class Client implements TcpHandler {

        private final byte[] some = new byte[ANSWER.length];
        private @Nullable TcpSocket socket;
        private int got;

        @Override
        public void connected(TcpSocket now) {
            now.noDelay(true);
            connected++;
            hosts.wake();
        }

        void ask() {
            if (toAsk > 0) {
                toAsk--;
                write(Objects.requireNonNull(socket), REQUEST);
            }
        }

        @Override
        public void readable(TcpSocket from) {
            got += read(from, some, ANSWER.length - got);
            if (got == ANSWER.length) {
                got = 0;
                ask();
                if (--open == 0) {
                    answered = true;
                    hosts.wake();
                }
            }
        }
    }

    /// Answers what has been asked in full.
    private static final class Server implements TcpHandler {

        private final byte[] some = new byte[REQUEST.length];
        private int got;

        @Override
        public void readable(TcpSocket from) {
            got += read(from, some, REQUEST.length - got);
            if (got == REQUEST.length) {
                got = 0;
                write(from, ANSWER);
            }
        }
    }

    private static int read(TcpSocket from, byte[] to, int most) {
        try {
            return from.read(to, 0, most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(TcpSocket to, byte[] bytes) {
        try {
            to.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
