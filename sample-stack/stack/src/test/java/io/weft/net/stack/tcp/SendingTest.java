package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a program writes and when it leaves (RFC 9293 §3.7 and §3.8, RFC 5681, RFC 6298, RFC 6582).
class SendingTest {

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

    private void full(int from, int count) {
        for (int i = 0; i < count; i++) {
            int first = from + i * 1_000;
            tcp.stack(". " + first + ":" + (first + 1_000) + "(1000) ack 1");
        }
    }

    @Test
    void dataLeavesInFullSegments() throws IOException {
        tcp.write(1, 2_500);
        full(1, 2);
        tcp.stack("P. 2001:2501(500) ack 1");
        tcp.write(2_501, 1_500);
        full(2_501, 1);
        tcp.stackIsSilent();
        tcp.peer(". 1:1(0) ack 2501");
        tcp.stack("P. 3501:4001(500) ack 1");
    }

    /// RFC 9293 §3.7.4.
    @Test
    void nagleHoldsSmallSegmentsWhileSomethingIsUnderWay() throws IOException {
        tcp.write(1, 10);
        tcp.stack("P. 1:11(10) ack 1");
        tcp.write(11, 10);
        tcp.write(21, 10);
        tcp.stackIsSilent();
        tcp.peer(". 1:1(0) ack 11").stack("P. 11:31(20) ack 1");
    }

    @Test
    void noDelaySendsSmallSegmentsAtOnce() throws IOException {
        tcp.socket().noDelay(true);
        tcp.write(1, 10);
        tcp.write(11, 10);
        tcp.stack("P. 1:11(10) ack 1").stack("P. 11:21(10) ack 1");
    }

    /// RFC 6928.
    @Test
    void tenSegmentsLeaveBeforeTheFirstAcknowledgment() throws IOException {
        tcp.write(1, 30_000);
        full(1, 10);
        tcp.stackIsSilent();
        // slow start, RFC 5681 §3.1: two more for each that is acknowledged
        tcp.peer(". 1:1(0) ack 1001");
        full(10_001, 2);
        tcp.stackIsSilent();
    }

    @Test
    void thePeersWindowIsNotExceeded() throws IOException {
        tcp.peer(". 1:1(0) ack 1 win 2500");
        tcp.write(1, 10_000);
        full(1, 2);
        tcp.stackIsSilent();
        tcp.peer(". 1:1(0) ack 2001 win 2500");
        full(2_001, 2);
        tcp.stackIsSilent();
    }

    /// RFC 5681 §3.2, RFC 3042.
    @Test
    void threeDuplicatesSendTheLostSegmentAgain() throws IOException {
        tcp.write(1, 30_000);
        full(1, 10);
        tcp.peer(". 1:1(0) ack 1");
        full(10_001, 1);
        tcp.peer(". 1:1(0) ack 1");
        full(11_001, 1);
        tcp.stackIsSilent();
        tcp.peer(". 1:1(0) ack 1");
        full(1, 1);
        tcp.stackIsSilent();
        // all arrives: recovery ends with CUBIC's share of what the window allowed (RFC 9438 §4.6), without limited transmit's
        tcp.peer(". 1:1(0) ack 12001");
        full(12_001, 7);
        tcp.stackIsSilent();
    }

    /// RFC 6582 §3.2 step 3.
    @Test
    void aPartialAcknowledgmentSendsTheNextHoleAgain() throws IOException {
        tcp.write(1, 10_000);
        full(1, 9);
        tcp.stack("P. 9001:10001(1000) ack 1");
        for (int i = 0; i < 3; i++) {
            tcp.peer(". 1:1(0) ack 1");
        }
        full(1, 1);
        tcp.peer(". 1:1(0) ack 5001");
        full(5_001, 1);
        tcp.peer(". 1:1(0) ack 8001");
        full(8_001, 1);
        tcp.peer(". 1:1(0) ack 10001");
        tcp.stackIsSilent();
    }

    /// RFC 6298 §5.4 to §5.6.
    @Test
    void whatIsNotAcknowledgedIsSentAgainEverMoreRarely() throws IOException {
        tcp.write(1, 500);
        tcp.stack("P. 1:501(500) ack 1");
        tcp.pass(199).stackIsSilent();
        tcp.pass(1).stack("P. 1:501(500) ack 1");
        tcp.pass(399).stackIsSilent();
        tcp.pass(1).stack("P. 1:501(500) ack 1");
        tcp.pass(800).stack("P. 1:501(500) ack 1");
        tcp.peer(". 1:1(0) ack 501");
        tcp.pass(300_000).stackIsSilent();
    }

