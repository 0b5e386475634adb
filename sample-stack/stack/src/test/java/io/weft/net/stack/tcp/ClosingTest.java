package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How connections end (RFC 9293 §3.6).
class ClosingTest {

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

    private void is(TcpState state) {
        assertThat(tcp.socket().state()).isEqualTo(state);
    }

    /// Figure 12, from this end.
    @Test
    void thisEndClosesFirst() {
        tcp.close(tcp.socket());
        tcp.stack("F. 1:1(0) ack 1");
        is(TcpState.FIN_WAIT_1);
        tcp.peer(". 1:1(0) ack 2");
        is(TcpState.FIN_WAIT_2);
        tcp.peer("F. 1:1(0) ack 2").stack(". 2:2(0) ack 2");
        is(TcpState.TIME_WAIT);
        // a FIN that comes again is answered again, and the wait begins anew
        tcp.pass(50_000).peer("F. 1:1(0) ack 2").stack(". 2:2(0) ack 2");
        tcp.pass(59_999);
        is(TcpState.TIME_WAIT);
        tcp.pass(1);
        is(TcpState.CLOSED);
        assertThat(tcp.stack().tcp().connections()).isZero();
    }

    /// Figure 12, from the other end.
    @Test
    void thePeerClosesFirst() throws IOException {
        tcp.peer("F. 1:1(0) ack 1").stack(". 1:1(0) ack 2");
        is(TcpState.CLOSE_WAIT);
        tcp.heard("readable");
        tcp.readsEnd();
        tcp.write(1, 10);
        tcp.stack("P. 1:11(10) ack 2");
        tcp.peer(". 2:2(0) ack 11");
        tcp.close(tcp.socket());
        tcp.stack("F. 11:11(0) ack 2");
        is(TcpState.LAST_ACK);
        tcp.peer(". 2:2(0) ack 12").stackIsSilent();
        is(TcpState.CLOSED);
        assertThat(tcp.stack().tcp().connections()).isZero();
    }

    /// Figure 13.
    @Test
    void bothCloseAtOnce() {
        tcp.close(tcp.socket());
        tcp.stack("F. 1:1(0) ack 1");
        tcp.peer("F. 1:1(0) ack 1").stack(". 2:2(0) ack 2");
        is(TcpState.CLOSING);
        tcp.peer(". 2:2(0) ack 2").stackIsSilent();
        is(TcpState.TIME_WAIT);
    }

    @Test
    void aHalfClosedConnectionStillReceives() throws IOException {
        tcp.write(1, 100);
        tcp.ignoreSent();
        tcp.shutdownOutput();
        tcp.stack("F. 101:101(0) ack 1");
        assertThatThrownBy(() -> tcp.write(101, 1)).isInstanceOf(SocketException.class);
        tcp.peer(". 1:1(0) ack 102");
        tcp.peer("P. 1:1001(1000) ack 102").pass(40).stack(". 102:102(0) ack 1001");
        tcp.read(1, 1_000);
        tcp.peer("F. 1001:1001(0) ack 102").stack(". 102:102(0) ack 1002");
        tcp.readsEnd();
        is(TcpState.TIME_WAIT);
        tcp.heard("readable", "readable", "closed");
    }

    @Test
    void theFinGoesBehindAllData() throws IOException {
        tcp.peer(". 1:1(0) ack 1 win 1000");
        tcp.write(1, 1_500);
        tcp.stack(". 1:1001(1000) ack 1");
        tcp.close(tcp.socket());
        tcp.stackIsSilent();
        tcp.peer(". 1:1(0) ack 1001 win 1000");
        tcp.stack("FP. 1001:1501(500) ack 1");
    }

    @Test
    void aLostFinIsSentAgain() {
        tcp.close(tcp.socket());
        tcp.stack("F. 1:1(0) ack 1");
        tcp.pass(200).stack("F. 1:1(0) ack 1");
    }

    @Test
    void aFinBehindAGapWaits() throws IOException {
        tcp.peer("FP. 101:201(100) ack 1").stack(". 1:1(0) ack 1");
        is(TcpState.ESTABLISHED);
        tcp.peer("P. 1:101(100) ack 1").stack(". 1:1(0) ack 202");
        is(TcpState.CLOSE_WAIT);
        tcp.read(1, 200);
        tcp.readsEnd();
    }

    /// RFC 9293 §3.10.4, RFC 2525 §2.17.
    @Test
    void closingWithUnreadDataResets() {
        tcp.peer("P. 1:101(100) ack 1");
        tcp.close(tcp.socket());
        tcp.stack("R. 1:1(0) ack 101");
        is(TcpState.CLOSED);
    }

    @Test
    void dataForNobodyIsReset() {
        tcp.close(tcp.socket());
        tcp.stack("F. 1:1(0) ack 1");
        tcp.peer("P. 1:101(100) ack 2");
        tcp.stack("R. 2:2(0) ack 1");
        is(TcpState.CLOSED);
    }

    @Test
    void breakingOffResets() {
        tcp.abort();
        tcp.stack("R. 1:1(0) ack 1");
        is(TcpState.CLOSED);
        assertThatThrownBy(() -> tcp.write(1, 1)).isInstanceOf(SocketException.class);
        tcp.peer(". 1:1(0) ack 1").stack("R 1:1(0)");
    }

    @Test
    void aPeerThatNeverClosesIsForgottenWhereNobodyHoldsTheConnection() {
        tcp.close(tcp.socket());
        tcp.peer(". 1:1(0) ack 2");
        is(TcpState.FIN_WAIT_2);
        tcp.pass(60_000);
        is(TcpState.CLOSED);
        tcp.ignoreSent();
    }

    /// RFC 9293 §3.6.1.
    @Test
    void aNewConnectionMayFollowWhileTheOldOneWaits() throws IOException {
        tcp.close(tcp.socket());
        tcp.peer("F. 1:1(0) ack 2").ignoreSent();
        is(TcpState.TIME_WAIT);
        tcp.peer("S 100000:100000(0)").stack("S. 0:0(0) ack 100001 <mss 1460>");
        tcp.peer(". 100001:100001(0) ack 1");
        assertThat(tcp.accept()).isNotNull();
        assertThat(tcp.stack().tcp().connections()).isOne();
    }

    @Test
    void anOldSynDoesNotDisturbTheWait() {
        tcp.close(tcp.socket());
        tcp.peer("F. 1:1(0) ack 2").ignoreSent();
        tcp.peer("S 0:0(0)").stack(". 2:2(0) ack 2");
        is(TcpState.TIME_WAIT);
    }
}
