package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.DropReason;
import io.weft.net.packet.TcpHeader;
import io.weft.net.stack.tcp.TcpUpkeep.Cookies;
import io.weft.net.testkit.packet.PacketBuilder;
import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How many connections a listener takes, and what it does with more (RFC 4987; the kernel's tcp_conn_request).
class ListeningTest {

    private TcpConversation tcp = new TcpConversation();

    @AfterEach
    void close() {
        tcp.close();
    }

    private void with(Cookies cookies) {
        tcp.close();
        tcp = new TcpConversation(settings -> settings.withUpkeep(settings.upkeep().withSynCookies(cookies)));
    }

    private long count(TcpCounter what) {
        return tcp.stack().tcp().counters().of(what);
    }

    private PacketBuilder from(int port) {
        return PacketBuilder.tcp("192.168.1.3", port, TcpConversation.STACK, TcpConversation.STACK_PORT).sequence(0);
    }

    /// A connection of another peer that stands and waits.
    private void another(int port) {
        TcpListener listener = tcp.listener();
        int before = listener.waiting();
        tcp.arrive(from(port).acknowledgment(0).flags(TcpHeader.SYN));
        int answer = tcp.lastSequence();
        tcp.ignoreSent();
        tcp.arrive(from(port).sequence(1).acknowledgment(answer + 1).flags(TcpHeader.ACK));
        assertThat(listener.waiting()).isEqualTo(before + 1);
    }

    @Test
    void oneMoreMayWaitThanTheBacklogSays() throws IOException {
        tcp.listen(1);
        another(1);
        another(2);
        tcp.arrive(from(3).acknowledgment(0).flags(TcpHeader.SYN)).stackIsSilent();
        tcp.droppedOnly(DropReason.TCP_BACKLOG);
        assertThat(count(TcpCounter.LISTEN_OVERFLOWS)).isOne();
        assertThat(count(TcpCounter.LISTEN_DROPS)).isOne();
        tcp.accept();
        another(3);
    }

    @Test
    void theLastStepOfAnOpeningWaitsForRoom() throws IOException {
        tcp.listen(2);
        tcp.peer("S 0:0(0)").stack("S. 0:0(0) ack 1 <mss 1460>");
        another(1);
        another(2);
        another(3);
        tcp.peer("P. 1:11(10) ack 1").stackIsSilent();
        tcp.droppedOnly(DropReason.TCP_BACKLOG);
        tcp.accept();
        tcp.accept();
        tcp.accept();
        // the SYN+ACK comes again, and so does the peer
        tcp.pass(1_000).stack("S. 0:0(0) ack 1 <mss 1460>");
        tcp.peer("P. 1:11(10) ack 1");
        tcp.accept();
        tcp.read(1, 10);
    }

    @Test
    void withoutCookiesAFullSynQueueDropsSyns() throws IOException {
        with(Cookies.NEVER);
        tcp.listen(1);
        tcp.arrive(from(1).acknowledgment(0).flags(TcpHeader.SYN)).ignoreSent();
        tcp.peer("S 0:0(0)").stackIsSilent();
        tcp.droppedOnly(DropReason.TCP_BACKLOG);
        assertThat(count(TcpCounter.REQ_Q_FULL_DROP)).isOne();
    }

    /// RFC 4987 §3.6.
    @Test
    void aFullSynQueueAnswersWithACookieAndRemembersNothing() throws IOException {
        tcp.listen(1);
        tcp.arrive(from(1).acknowledgment(0).flags(TcpHeader.SYN)).ignoreSent();
        tcp.peer("S 0:0(0) win 65535 <mss 1000>").stack("S. 0:0(0) ack 1 win 64240 <mss 1460>");
        assertThat(tcp.stack().tcp().connections()).isOne();
        assertThat(count(TcpCounter.SYNCOOKIES_SENT)).isOne();
        tcp.peer("P. 1:101(100) ack 1 win 65535");
        assertThat(count(TcpCounter.SYNCOOKIES_RECV)).isOne();
        tcp.heard("acceptable");
        tcp.accept();
        assertThat(tcp.socket().state()).isEqualTo(TcpState.ESTABLISHED);
        tcp.read(1, 100);
        // the next smaller of eight sizes
        tcp.write(1, 1_000);
        tcp.stack(". 1:537(536) ack 101").stack("P. 537:1001(464) ack 101");
    }

    @Test
    void timestampsRememberTheWindowScale() throws IOException {
        with(Cookies.ALWAYS);
        tcp.listen(1);
        tcp.peer("S 0:0(0) win 65535 <mss 1460,TS,wscale 7>").stack("S. 0:0(0) ack 1 win 64240 <mss 1460,TS *,wscale 7>");
        tcp.peer(". 1:1(0) ack 1 win 10 <TS>");
        tcp.accept();
        tcp.write(1, 10_000);
        // 10 << 7
        tcp.stack(". 1:1281(1280) ack 1 <TS *>").stackIsSilent();
    }

    @Test
    void withoutTimestampsTheWindowScaleIsForgotten() throws IOException {
        with(Cookies.ALWAYS);
        tcp.listen(1);
        tcp.peer("S 0:0(0) win 65535 <mss 1460,wscale 7>").stack("S. 0:0(0) ack 1 win 64240 <mss 1460>");
        tcp.peer(". 1:1(0) ack 1 win 1280");
        tcp.accept();
        tcp.write(1, 10_000);
        tcp.stack(". 1:1281(1280) ack 1").stackIsSilent();
    }

    @Test
    void aCookieIsNoLongerGoodAfterTwoMinutes() throws IOException {
        with(Cookies.ALWAYS);
        tcp.listen(1);
        tcp.peer("S 0:0(0)").ignoreSent();
        tcp.pass(120_000);
        tcp.peer(". 1:1(0) ack 1").stack("R 1:1(0)");
        assertThat(tcp.listener().waiting()).isZero();
    }

    @Test
    void aCookieOutlivesTheChangeOfTheSecret() throws IOException {
        with(Cookies.ALWAYS);
        tcp.listen(1);
        tcp.peer("S 0:0(0)").ignoreSent();
        tcp.pass(59_500);
        tcp.arrive(from(1).acknowledgment(0).flags(TcpHeader.SYN)).ignoreSent();
        tcp.peer(". 1:1(0) ack 1").stackIsSilent();
        assertThat(tcp.listener().waiting()).isOne();
    }

    @Test
    void aForgedCookieIsReset() throws IOException {
        with(Cookies.ALWAYS);
        tcp.listen(10);
        tcp.peer("S 0:0(0)").ignoreSent();
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            tcp.arrive(from(i + 1).sequence(random.nextInt()).acknowledgment(random.nextInt()).flags(TcpHeader.ACK));
        }
        assertThat(tcp.sentSegments()).isEqualTo(10_000);
        assertThat(count(TcpCounter.SYNCOOKIES_FAILED)).isEqualTo(10_000);
        assertThat(tcp.stack().tcp().connections()).isZero();
        tcp.ignoreSent();
    }

    @Test
    void aFloodOfSynsDisturbsNobody() throws IOException {
        int backlog = 16;
        tcp.listen(backlog);
        tcp.peer("S 0:0(0) win 65535 <mss 1000>").ignoreSent();
        tcp.peer(". 1:1(0) ack 1 win 65535");
        tcp.accept();
        tcp.heard("acceptable");
        Random random = new Random(1);
        int underWay = tcp.stack().pool().underWay();
        for (int i = 0; i < 100_000; i++) {
            String source = "203.0." + random.nextInt(1, 255) + "." + random.nextInt(1, 255);
            tcp.arrive(PacketBuilder.tcp(source, 1_024 + i % 60_000, TcpConversation.STACK, TcpConversation.STACK_PORT)
                    .sequence(random.nextInt()).acknowledgment(0).flags(TcpHeader.SYN)).ignoreSent();
            if (i % 1_000 == 0) {
                int from = 1 + i / 1_000 * 100;
                tcp.peer("P. " + from + ":" + (from + 100) + "(100) ack 1");
                tcp.read(from, 100);
                tcp.ignoreSent();
            }
        }
        assertThat(tcp.stack().tcp().connections()).isEqualTo(backlog + 1);
        assertThat(tcp.listener().opening()).isEqualTo(backlog);
        assertThat(tcp.stack().pool().underWay()).isEqualTo(underWay);
        assertThat(count(TcpCounter.SYNCOOKIES_SENT)).isEqualTo(100_000 - backlog);
        // whoever means it comes in nevertheless
        another(1);
        tcp.pass(200_000);
        assertThat(tcp.listener().opening()).as("the others are forgotten").isZero();
        tcp.ignoreSent();
    }
}