    /// RFC 5681 §3.1: after a time-out one segment, then slow start.
    @Test
    void aTimeOutBeginsAnewWithOneSegment() throws IOException {
        tcp.write(1, 10_000);
        full(1, 9);
        tcp.stack("P. 9001:10001(1000) ack 1");
        tcp.pass(200);
        full(1, 1);
        tcp.stackIsSilent();
        tcp.peer(". 1:1(0) ack 1001");
        full(1_001, 2);
        tcp.stackIsSilent();
        tcp.peer(". 1:1(0) ack 10001");
        tcp.pass(10_000).stackIsSilent();
    }

    @Test
    void aPeerThatIsGoneIsGivenUp() throws IOException {
        tcp.write(1, 10);
        tcp.pass(2_000_000);
        tcp.heard("connection timed out");
        assertThat(tcp.sentSegments()).isEqualTo(16);
        assertThat(tcp.stack().tcp().connections()).isZero();
    }

    /// RFC 9293 §3.8.6.1.
    @Test
    void aClosedWindowIsProbedWithOneByte() throws IOException {
        tcp.peer(". 1:1(0) ack 1 win 0");
        tcp.write(1, 500);
        tcp.stackIsSilent();
        tcp.pass(200).stack(". 1:2(1) ack 1");
        tcp.peer(". 1:1(0) ack 1 win 0").stackIsSilent();
        tcp.pass(399).stackIsSilent();
        tcp.pass(1).stack(". 1:2(1) ack 1");
        tcp.peer(". 1:1(0) ack 1 win 65535").stack("P. 1:501(500) ack 1");
        tcp.peer(". 1:1(0) ack 501");
        tcp.pass(100_000).stackIsSilent();
    }

    @Test
    void aProbeThatWasTakenCounts() throws IOException {
        tcp.peer(". 1:1(0) ack 1 win 0");
        tcp.write(1, 500);
        tcp.pass(200).stack(". 1:2(1) ack 1");
        tcp.peer(". 1:1(0) ack 2 win 0").stackIsSilent();
        tcp.peer(". 1:1(0) ack 2 win 65535").stack("P. 2:501(499) ack 1");
    }

    @Test
    void aProbedPeerThatAnswersIsNeverGivenUp() throws IOException {
        tcp.peer(". 1:1(0) ack 1 win 0");
        tcp.write(1, 500);
        for (int i = 0; i < 40; i++) {
            tcp.pass(120_000);
            tcp.peer(". 1:1(0) ack 1 win 0");
        }
        assertThat(tcp.socket().state()).isEqualTo(TcpState.ESTABLISHED);
        tcp.ignoreSent();
    }

    /// RFC 9293 §3.8.6.2.1.
    @Test
    void aWindowThatOpensALittleIsNotFilledAtOnce() throws IOException {
        tcp.peer(". 1:1(0) ack 1 win 0");
        tcp.write(1, 5_000);
        tcp.peer(". 1:1(0) ack 1 win 300").stackIsSilent();
        tcp.peer(". 1:1(0) ack 1 win 1300").stack(". 1:1001(1000) ack 1");
    }

    @Test
    void aFullBufferTellsWhenThereIsRoom() throws IOException {
        int buffer = 131_072;
        assertThat(tcp.write(1, buffer + 10)).isEqualTo(buffer);
        tcp.heard();
        int acknowledged = 1;
        while (acknowledged < buffer / 4 + 1_000) {
            acknowledged += 1_000;
            tcp.peer(". 1:1(0) ack " + acknowledged);
        }
        tcp.heard("writable");
        tcp.ignoreSent();
    }

    /// RFC 1191.
    @Test
    void segmentsAreMadeToFitTheWay() throws IOException {
        tcp.write(1, 1_500);
        full(1, 1);
        tcp.stack("P. 1001:1501(500) ack 1");
        tcp.unreachable(4, 640, 1).stack(". 1:601(600) ack 1").stack(". 601:1201(600) ack 1").stack("P. 1201:1501(300) ack 1");
        tcp.unreachable(4, 700, 1).stackIsSilent();
        tcp.peer(". 1:1(0) ack 1501");
        // about nothing that is under way: RFC 5927 §4.1
        tcp.unreachable(4, 600, 1).stackIsSilent();
        tcp.write(1_501, 600);
        tcp.stack("P. 1501:2101(600) ack 1");
    }

    /// RFC 5927 §5.2.
    @Test
    void aConnectionThatStandsOutlivesAnUnreachable() throws IOException {
        tcp.write(1, 10);
        tcp.unreachable(1, 0, 1).unreachable(3, 0, 1);
        assertThat(tcp.socket().state()).isEqualTo(TcpState.ESTABLISHED);
        tcp.ignoreSent();
    }
}
