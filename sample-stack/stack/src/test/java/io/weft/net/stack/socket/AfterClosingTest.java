package io.weft.net.stack.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a socket of `java.net` says of itself before and after it was closed: over the stack it is what the machine's says.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AfterClosingTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(Network.LOOPBACK, 0);

    /// What became of a stream socket before it is asked.
    enum Past {
        NEW, BOUND, CONNECTED, ACCEPTED, INPUT_SHUT, OUTPUT_SHUT, REFUSED
    }

    @ParameterizedTest
    @EnumSource
    void socketAnswersAsTheMachines(Past past) throws IOException {
        assertThat(socket(Network.STACK, past)).isEqualTo(socket(Network.MACHINE, past));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void serverSocketAnswersAsTheMachines(boolean bound) throws IOException {
        assertThat(serverSocket(Network.STACK, bound)).isEqualTo(serverSocket(Network.MACHINE, bound));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void datagramSocketAnswersAsTheMachines(boolean connected) throws IOException {
        assertThat(datagramSocket(Network.STACK, connected)).isEqualTo(datagramSocket(Network.MACHINE, connected));
    }

    private static Map<String, String> socket(Network network, Past past) throws IOException {
        try (ConnectedPair pair = new ConnectedPair(network); Socket other = network.clients().createSocket()) {
            Socket asked = switch (past) {
                case NEW, BOUND, REFUSED -> other;
                case ACCEPTED -> pair.server;
                case CONNECTED, INPUT_SHUT, OUTPUT_SHUT -> pair.client;
            };
            switch (past) {
                case BOUND -> other.bind(ANY_PORT);
                case INPUT_SHUT -> asked.shutdownInput();
                case OUTPUT_SHUT -> asked.shutdownOutput();
                case REFUSED -> refuse(other, pair);
                case NEW, CONNECTED, ACCEPTED -> { }
            }
            Answers answers = new Answers(asked.getLocalPort(), asked.getPort());
            ask(answers, asked);
            asked.close();
            answers.closed();
            ask(answers, asked);
            answers.to("getSoTimeout", asked::getSoTimeout);
            answers.to("getInputStream", asked::getInputStream);
            answers.to("getOutputStream", asked::getOutputStream);
            answers.to("getTcpNoDelay", asked::getTcpNoDelay);
            answers.to("getSoLinger", asked::getSoLinger);
            answers.to("getKeepAlive", asked::getKeepAlive);
            answers.to("getReuseAddress", asked::getReuseAddress);
            answers.to("getSendBufferSize", asked::getSendBufferSize);
            answers.to("getReceiveBufferSize", asked::getReceiveBufferSize);
            answers.to("getTrafficClass", asked::getTrafficClass);
            answers.to("setSoTimeout", () -> asked.setSoTimeout(1));
            answers.to("setTcpNoDelay", () -> asked.setTcpNoDelay(true));
            answers.to("shutdownInput", asked::shutdownInput);
            answers.to("shutdownOutput", asked::shutdownOutput);
            answers.to("bind", () -> asked.bind(ANY_PORT));
            answers.to("connect", () -> asked.connect(ANY_PORT));
            answers.to("close", asked::close);
            return answers.given;
        }
    }

    private static void refuse(Socket socket, ConnectedPair pair) throws IOException {
        InetSocketAddress nobody = new InetSocketAddress(Network.LOOPBACK, pair.listener.getLocalPort());
        pair.listener.close();
        try {
            socket.connect(nobody);
        } catch (ConnectException refused) {
            return;
        }
        throw new AssertionError("somebody listens at " + nobody);
    }

    private static void ask(Answers answers, Socket asked) {
        answers.to("getLocalPort", asked::getLocalPort);
        answers.to("getPort", asked::getPort);
        answers.to("getInetAddress", asked::getInetAddress);
        answers.to("getLocalAddress", asked::getLocalAddress);
        answers.to("getLocalSocketAddress", asked::getLocalSocketAddress);
        answers.to("getRemoteSocketAddress", asked::getRemoteSocketAddress);
        answers.to("isConnected", asked::isConnected);
        answers.to("isBound", asked::isBound);
        answers.to("isClosed", asked::isClosed);
        answers.to("isInputShutdown", asked::isInputShutdown);
        answers.to("isOutputShutdown", asked::isOutputShutdown);
    }

    private static Map<String, String> serverSocket(Network network, boolean bound) throws IOException {
        try (ServerSocket asked = network.servers().createServerSocket()) {
            if (bound) {
                asked.bind(ANY_PORT);
            }
            Answers answers = new Answers(asked.getLocalPort(), 0);
            ask(answers, asked);
            asked.close();
            answers.closed();
            ask(answers, asked);
            answers.to("getSoTimeout", asked::getSoTimeout);
            answers.to("getReuseAddress", asked::getReuseAddress);
            answers.to("getReceiveBufferSize", asked::getReceiveBufferSize);
            answers.to("setSoTimeout", () -> asked.setSoTimeout(1));
            answers.to("accept", asked::accept);
            answers.to("bind", () -> asked.bind(ANY_PORT));
            answers.to("close", asked::close);
            return answers.given;
        }
    }

    private static void ask(Answers answers, ServerSocket asked) {
        answers.to("getLocalPort", asked::getLocalPort);
        answers.to("getInetAddress", asked::getInetAddress);
        answers.to("getLocalSocketAddress", asked::getLocalSocketAddress);
        answers.to("isBound", asked::isBound);
        answers.to("isClosed", asked::isClosed);
        answers.to("toString", asked::toString);
    }

    private static Map<String, String> datagramSocket(Network network, boolean connected) throws IOException {
        try (DatagramSocket peer = network.datagrams(ANY_PORT); DatagramSocket asked = network.datagrams(ANY_PORT)) {
            if (connected) {
                asked.connect(peer.getLocalSocketAddress());
            }
            Answers answers = new Answers(asked.getLocalPort(), peer.getLocalPort());
            ask(answers, asked);
            asked.close();
            answers.closed();
            ask(answers, asked);
            answers.to("getSoTimeout", asked::getSoTimeout);
            answers.to("getBroadcast", asked::getBroadcast);
            answers.to("getReuseAddress", asked::getReuseAddress);
            answers.to("getSendBufferSize", asked::getSendBufferSize);
            answers.to("getReceiveBufferSize", asked::getReceiveBufferSize);
            answers.to("getTrafficClass", asked::getTrafficClass);
            answers.to("setSoTimeout", () -> asked.setSoTimeout(1));
            answers.to("bind", () -> asked.bind(ANY_PORT));
            answers.to("connect", () -> asked.connect(peer.getLocalSocketAddress()));
            answers.to("disconnect", asked::disconnect);
            answers.to("close", asked::close);
            return answers.given;
        }
    }

    private static void ask(Answers answers, DatagramSocket asked) {
        answers.to("getLocalPort", asked::getLocalPort);
        answers.to("getPort", asked::getPort);
        answers.to("getInetAddress", asked::getInetAddress);
        answers.to("getLocalAddress", asked::getLocalAddress);
        answers.to("getLocalSocketAddress", asked::getLocalSocketAddress);
        answers.to("getRemoteSocketAddress", asked::getRemoteSocketAddress);
        answers.to("isConnected", asked::isConnected);
        answers.to("isBound", asked::isBound);
        answers.to("isClosed", asked::isClosed);
    }

    /// What a socket said, with a word for each port, which no two sockets share.
    private static final class Answers {

        private final int own;
        private final int peers;
        private final Map<String, String> given = new LinkedHashMap<>();
        private String when = "open: ";

        Answers(int own, int peers) {
            this.own = own;
            this.peers = peers;
        }

        private interface Request {
            void make() throws Exception;
        }

        void closed() {
            when = "closed: ";
        }

        void to(String name, Request request) {
            to(name, () -> {
                request.make();
                return "done";
            });
        }

        void to(String name, Callable<?> question) {
            String answer;
            try {
                answer = String.valueOf(question.call());
            } catch (Exception why) {
                answer = why.toString();
            }
            given.put(when + name, named(named(answer, own, "OWN"), peers, "PEER"));
        }

        private static String named(String answer, int port, String name) {
            return port > 0 ? answer.replaceAll("\\b" + port + "\\b", name) : answer;
        }
    }
}
