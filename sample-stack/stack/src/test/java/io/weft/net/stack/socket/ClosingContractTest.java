package io.weft.net.stack.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// How the end of a `java.net.Socket` comes, the machine's and the stack's alike.
@ParameterizedClass
@EnumSource
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosingContractTest {

    private static final int BULK = 3_000_000;

    private final Network network;
    private ConnectedPair pair;

    ClosingContractTest(Network network) {
        this.network = network;
    }

    @BeforeEach
    void connect() throws IOException {
        pair = new ConnectedPair(network);
    }

    @AfterEach
    void close() throws IOException {
        pair.close();
    }

    // ---- ends that are not in order

    @Test
    void lingeringForNoTimeResets() throws IOException {
        pair.server.setSoLinger(true, 0);
        pair.server.close();
        assertThatThrownBy(() -> pair.client.getInputStream().read()).isInstanceOf(SocketException.class).hasMessage("Connection reset");
        assertThatThrownBy(() -> pair.client.getInputStream().read()).isInstanceOf(SocketException.class).hasMessage("Connection reset");
        assertThatThrownBy(() -> pair.client.getOutputStream().write(1)).isInstanceOf(SocketException.class);
    }

    /// The machine's says the end and then resets.
    @Test
    void closingWhatWasNotReadResets() throws IOException {
        pair.client.getOutputStream().write(ConnectedPair.bytes(10));
        assertThat(pair.server.getInputStream().read()).isNotNegative();
        pair.server.close();
        assertThatThrownBy(() -> {
            while (pair.client.getInputStream().read() < 0) {
                pair.client.getOutputStream().write(1);
            }
        }).isInstanceOf(SocketException.class).message().isIn("Broken pipe", "Connection reset", "Connection reset by peer");
    }

    @Test
    void writingToOneWhoHasClosedFailsInTheEnd() throws IOException {
        pair.server.close();
        assertThat(pair.client.getInputStream().read()).isEqualTo(-1);
        assertThatThrownBy(() -> {
            while (true) {
                pair.client.getOutputStream().write(ConnectedPair.bytes(1_000));
            }
        }).isInstanceOf(SocketException.class).message().isIn("Broken pipe", "Connection reset", "Connection reset by peer");
    }

    @Test
    void lingeringWaitsUntilAllHasArrived() throws Exception {
        byte[] content = ConnectedPair.bytes(BULK);
        Blocked<byte[]> reading = Blocked.onVirtual(() -> pair.server.getInputStream().readAllBytes());
        pair.client.setSoLinger(true, 20);
        pair.client.getOutputStream().write(content);
        pair.client.close();
        assertThat(reading.outcome()).isEqualTo(content);
    }

    @Test
    void whatWasWrittenBeforeClosingArrives() throws Exception {
        byte[] content = ConnectedPair.bytes(60_000);
        pair.client.getOutputStream().write(content);
        pair.client.close();
        assertThat(pair.server.getInputStream().readAllBytes()).isEqualTo(content);
    }

    // ---- closing under waiting threads

    @Test
    void closingEndsReading() throws Exception {
        InputStream in = pair.client.getInputStream();
        Blocked<Integer> virtual = Blocked.onVirtual(in::read);
        Blocked<Integer> platform = Blocked.on(Thread.ofPlatform(), in::read);
        pair.client.close();
        assertThatThrownBy(virtual::outcome).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(platform::outcome).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThat(pair.server.getInputStream().read()).isEqualTo(-1);
        assertThatThrownBy(in::read).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(in::available).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(pair.client::getInputStream).isInstanceOf(SocketException.class).hasMessage("Socket is closed");
    }

    @Test
    void closingEndsWriting() throws Exception {
        OutputStream out = pair.client.getOutputStream();
        Blocked<Void> writing = Blocked.onVirtual(() -> {
            while (true) {
                out.write(ConnectedPair.bytes(100_000));
            }
        });
        pair.client.close();
        assertThatThrownBy(writing::outcome).isInstanceOf(SocketException.class).hasMessage("Socket closed");
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(SocketException.class).hasMessage("Socket closed");
    }

    @Test
    void interruptEndsReadingOnVirtualThread() throws Exception {
        Blocked<Integer> reading = Blocked.onVirtual(() -> pair.client.getInputStream().read());
        reading.thread().interrupt();
        assertThatThrownBy(reading::outcome).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
        assertThat(pair.client.isClosed()).isTrue();
    }

    @Test
    void interruptEndsWritingOnVirtualThread() throws Exception {
        Blocked<Void> writing = Blocked.onVirtual(() -> {
            while (true) {
                pair.client.getOutputStream().write(ConnectedPair.bytes(1_000_000));
            }
        });
        writing.thread().interrupt();
        assertThatThrownBy(writing::outcome).isInstanceOf(SocketException.class).hasMessage("Closed by interrupt");
        assertThat(pair.client.isClosed()).isTrue();
    }

    @Test
    void interruptDoesNotReachPlatformThread() throws Exception {
        Blocked<Boolean> reading = Blocked.on(Thread.ofPlatform(), () -> {
            assertThat(pair.client.getInputStream().read()).isEqualTo(5);
            return Thread.currentThread().isInterrupted();
        });
        reading.thread().interrupt();
        pair.server.getOutputStream().write(5);
        assertThat(reading.outcome()).isTrue();
    }
}
