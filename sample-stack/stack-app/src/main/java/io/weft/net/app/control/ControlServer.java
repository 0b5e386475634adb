package io.weft.net.app.control;

import io.weft.net.control.Command;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daemon's end of the control door: takes clients in and runs their commands, one at a time but for those that last.
///
/// A client that says nothing is sent away after a while; when there are too many, the oldest of those that let the daemon wait goes.
/// Clients are served by virtual threads, none of which is the stack's.
public final class ControlServer implements AutoCloseable {

    private static final int MAX_CLIENTS = 256;
    private static final long CALL_TIMEOUT_MS = 10_000;
    private static final long CLOSE_TIMEOUT_MS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final ControlSocket socket;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Set<ControlConnection> clients = new LinkedHashSet<>();
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("weft-control-deadlines").factory());
    private volatile Supplier<List<Command>> commands = List::of;

    /// Takes the place for the door; clients who come before {@link #serve} wait. A socket that a killed daemon left there is replaced.
    ///
    /// @throws ControlException when another daemon listens there, or the place will not do; the message says what to do
    public static ControlServer open(Path path) throws ControlException {
        return new ControlServer(ControlSocket.bind(path));
    }

    private ControlServer(ControlSocket socket) {
        this.socket = socket;
    }

    /// Begins to take clients in.
    ///
    /// @param offered the commands there are; asked anew for each call, on any thread
    public void serve(Supplier<List<Command>> offered) {
        commands = offered;
        Thread.ofPlatform().daemon().name("weft-control").start(this::accept);
    }

    public Path path() {
        return socket.path();
    }

    private void accept() {
        ServerSocketChannel listening = socket.channel();
        while (listening.isOpen()) {
            try {
                admit(listening.accept());
            } catch (IOException e) {
                if (listening.isOpen()) {
                    LOG.warn("the control door could not take a client in: {}", e.toString());
                }
            }
        }
    }

    private void admit(SocketChannel channel) {
        ScheduledFuture<?>[] deadline = new ScheduledFuture<?>[1];
        ControlConnection client = new ControlConnection(channel, commands, turn, () -> deadline[0].cancel(false));
        deadline[0] = deadlines.schedule(client::close, CALL_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        if (makeRoomFor(client)) {
            Thread.ofVirtual().name("weft-control-client").start(() -> serve(client));
        } else {
            LOG.warn("the control door turned a client away: {} calls are waiting", MAX_CLIENTS);
            client.close();
        }
    }

    private boolean makeRoomFor(ControlConnection client) {
        synchronized (clients) {
            if (clients.size() >= MAX_CLIENTS) {
                Optional<ControlConnection> oldest = clients.stream().filter(ControlConnection::waitsForClient).findFirst();
                if (oldest.isEmpty()) {
                    return false;
                }
                oldest.get().close();
                clients.remove(oldest.get());
            }
            return clients.add(client);
        }
    }

    private void serve(ControlConnection client) {
        try {
            client.serve();
        } catch (IOException e) {
            LOG.debug("a control client left: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.close();
            synchronized (clients) {
                clients.remove(client);
            }
        }
    }

    /// Shuts the door: no new calls; a command that is running gets a moment to finish.
    @Override
    public void close() {
        socket.close();
        try {
            if (turn.tryLock(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                turn.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        deadlines.shutdownNow();
        synchronized (clients) {
            clients.forEach(ControlConnection::close);
        }
    }
}
