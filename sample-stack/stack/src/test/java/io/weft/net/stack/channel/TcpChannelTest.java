package io.weft.net.stack.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.NetStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Channels of a stack that moves only when it is told to: so it shows that nothing waits, and what they say they are ready for.
class TcpChannelTest {

    private static final int HERE = Ipv4.parse("127.0.0.1");

    private long nowNs = 1_000_000_000L;
    private final NetStack stack = NetStack.builder().name("turns").clock(() -> nowNs).build();
    private final TcpServerChannel listener = stack.sockets().channels().tcpServer();
    private final TcpChannel client = stack.sockets().channels().tcp();
    private int heard;

    @BeforeEach
    void listen() throws IOException {
        listener.bind(HERE, 80, 1);
        client.listener(operations -> heard |= operations);
    }

    @AfterEach
    void close() {
        stack.close();
    }

    private void run() {
        for (int i = 0; i < 3; i++) {
            while (stack.turn()) {
                // until nothing is left to do
            }
            // acknowledgments that wait for company
            nowNs += 50_000_000L;
        }
    }

    private TcpChannel connected() throws IOException {
        client.connect(HERE, 80);
        run();
        assertThat(client.finishConnect()).isTrue();
        TcpChannel accepted = listener.accept();
        assertThat(accepted).isNotNull();
        return accepted;
    }

    @Test
    void connectingIsReadyWhenTheConnectionStands() throws IOException {
        client.connect(HERE, 80);
        assertThat(client.finishConnect()).isFalse();
        assertThat(client.readiness()).isZero();
        assertThat(listener.readiness()).isZero();
        assertThat(listener.accept()).isNull();

        run();

        assertThat(heard & Readiness.CONNECTABLE).isNotZero();
        assertThat(client.readiness()).isEqualTo(Readiness.CONNECTABLE | Readiness.WRITABLE);
        assertThat(listener.readiness()).isEqualTo(Readiness.ACCEPTABLE);
    }

    @Test
    void connectingIsReadyWhenItWasRefused() throws IOException {
        client.connect(HERE, 81);
        run();
        assertThat(heard & Readiness.CONNECTABLE).isNotZero();
        assertThatThrownBy(client::finishConnect).isInstanceOf(ConnectException.class).hasMessage("Connection refused");
    }

    @Test
    void readingAndWritingNeverWait() throws IOException {
        TcpChannel server = connected();
        byte[] some = new byte[1_000_000];
        assertThat(server.read(some, 0, 10)).isZero();
        assertThat(server.readiness() & Readiness.READABLE).isZero();

        int written = client.write(some, 0, some.length);
        assertThat(written).isEqualTo(client.sendBuffer());
        assertThat(client.readiness() & Readiness.WRITABLE).isZero();
        assertThat(client.write(some, 0, 1)).isZero();
        heard = 0;
        run();

        assertThat(heard & Readiness.WRITABLE).isNotZero();
        assertThat(server.readiness() & Readiness.READABLE).isNotZero();
        int read = 0;
        for (int count = server.read(some, 0, some.length); count > 0; count = server.read(some, 0, some.length)) {
            read += count;
            run();
        }
        assertThat(read).isEqualTo(written);
    }

    @Test
    void readsThatFallIntoTheFillingOfThePipeLeaveNothingBehind() throws Exception {
        for (int round = 0; round < 300; round++) {
            TcpChannel from = stack.sockets().channels().tcp();
            from.connect(HERE, 80);
            run();
            TcpChannel to = Objects.requireNonNull(listener.accept());
            to.receiveBuffer(2_048);
            assertThat(from.write(new byte[60_000], 0, 60_000)).isEqualTo(60_000);
            from.shutdownOutput();
            run();
            CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(() -> readAll(to));
            long giveUpNs = System.nanoTime() + 20_000_000_000L;
            while (!reading.isDone() && System.nanoTime() < giveUpNs) {
                stack.turn();
            }
            assertThat(reading).as("round " + round + ", " + to.available() + " bytes wait").isCompletedWithValue(60_000);
            from.close();
            to.close();
            run();
        }
    }

    private static int readAll(TcpChannel channel) {
        byte[] some = new byte[700];
        int all = 0;
        try {
            for (int count = channel.read(some, 0, some.length); count >= 0; count = channel.read(some, 0, some.length)) {
                all += count;
                Thread.onSpinWait();
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void endIsSomethingToRead() throws IOException {
        TcpChannel server = connected();
        client.write(new byte[3], 0, 3);
        client.shutdownOutput();
        run();
        assertThat(server.available()).isEqualTo(3);
        assertThat(server.read(new byte[5], 0, 5)).isEqualTo(3);
        assertThat(server.readiness() & Readiness.READABLE).isNotZero();
        assertThat(server.read(new byte[5], 0, 5)).isEqualTo(-1);
    }

    @Test
    void channelThatIsNotConnectedNeitherReadsNorWrites() {
        assertThatThrownBy(() -> client.read(new byte[1], 0, 1)).isInstanceOf(SocketException.class).hasMessage("Socket is not connected");
        assertThatThrownBy(() -> client.write(new byte[1], 0, 1)).isInstanceOf(SocketException.class).hasMessage("Socket is not connected");
    }

    @Test
    void whatWasWrittenOutlastsItsChannel() throws IOException {
        TcpChannel server = connected();
        byte[] some = new byte[50_000];
        assertThat(client.write(some, 0, some.length)).isEqualTo(some.length);
        client.close();
        assertThatThrownBy(() -> client.write(some, 0, 1)).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        int read = 0;
        int count = 0;
        for (int i = 0; i < 100 && count >= 0; i++) {
            run();
            count = server.read(some, 0, some.length);
            read += Math.max(0, count);
        }
        assertThat(read).isEqualTo(some.length);
        assertThat(count).isEqualTo(-1);
        server.close();
        listener.close();
        run();
        assertThat(stack.sockets().channels().open()).isZero();
    }

    @Test
    void peerThatTakesNothingDoesNotKeepWhatWasClosed() throws IOException {
        TcpChannel server = connected();
        byte[] some = new byte[100_000];
        int idle = 0;
        while (idle < 3) {
            idle = client.write(some, 0, some.length) == 0 ? idle + 1 : 0;
            run();
        }
        client.close();
        run();
        assertThat(stack.sockets().channels().open()).isEqualTo(3);
        nowNs += 61_000_000_000L;
        run();
        assertThat(stack.sockets().channels().open()).isEqualTo(2);
        assertThat(server.isOpen()).isTrue();
    }

    @Test
    void connectionsBeyondTheBacklogComeWhenThereIsRoom() throws IOException {
        TcpChannel second = stack.sockets().channels().tcp();
        client.connect(HERE, 80);
        second.connect(HERE, 80);
        run();
        // when the second asks again
        nowNs += 1_000_000_000L;
        run();
        assertThat(client.finishConnect() && second.finishConnect()).isTrue();
        assertThat(listener.accept()).isNotNull();
        run();
        assertThat(listener.accept()).isNotNull();
        assertThat(listener.accept()).isNull();
    }
}
