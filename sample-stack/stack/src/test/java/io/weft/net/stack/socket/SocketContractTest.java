package io.weft.net.stack.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What a connected `java.net.Socket` does, the machine's and the stack's alike.
@ParameterizedClass
@EnumSource
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketContractTest {

    private static final int BULK = 3_000_000;

    private final Network network;
    private ConnectedPair pair;

    SocketContractTest(Network network) {
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

    // ---- the stream

    @Test
    void bytesArriveBothWaysAtOnce() throws Exception {
        byte[] content = ConnectedPair.bytes(BULK);
        Blocked<byte[]> echo = Blocked.onVirtual(() -> {
            pair.server.getInputStream().transferTo(pair.server.getOutputStream());
            pair.server.shutdownOutput();
            return content;
        });
        Blocked<byte[]> reading = Blocked.onVirtual(() -> pair.client.getInputStream().readAllBytes());
        pair.client.getOutputStream().write(content);
        pair.client.shutdownOutput();
        assertThat(reading.outcome()).isEqualTo(content);
        echo.outcome();
    }

    @Test
    void singleBytesArriveInOrder() throws Exception {
        OutputStream out = pair.client.getOutputStream();
        Blocked<byte[]> reading = Blocked.onVirtual(() -> pair.server.getInputStream().readNBytes(1_000));
        for (int i = 0; i < 1_000; i++) {
            out.write(i);
        }
        byte[] got = reading.outcome();
        for (int i = 0; i < 1_000; i++) {
            assertThat(got[i]).isEqualTo((byte) i);
        }
    }

    @Test
    void halfClosedConnectionStillAnswers() throws IOException {
        pair.client.getOutputStream().write(ConnectedPair.bytes(1_000));
        pair.client.shutdownOutput();
        assertThat(pair.server.getInputStream().readAllBytes()).isEqualTo(ConnectedPair.bytes(1_000));
        assertThat(pair.server.getInputStream().read()).isEqualTo(-1);
        pair.server.getOutputStream().write(7);
        pair.server.close();
        assertThat(pair.client.getInputStream().read()).isEqualTo(7);
        assertThat(pair.client.getInputStream().read()).isEqualTo(-1);
        assertThat(pair.client.getInputStream().read(new byte[3])).isEqualTo(-1);
        assertThat(pair.client.isOutputShutdown()).isTrue();
    }

    @Test
    void writingAfterTheEndWasSaidFails() throws IOException {
        OutputStream out = pair.client.getOutputStream();
        pair.client.shutdownOutput();
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(SocketException.class).hasMessage("Broken pipe");
        assertThatThrownBy(pair.client::getOutputStream).isInstanceOf(SocketException.class).hasMessage("Socket output is shutdown");
    }

    @Test
    void shutInputIsAtItsEndWhateverComes() throws IOException {
        InputStream in = pair.client.getInputStream();
        pair.server.getOutputStream().write(ConnectedPair.bytes(100));
        assertThat(in.read()).isNotNegative();
        pair.client.shutdownInput();
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.available()).isZero();
        pair.server.getOutputStream().write(ConnectedPair.bytes(100));
        assertThat(in.read(new byte[10])).isEqualTo(-1);
        pair.client.getOutputStream().write(3);
        assertThat(pair.server.getInputStream().read()).isEqualTo(3);
    }

    @Test
    void shuttingInputEndsReading() throws Exception {
        Blocked<Integer> reading = Blocked.onVirtual(() -> pair.client.getInputStream().read());
        pair.client.shutdownInput();
        assertThat(reading.outcome()).isEqualTo(-1);
    }

    @Test
    void availableTellsWhatCame() throws IOException {
        assertThat(pair.server.getInputStream().available()).isZero();
        pair.client.getOutputStream().write(ConnectedPair.bytes(500));
        assertThat(pair.server.getInputStream().read()).isNotNegative();
        assertThat(pair.server.getInputStream().available()).isEqualTo(499);
        assertThat(pair.server.getInputStream().readNBytes(499)).hasSize(499);
        assertThat(pair.server.getInputStream().available()).isZero();
    }

    @Test
    void readingNothingAnswersAtOnce() throws IOException {
        assertThat(pair.client.getInputStream().read(new byte[0])).isZero();
        assertThatThrownBy(() -> pair.client.getInputStream().read(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void readingTimesOutAndGoesOn() throws IOException {
        pair.client.setSoTimeout(30);
        assertThatThrownBy(() -> pair.client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class).hasMessage("Read timed out");
        pair.server.getOutputStream().write(9);
        assertThat(pair.client.getInputStream().read()).isEqualTo(9);
        assertThat(pair.client.getSoTimeout()).isEqualTo(30);
    }

    @Test
    void manyThreadsWriteWholeRecords() throws Exception {
        List<Blocked<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] record = new byte[10_000];
            java.util.Arrays.fill(record, (byte) i);
            writers.add(Blocked.onVirtual(() -> {
                for (int j = 0; j < 20; j++) {
                    pair.client.getOutputStream().write(record);
                }
                return null;
            }));
        }
        int[] counts = new int[8];
        for (int i = 0; i < 160; i++) {
            byte[] record = pair.server.getInputStream().readNBytes(10_000);
            assertThat(record).containsOnly(record[0]);
            counts[record[0]]++;
        }
        assertThat(counts).containsOnly(20);
        for (Blocked<Void> writer : writers) {
            writer.outcome();
        }
    }

    // ---- options

    @Test
    void optionsAreAsTheyWereSet() throws IOException {
        pair.client.setTcpNoDelay(true);
        pair.client.setSoLinger(true, 17);
        pair.client.setSoTimeout(1_234);
        pair.client.setKeepAlive(true);
        pair.client.setReuseAddress(true);
        assertThat(pair.client.getTcpNoDelay()).isTrue();
        assertThat(pair.client.getSoLinger()).isEqualTo(17);
        assertThat(pair.client.getSoTimeout()).isEqualTo(1_234);
        assertThat(pair.client.getKeepAlive()).isTrue();
        assertThat(pair.client.getReuseAddress()).isTrue();
        pair.client.setSoLinger(false, 0);
        assertThat(pair.client.getSoLinger()).isEqualTo(-1);
        pair.client.setReceiveBufferSize(100_000);
        pair.client.setSendBufferSize(100_000);
        assertThat(pair.client.getReceiveBufferSize()).isGreaterThanOrEqualTo(100_000);
        assertThat(pair.client.getSendBufferSize()).isGreaterThanOrEqualTo(100_000);
        pair.client.setTrafficClass(0x10);
        pair.listener.setReceiveBufferSize(100_000);
        assertThat(pair.listener.getReceiveBufferSize()).isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void newerNamesOfOptionsWorkToo() throws IOException {
        pair.client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        assertThat(pair.client.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        pair.client.setOption(StandardSocketOptions.SO_LINGER, 3);
        assertThat(pair.client.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(3);
        pair.client.setOption(StandardSocketOptions.SO_LINGER, -1);
        assertThat(pair.client.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(-1);
        assertThat(pair.client.supportedOptions()).contains(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_KEEPALIVE);
        assertThat(pair.listener.supportedOptions()).contains(StandardSocketOptions.SO_RCVBUF);
        pair.client.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 100);
        assertThat(pair.client.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(100);
        pair.listener.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        assertThat(pair.listener.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT)).isEqualTo(3);
        assertThatThrownBy(() -> pair.client.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true)).isInstanceOf(UnsupportedOperationException.class);
    }
}
