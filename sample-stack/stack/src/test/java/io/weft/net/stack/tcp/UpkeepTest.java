package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How long a connection waits for a peer that says nothing, takes nothing or never closes (RFC 9293 §3.8.3, §3.8.4 and §3.8.6.1).
class UpkeepTest {

    private final TcpConversation tcp = new TcpConversation();

    @BeforeEach
    void establish() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 65535 <mss 1000>").ignoreSent();
        tcp.peer(". 1:1(0) ack 1 win 65535");
        tcp.accept();
        tcp.heard("acceptable");
    }

    @AfterEach
    void close() {
        tcp.close();
    }

    private long count(TcpCounter what) {
        return tcp.stack().tcp().counters().of(what);
    }

    /// RFC 9293 §3.8.4: off unless a program asks for it.
    @Test
    void aSilentConnectionIsLeftAlone() {
        tcp.pass(86_400_000).stackIsSilent();
    }

    @Test
    void keepaliveProbesAfterTwoHoursEvery75SecondsNineTimes() {
        tcp.socket().keepAlive(true);
        tcp.pass(7_199_999).stackIsSilent();
        tcp.pass(1).stack(". 0:0(0) ack 1");
        for (int i = 1; i < 9; i++) {
            tcp.pass(74_999).stackIsSilent();
            tcp.pass(1).stack(". 0:0(0) ack 1");
        }
        tcp.pass(75_000).stack("R. 1:1(0) ack 1");
        tcp.heard("connection timed out");
        assertThat(count(TcpCounter.KEEP_ALIVE)).isEqualTo(9);
        assertThat(count(TcpCounter.ABORT_ON_TIMEOUT)).isOne();
        assertThat(tcp.stack().tcp().connections()).isZero();
    }

    @Test
    void aPeerThatAnswersIsAskedAgainOnlyAfterTheIdleTime() {
        tcp.socket().keepAlive(Duration.ofSeconds(10), Duration.ofSeconds(1), 2);
        for (int i = 0; i < 100; i++) {
            tcp.pass(10_000).stack(". 0:0(0) ack 1");
            tcp.peer(". 1:1(0) ack 1");
            tcp.pass(9_999).stackIsSilent();
            tcp.peer(". 1:1(0) ack 1");
        }
        assertThat(tcp.socket().state()).isEqualTo(TcpState.ESTABLISHED);
    }

    @Test
    void keepaliveIsSilentWhileDataIsUnderWay() throws IOException {
        tcp.socket().keepAlive(Duration.ofMillis(10), Duration.ofMillis(10), 2);
        tcp.write(1, 10);
        tcp.stack("P. 1:11(10) ack 1");
        tcp.pass(199).stackIsSilent();
    }

    @Test
    void keepaliveCanBeTurnedOff() {
        tcp.socket().keepAlive(Duration.ofSeconds(10), Duration.ofSeconds(1), 2);
        tcp.socket().keepAlive(false);
        tcp.pass(100_000).stackIsSilent();
    }

    /// TCP_USER_TIMEOUT takes the place of the number of probes.
    @Test
    void aUserTimeoutEndsKeepaliveToo() {
        tcp.socket().keepAlive(Duration.ofSeconds(10), Duration.ofSeconds(1), 2);
        tcp.socket().userTimeout(Duration.ofSeconds(15));
        tcp.pass(14_999);
        assertThat(count(TcpCounter.KEEP_ALIVE)).isEqualTo(5);
        tcp.ignoreSent();
        tcp.pass(1).stack("R. 1:1(0) ack 1");
        tcp.heard("connection timed out");
    }

    /// RFC 9293 §3.8.3.
    @Test
    void aUserTimeoutIsExact() throws IOException {
        tcp.socket().userTimeout(Duration.ofSeconds(5));
        tcp.pass(60_000);
        tcp.write(1, 10);
        tcp.pass(4_999);
        tcp.heard();
        tcp.ignoreSent();
        tcp.pass(1).stack("R. 11:11(0) ack 1");
        tcp.heard("connection timed out");
    }

    @Test
    void progressBeginsTheUserTimeoutAnew() throws IOException {
        tcp.socket().userTimeout(Duration.ofSeconds(5));
        tcp.write(1, 2_000);
        tcp.pass(4_000).peer(". 1:1(0) ack 1001");
        tcp.pass(4_000).peer(". 1:1(0) ack 2001");
        tcp.pass(100_000);
        assertThat(tcp.socket().state()).isEqualTo(TcpState.ESTABLISHED);
        tcp.ignoreSent();
    }

    @Test
    void aUserTimeoutMayBeLongerThanRetransmissionsTake() throws IOException {
        tcp.socket().userTimeout(Duration.ofHours(2));
        tcp.write(1, 10);
        tcp.pass(7_199_999);
        assertThat(tcp.socket().state()).isEqualTo(TcpState.ESTABLISHED);
        tcp.pass(1);
        assertThat(tcp.socket().state()).isEqualTo(TcpState.CLOSED);
        tcp.ignoreSent();
    }

    /// A peer that answers each probe and takes nothing is no better.
    @Test
    void aUserTimeoutEndsAWindowThatStaysClosed() throws IOException {
        tcp.socket().userTimeout(Duration.ofSeconds(20));
        tcp.peer(". 1:1(0) ack 1 win 0");
        tcp.write(1, 10);
        for (int i = 0; i < 19; i++) {
            tcp.pass(1_000).peer(". 1:1(0) ack 1 win 0");
        }
        assertThat(tcp.socket().state()).isEqualTo(TcpState.ESTABLISHED);
        tcp.pass(1_000);
        tcp.heard("connection timed out");
        tcp.ignoreSent();
    }

    @Test
    void whatNobodyHoldsIsGivenUpSooner() throws IOException {
        tcp.write(1, 10);
        tcp.close(tcp.socket());
        tcp.pass(200_000);
        assertThat(tcp.stack().tcp().connections()).isZero();
        tcp.ignoreSent();
    }

    /// A peer that answers each probe would hold it for ever.
    @Test
    void whatNobodyHoldsIsGivenUpByAWindowThatStaysClosed() throws IOException {
        tcp.peer(". 1:1(0) ack 1 win 0");
        tcp.write(1, 10);
        tcp.close(tcp.socket());
        for (int i = 0; i < 300; i++) {
            tcp.pass(1_000).peer(". 1:1(0) ack 1 win 0");
        }
        assertThat(tcp.stack().tcp().connections()).isZero();
        tcp.ignoreSent();
    }

    /// RFC 2923 §2.1: full segments vanish, and no ICMP says why.
    @Test
    void afterThreeTimeoutsOfAFullSegmentSmallerOnesAreTried() throws IOException {
        tcp.close(tcp.socket());
        tcp.peer("F. 1:1(0) ack 2").ignoreSent();
        tcp.pass(60_000);
        tcp.peer("S 0:0(0) win 65535 <mss 1460>").ignoreSent();
        tcp.peer(". 1:1(0) ack 1 win 65535");
        tcp.accept();
        tcp.write(1, 2_920);
        tcp.stack(". 1:1461(1460) ack 1").stack("P. 1461:2921(1460) ack 1");
        tcp.pass(200).stack(". 1:1461(1460) ack 1");
        tcp.pass(400).stack(". 1:1461(1460) ack 1");
        tcp.pass(800).stack(". 1:1025(1024) ack 1").ignoreSent();
        assertThat(count(TcpCounter.MTUP_FAIL)).isOne();
        tcp.pass(1_600).stack(". 1:513(512) ack 1").ignoreSent();
        tcp.pass(3_200).stack(". 1:513(512) ack 1").ignoreSent();
        tcp.peer(". 1:1(0) ack 513").ignoreSent();
        tcp.peer(". 1:1(0) ack 2921").stackIsSilent();
        // and later, full ones again (RFC 8899 §5.1.1)
        tcp.pass(600_000);
        tcp.write(2_921, 512);
        tcp.stack("P. 2921:3433(512) ack 1");
        tcp.peer(". 1:1(0) ack 3433");
        tcp.write(3_433, 1_460);
        tcp.stack("P. 3433:4893(1460) ack 1");
        // one time-out is enough this time
        tcp.pass(200).stack(". 3433:4457(1024) ack 1");
        tcp.ignoreSent();
    }

    @Test
    void smallSegmentsThatAreLostTellOfNoBlackHole() throws IOException {
        tcp.write(1, 600);
        for (int i = 0; i < 5; i++) {
            tcp.pass(200L << i);
        }
        assertThat(count(TcpCounter.MTUP_FAIL)).isZero();
        tcp.ignoreSent();
    }

    @Test
    void thePeersKeepaliveIsAnswered() {
        tcp.peer(". 0:0(0) ack 1").stack(". 1:1(0) ack 1");
        tcp.peer(". 0:1(1) ack 1").stack(". 1:1(0) ack 1");
        tcp.heard();
    }
}
