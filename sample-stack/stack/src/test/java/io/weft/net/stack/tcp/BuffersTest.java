package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How much a connection buffers (the kernel's tcp_rcv_space_adjust, tcp_sndbuf_expand and tcp_mem; RFC 9293 §3.8.6.2).
class BuffersTest {

    private static final int FIRST = 131_072;

    private TcpConversation tcp = new TcpConversation();

    @AfterEach
    void close() {
        tcp.close();
    }

    private void with(UnaryOperator<TcpSettings> settings) {
        tcp.close();
        tcp = new TcpConversation(settings);
    }

    private void establish() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 65535 <mss 1000,wscale 7>").ignoreSent();
        // 10 ms there and back
        tcp.pass(10);
        tcp.peer(". 1:1(0) ack 1 win 65535");
        tcp.accept();
        tcp.heard("acceptable");
    }

    /// Sends from `from` on, a round trip at a time, what the program then reads.
    private int comes(int from, int perRoundTrip, int roundTrips) throws IOException {
        int next = from;
        for (int i = 0; i < roundTrips; i++) {
            for (int end = next + perRoundTrip; next < end; next += 1_000) {
                tcp.peer(". " + next + ":" + (next + 1_000) + "(1000) ack 1");
            }
            tcp.read(next - perRoundTrip, perRoundTrip);
            tcp.pass(10).ignoreSent();
        }
        return next;
    }

    @Test
    void theReceiveBufferGrowsWithWhatTheProgramReadsInARoundTrip() throws IOException {
        establish();
        assertThat(tcp.socket().info().receiveBufferBytes()).isEqualTo(FIRST);
        int next = comes(1, 50_000, 5);
        assertThat(tcp.socket().info().receiveBufferBytes()).as("half of it is read").isEqualTo(FIRST);
        comes(next, 120_000, 5);
        assertThat(tcp.socket().info().receiveBufferBytes()).isBetween(240_000, 1_000_000);
        assertThat(tcp.socket().info().receiveWindowBytes()).isGreaterThan(200_000);
    }

    @Test
    void theReceiveBufferGrowsNoFurtherThanItsBound() throws IOException {
        with(settings -> settings.withBuffers(1 << 18, 1 << 18));
        establish();
        comes(1, 120_000, 20);
        assertThat(tcp.socket().info().receiveBufferBytes()).isEqualTo(1 << 18);
    }

    @Test
    void aSlowReaderGetsNoMoreThanItReads() throws IOException {
        establish();
        for (int i = 0; i < 100; i++) {
            tcp.peer(". " + (1 + i * 1_000) + ":" + (1_001 + i * 1_000) + "(1000) ack 1");
        }
        for (int i = 0; i < 100; i++) {
            tcp.read(1 + i * 1_000, 1_000);
            tcp.pass(10);
        }
        assertThat(tcp.socket().info().receiveBufferBytes()).isEqualTo(FIRST);
        tcp.ignoreSent();
    }

    @Test
    void theSendBufferGrowsWithTheCongestionWindow() throws IOException {
        establish();
        assertThat(tcp.write(1, 1_000_000)).isEqualTo(FIRST);
        int written = FIRST;
        for (int acknowledged = 0; acknowledged < 400_000; acknowledged += 2_000) {
            if (acknowledged > 0) {
                tcp.peer(". 1:1(0) ack " + (1 + acknowledged) + " win 65535");
            }
            written += tcp.write(1 + written, 1_000_000);
        }
        TcpInfo info = tcp.socket().info();
        assertThat(info.sendBufferBytes()).isGreaterThan(2 * FIRST).isEqualTo(2 * info.congestionWindowBytes());
        tcp.ignoreSent();
    }

    @Test
    void underPressureNoBufferGrowsByItself() throws IOException {
        with(settings -> settings.withUpkeep(settings.upkeep().withMemory(100_000, 1_000_000)));
        establish();
        comes(1, 120_000, 10);
        assertThat(tcp.socket().info().receiveBufferBytes()).isEqualTo(FIRST);
        assertThat(tcp.stack().tcp().counters().of(TcpCounter.MEMORY_PRESSURES)).isPositive();
        // what was read is given back
        assertThat(tcp.stack().tcp().bufferBytes()).isZero();
    }

    @Test
    void whereThereIsNoMemoryEachBufferHasItsLeast() throws IOException {
        with(settings -> settings.withUpkeep(settings.upkeep().withMemory(8_192, 10_000)));
        establish();
        assertThat(tcp.write(1, 100_000)).isEqualTo(4_096);
        for (int i = 0; i < 10; i++) {
            tcp.peer(". " + (1 + i * 1_000) + ":" + (1_001 + i * 1_000) + "(1000) ack 1");
        }
        assertThat(tcp.socket().available()).isEqualTo(4_096);
        assertThat(tcp.stack().tcp().bufferBytes()).isEqualTo(4_096 + 4_096);
        tcp.read(1, 4_096);
        tcp.ignoreSent();
        // what was dropped comes again
        tcp.peer("P. 4097:5097(1000) ack 1");
        tcp.read(4_097, 1_000);
        tcp.ignoreSent();
    }

    @Test
    void whatAConnectionBufferedIsGivenBackAtItsEnd() throws IOException {
        establish();
        tcp.write(1, 100_000);
        tcp.peer("P. 1:1001(1000) ack 1");
        assertThat(tcp.stack().tcp().bufferBytes()).isPositive();
        tcp.peer("R 1001:1001(0)");
        assertThat(tcp.stack().tcp().bufferBytes()).isZero();
        tcp.ignoreSent();
        // what came before the reset can still be read
        tcp.read(1, 1_000);
    }
}
