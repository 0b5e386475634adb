package io.weft.net.app.service;

import io.weft.net.stack.socket.DatagramPort;
import io.weft.net.stack.socket.Sockets;
import io.weft.net.stack.socket.StreamListener;
import io.weft.net.stack.socket.StreamSocket;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The echo service (RFC 862), a virtual thread for each connection.
final class EchoService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EchoService.class);

    private final StreamListener listener;
    private final DatagramPort datagrams;

    private EchoService(StreamListener listener, DatagramPort datagrams) {
        this.listener = listener;
        this.datagrams = datagrams;
    }

    static EchoService start(Sockets sockets, int port) throws IOException {
        StreamListener listener = sockets.listen(port);
        EchoService service;
        try {
            service = new EchoService(listener, sockets.datagrams(port));
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        Thread.ofVirtual().name("echo-tcp").start(service::accept);
        Thread.ofVirtual().name("echo-udp").start(service::answer);
        return service;
    }

    private void accept() {
        try {
            while (true) {
                StreamSocket socket = listener.accept();
                Thread.startVirtualThread(() -> echo(socket));
            }
        } catch (IOException e) {
            ended(listener.isOpen(), e);
        }
    }

    private static void echo(StreamSocket socket) {
        try (socket) {
            socket.input().transferTo(socket.output());
        } catch (IOException e) {
            LOG.debug("echo: {} broke", socket, e);
        }
    }

    private void answer() {
        try {
            while (true) {
                DatagramPort.Received datagram = datagrams.receive();
                datagrams.send(datagram.from(), datagram.payload());
            }
        } catch (IOException e) {
            ended(datagrams.isOpen(), e);
        }
    }

    private static void ended(boolean early, IOException why) {
        if (early) {
            LOG.error("the echo service has ended", why);
        }
    }

    @Override
    public void close() {
        listener.close();
        datagrams.close();
    }
}
