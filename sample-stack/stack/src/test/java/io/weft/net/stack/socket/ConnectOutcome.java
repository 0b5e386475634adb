package io.weft.net.stack.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/// What comes of connecting. Also a program of its own, which tells it of the machine's sockets where it is started; it needs nothing but the JDK.
final class ConnectOutcome {

    private ConnectOutcome() { }

    static String of(SocketFactory clients, String address) throws IOException {
        try (Socket socket = clients.createSocket()) {
            try {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), 80), 5_000);
                return "connected";
            } catch (IOException why) {
                return why + (socket.isClosed() ? ", closed" : ", open");
            }
        }
    }

    public static void main(String[] addresses) throws IOException {
        for (String each : addresses) {
            System.out.println(of(SocketFactory.getDefault(), each));
        }
    }
}
