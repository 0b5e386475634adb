package io.weft.net.app.service;

import io.weft.net.stack.socket.Sockets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// The services of one stack; closing ends them.
public final class Services implements AutoCloseable {

    private final Sockets sockets;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    public Services(Sockets sockets) {
        this.sockets = sockets;
    }

    /// Sends back what comes, by TCP and by UDP.
    ///
    /// @throws IOException when the port is taken
    public void echo(int port) throws IOException {
        running.push(EchoService.start(sockets, port));
    }

    /// Serves the files of a folder by HTTP.
    ///
    /// @throws IOException when there is no such folder, or the port is taken
    public void http(Path folder, int port) throws IOException {
        running.push(WebServer.start(sockets.serverSocketFactory(), port, new FileHandler(folder)));
    }

    @Override
    public void close() {
        for (AutoCloseable each : running) {
            try {
                each.close();
            } catch (Exception impossible) {
                throw new AssertionError("a service ends without complaint", impossible);
            }
        }
    }
}
