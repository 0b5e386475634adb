package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.DropReason;
import io.weft.net.packet.Segmentation;
import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What comes from the peer, and what is acknowledged when (RFC 9293 §3.10.7.4, RFC 5681 §4.2, RFC 7323 §5).
class ReceivingTest {

    private TcpConversation tcp = new TcpConversation();

    @AfterEach
    void close() {
        tcp.close();
    }

    private void establish(String options) throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 65535 <mss 1000" + options + ">").ignoreSent();
        tcp.peer(". 1:1(0) ack 1 win 65535" + (options.contains("TS") ? " <TS>" : ""));
        tcp.accept();
        tcp.heard("acceptable");
    }

    @Test
    void dataReachesTheProgram() throws IOException {
        establish("");
        tcp.peer("P. 1:101(100) ack 1");
        tcp.heard("readable");
        tcp.read(1, 60);
        tcp.read(61, 40);
        assertThat(tcp.socket().read(new byte[10], 0, 10)).isZero();
    }

    /// RFC 9293 §3.8.6.3.
    @Test
    void anAcknowledgmentWaitsForCompany() throws IOException {
        establish("");
        tcp.peer(". 1:1001(1000) ack 1").stackIsSilent();
        tcp.pass(39).stackIsSilent();
        tcp.pass(1).stack(". 1:1(0) ack 1001");
        tcp.peer(". 1001:2001(1000) ack 1").stackIsSilent();
        tcp.peer(". 2001:3001(1000) ack 1").stack(". 1:1(0) ack 3001");
        tcp.peer(". 3001:3011(10) ack 1").stackIsSilent();
        tcp.write(1, 5);
        tcp.stack("P. 1:6(5) ack 3011");
        tcp.pass(1_00).stackIsSilent();
    }

    /// RFC 5681 §4.2.
    @Test
    void aGapIsTold() throws IOException {
        establish("");
        tcp.peer(". 1001:2001(1000) ack 1").stack(". 1:1(0) ack 1");
        tcp.peer(". 3001:4001(1000) ack 1").stack(". 1:1(0) ack 1");
        tcp.heard();
        tcp.peer(". 1:1001(1000) ack 1").stack(". 1:1(0) ack 2001");
        tcp.peer(". 2001:3001(1000) ack 1").stack(". 1:1(0) ack 4001");
        tcp.read(1, 4_000);
    }

    @Test
    void overlapsAreTakenOnce() throws IOException {
        establish("");
        tcp.peer(". 501:1501(1000) ack 1").ignoreSent();
        tcp.peer(". 1:1001(1000) ack 1").stack(". 1:1(0) ack 1501");
        tcp.peer(". 1001:2001(1000) ack 1");
        tcp.read(1, 2_000);
        tcp.ignoreSent();
    }

    @Test
    void whatLiesBehindTheWindowIsNotTaken() throws IOException {
        tcp.close();
        tcp = new TcpConversation(settings -> settings.withBuffers(4_096, 4_096));
        establish("");
        for (int i = 0; i < 4; i++) {
            tcp.peer(". " + (1 + i * 1_000) + ":" + (1_001 + i * 1_000) + "(1000) ack 1");
        }
        tcp.ignoreSent();
        tcp.peer(". 4001:5001(1000) ack 1").stack(". 1:1(0) ack 4096 win 0");
        // a probe is answered, RFC 9293 §3.8.6.1
        tcp.peer(". 4096:4097(1) ack 1").stack(". 1:1(0) ack 4096 win 0");
        tcp.read(1, 100);
        tcp.stackIsSilent();
        // RFC 9293 §3.8.6.2.2: not in small steps
        tcp.read(101, 1_000);
        tcp.stack(". 1:1(0) ack 4096 win 1100");
        tcp.read(1_101, 2_995);
        tcp.ignoreSent();
        tcp.peer("P. 4096:5096(1000) ack 1");
        tcp.read(4_096, 1_000);
    }

    /// RFC 9293 §3.10.7.4, first step.
    @Test
    void whatLiesOutsideTheWindowIsAcknowledgedOnly() throws IOException {
        establish("");
        tcp.peer(". 1000001:1000101(100) ack 1").stack(". 1:1(0) ack 1");
        tcp.droppedOnly(DropReason.TCP_REFUSED);
        tcp.heard();
    }

    @Test
    void dataBeforeTheHandshakeEndsTogetherWithItIsTaken() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0)").ignoreSent();
        tcp.peer("P. 1:101(100) ack 1");
        tcp.accept();
        tcp.read(1, 100);
    }

    /// A card may have put segments together.
    @Test
    void aSegmentOfSeveralIsTakenWhole() throws IOException {
        establish("");
        tcp.arrive(tcp.segment(1, 1).payload(TcpConversation.stream(1, 8_000)), packet -> packet.segmentation(Segmentation.TCPV4, 1_000, false));
        tcp.stack(". 1:1(0) ack 8001");
        tcp.read(1, 8_000);
    }

    /// RFC 7323 §5.3.
    @Test
    void anOldDuplicateIsKnownByItsTimestamp() throws IOException {
        establish(",TS");
        tcp.peer("P. 1:101(100) ack 1 <TS old>").stack(". 1:1(0) ack 1 <TS *>");
        tcp.heard();
        tcp.peer("P. 1:101(100) ack 1 <TS>");
        tcp.heard("readable");
    }

    /// RFC 7323 §3.2.
    @Test
    void whereTimestampsWereAgreedNoSegmentIsWithout() throws IOException {
        establish(",TS");
        tcp.peer("P. 1:101(100) ack 1").stackIsSilent();
        tcp.heard();
    }

    /// RFC 5961 §3.2.
    @Test
    void aResetIsBelievedOnlyWhereItIsExpected() throws IOException {
        establish("");
        tcp.peer("R 500:500(0)").stack(". 1:1(0) ack 1");
        tcp.peer("R 9000000:9000000(0)").stackIsSilent();
        assertThat(tcp.socket().state()).isEqualTo(TcpState.ESTABLISHED);
        tcp.peer("R 1:1(0)").stackIsSilent();
        tcp.heard("connection reset");
        assertThat(tcp.socket().state()).isEqualTo(TcpState.CLOSED);
    }

    /// RFC 5961 §4.2.
    @Test
    void aSynInAConnectionIsChallenged() throws IOException {
        establish("");
        tcp.peer("S 5:5(0)").stack(". 1:1(0) ack 1");
        tcp.peer("S 2000000:2000000(0)").stack(". 1:1(0) ack 1");
        assertThat(tcp.socket().state()).isEqualTo(TcpState.ESTABLISHED);
    }

    /// RFC 5961 §5.2.
    @Test
    void anAcknowledgmentOfWhatWasNeverSentIsChallenged() throws IOException {
        establish("");
        tcp.peer("P. 1:101(100) ack 50").stack(". 1:1(0) ack 1");
        tcp.heard();
    }

    /// RFC 5961 §7.
    @Test
    void challengesAreLimited() throws IOException {
        tcp.close();
        tcp = new TcpConversation(settings -> settings.withChallengeAcksPerSecond(3));
        establish("");
        for (int i = 0; i < 10; i++) {
            tcp.peer("R 500:500(0)");
        }
        assertThat(tcp.sentSegments()).isEqualTo(3);
        tcp.ignoreSent();
        tcp.pass(1_000).peer("R 500:500(0)").stack(". 1:1(0) ack 1");
    }

    @Test
    void aSegmentWithoutAckIsNotLookedAt() throws IOException {
        establish("");
        tcp.peer("P 1:101(100)").stackIsSilent();
        tcp.heard();
    }
}
