package io.weft.net.stack.socket;

import io.weft.net.stack.NetStack;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/// Where a contract test's sockets come from: those of the machine say what is right.
enum Network {

    MACHINE {
        @Override
        SocketFactory clients() {
            return SocketFactory.getDefault();
        }

        @Override
        ServerSocketFactory servers() {
            return ServerSocketFactory.getDefault();
        }

        @Override
        DatagramSocket datagrams(SocketAddress at) throws SocketException {
            return new DatagramSocket(at);
        }
    },

    STACK {
        @Override
        SocketFactory clients() {
            return Held.STACK.sockets().socketFactory();
        }

        @Override
        ServerSocketFactory servers() {
            return Held.STACK.sockets().serverSocketFactory();
        }

        @Override
        DatagramSocket datagrams(SocketAddress at) throws SocketException {
            return Held.STACK.sockets().datagramSocket(at);
        }
    };

    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /// Lives as long as the tests do.
    static final class Held {

        static final NetStack STACK = started();

        private Held() { }

        private static NetStack started() {
            NetStack stack = NetStack.builder().name("contract").build();
            stack.start();
            return stack;
        }
    }

    abstract SocketFactory clients();

    abstract ServerSocketFactory servers();

    abstract DatagramSocket datagrams(SocketAddress at) throws SocketException;
}
