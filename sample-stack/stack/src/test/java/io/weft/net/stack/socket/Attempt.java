package io.weft.net.stack.socket;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/// What comes of connecting, and of sending a datagram. Also a program of its own, which tells it of the machine's sockets where it is
/// started; it needs nothing but the JDK.
final class Attempt {

    private Attempt() { }

    static String toConnect(SocketFactory clients, String address) throws IOException {
        try (Socket socket = clients.createSocket()) {
            try {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), 80), 5_000);
                return "connected";
            } catch (IOException why) {
                return why + (socket.isClosed() ? ", closed" : ", open");
            }
        }
    }

    static String toSend(DatagramSocket from, String address) {
        try {
            from.send(new DatagramPacket(new byte[1], 1, InetAddress.ofLiteral(address), 9));
            return "sent";
        } catch (IOException why) {
            return why.toString();
        }
    }

    public static void main(String[] addresses) throws IOException {
        for (String each : addresses) {
            System.out.println(toConnect(SocketFactory.getDefault(), each));
            try (DatagramSocket socket = new DatagramSocket()) {
                System.out.println(toSend(socket, each));
            }
        }
    }
}
