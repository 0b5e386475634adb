package io.weft.net.app.service;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ExceptionListener;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.io.HttpRequestHandler;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An HTTP/1.1 server on sockets of any kind: Apache HttpCore's.
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int IDLE_S = 60;
    private static final int BACKLOG = 256;

    private final HttpServer server;

    private WebServer(HttpServer server) {
        this.server = server;
    }

    /// Serves on all addresses.
    ///
    /// @throws IOException when the port is taken
    public static WebServer start(ServerSocketFactory sockets, int port, HttpRequestHandler handler) throws IOException {
        HttpServer server = ServerBootstrap.bootstrap()
                .setServerSocketFactory(sockets)
                .setListenerPort(port)
                .setSocketConfig(SocketConfig.custom().setSoTimeout(IDLE_S, TimeUnit.SECONDS).setTcpNoDelay(true).setBacklogSize(BACKLOG).build())
                .setExceptionListener(new Complaints())
                // whichever host is asked for: a stack has many names
                .setRequestRouter((_, _) -> handler)
                .create();
        server.start();
        return new WebServer(server);
    }

    /// A client that goes away is no fault of the server's.
    private static final class Complaints implements ExceptionListener {

        @Override
        public void onError(Exception fault) {
            if (fault instanceof SocketException) {
                // it was closed, or its stack was
                LOG.debug("the web server ends: {}", fault.toString());
            } else {
                LOG.error("the web server failed", fault);
            }
        }

        @Override
        public void onError(HttpConnection connection, Exception fault) {
            if (fault instanceof ConnectionClosedException || fault instanceof SocketException || fault instanceof SocketTimeoutException) {
                LOG.debug("{}: {}", connection, fault.toString());
            } else {
                LOG.warn("{}: {}", connection, fault.toString());
            }
        }
    }

    @Override
    public void close() {
        server.close(CloseMode.IMMEDIATE);
    }
}
