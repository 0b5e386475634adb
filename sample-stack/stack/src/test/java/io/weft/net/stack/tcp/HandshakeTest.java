package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How connections begin (RFC 9293 §3.5, RFC 7323).
class HandshakeTest {

    private TcpConversation tcp = new TcpConversation();

    @AfterEach
    void close() {
        tcp.close();
    }

    /// RFC 9293 §3.5, figure 6.
    @Test
    void aListenerTakesAConnection() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 32792 <mss 1000>");
        tcp.stack("S. 0:0(0) ack 1 win 64240 <mss 1460>");
        tcp.heard();
        tcp.peer(". 1:1(0) ack 1 win 32792");
        tcp.heard("acceptable");
        assertThat(tcp.accept().state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(tcp.accept()).isNull();
        tcp.stackIsSilent();
    }

    @Test
    void aSynAckOffersOnlyWhatTheSynDid() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 32792");
        tcp.stack("S. 0:0(0) ack 1 <mss 1460>");
    }

    /// RFC 7323 §2.2 and §3.2.
    @Test
    void aSynAckAnswersScaleAndTimestamps() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 32792 <mss 1460,wscale 7,TS>");
        tcp.stack("S. 0:0(0) ack 1 win 64240 <mss 1460,TS *,wscale 7>");
        tcp.peer("P. 1:101(100) ack 1 win 257 <TS>");
        tcp.accept();
        tcp.write(1, 10);
        tcp.stack("P. 1:11(10) ack 101 win 1023 <TS *>");
    }

    @Test
    void aProgramOpensAConnection() throws IOException {
        TcpSocket socket = tcp.connect();
        tcp.stack("S 0:0(0) win 64240 <mss 1460,sackOK,TS *,wscale 7>");
        assertThat(socket.state()).isEqualTo(TcpState.SYN_SENT);
        tcp.peer("S. 0:0(0) ack 1 win 65535 <mss 1460>");
        tcp.stack(". 1:1(0) ack 1");
        tcp.heard("connected");
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
    }

    /// RFC 9293 §3.5, figure 7.
    @Test
    void bothEndsMayCallAtOnce() throws IOException {
        TcpSocket socket = tcp.connect();
        tcp.ignoreSent();
        tcp.peer("S 0:0(0) win 65535 <mss 1460>");
        tcp.stack("S. 0:0(0) ack 1 <mss 1460>");
        assertThat(socket.state()).isEqualTo(TcpState.SYN_RECEIVED);
        tcp.peer("S. 0:0(0) ack 1 win 65535 <mss 1460>");
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
        tcp.heard("connected");
        tcp.peer("P. 1:4(3) ack 1");
        tcp.read(1, 3);
    }

    @Test
    void aResetRefusesTheConnection() throws IOException {
        TcpSocket socket = tcp.connect();
        tcp.ignoreSent();
        tcp.peer("R. 0:0(0) ack 1");
        tcp.heard("connection refused");
        tcp.stackIsSilent();
        assertThatThrownBy(() -> socket.read(new byte[1], 0, 1)).isInstanceOf(ConnectException.class);
        assertThat(tcp.stack().tcp().connections()).isZero();
    }

    /// RFC 9293 §3.10.7.3: an old duplicate is answered with a reset, and does no harm.
    @Test
    void anAnswerToAnotherSynIsReset() throws IOException {
        TcpSocket socket = tcp.connect();
        tcp.ignoreSent();
        tcp.peer("S. 0:0(0) ack 100");
        tcp.stack("R 100:100(0)");
        assertThat(socket.state()).isEqualTo(TcpState.SYN_SENT);
        tcp.peer("R. 0:0(0) ack 100");
        tcp.stackIsSilent();
        assertThat(socket.state()).isEqualTo(TcpState.SYN_SENT);
    }

    /// RFC 6298 §5.
    @Test
    void aSynIsSentAgainAfterOneTwoFourSeconds() throws IOException {
        tcp.connect();
        tcp.stack("S 0:0(0) <mss 1460,sackOK,TS *,wscale 7>");
        tcp.pass(999).stackIsSilent();
        tcp.pass(1).stack("S 0:0(0) <mss 1460,sackOK,TS *,wscale 7>");
        tcp.pass(1_999).stackIsSilent();
        tcp.pass(1).stack("S 0:0(0) <mss 1460,sackOK,TS *,wscale 7>");
        tcp.pass(4_000).stack("S 0:0(0) <mss 1460,sackOK,TS *,wscale 7>");
        tcp.pass(200_000);
        tcp.heard("connection timed out");
        tcp.ignoreSent();
    }

    /// RFC 6298 §3 and §5.7. Linux answers a SYN that comes again with the timestamp of the first: what its earlier answers were lost for
    /// is no round trip.
    @Test
    void theEchoOfTheFirstOfSeveralSynsIsNoRoundTrip() throws IOException {
        TcpSocket socket = tcp.connect();
        tcp.stack("S 0:0(0) <mss 1460,sackOK,TS *,wscale 7>");
        tcp.pass(7_010).peer("S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS>").ignoreSent();
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(socket.info().roundTripNs()).isZero();
        assertThat(socket.info().retransmitTimeoutNs()).isEqualTo(3_000_000_000L);
    }

    @Test
    void theEchoOfTheFirstOfSeveralSynAcksIsNoRoundTrip() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0) <mss 1460,sackOK,TS>").stack("S. 0:0(0) ack 1 <mss 1460,sackOK,TS *>");
        tcp.pass(3_010).peer(". 1:1(0) ack 1 <TS>").ignoreSent();
        TcpSocket socket = tcp.accept();
        assertThat(socket.info().roundTripNs()).isZero();
        assertThat(socket.info().retransmitTimeoutNs()).isEqualTo(3_000_000_000L);
    }

    /// RFC 7323 §4.1.
    @Test
    void theEchoOfTheLastOfSeveralSynsIsARoundTrip() throws IOException {
        TcpSocket socket = tcp.connect();
        tcp.ignoreSent();
        tcp.pass(1_000).stack("S 0:0(0) <mss 1460,sackOK,TS *,wscale 7>");
        tcp.pass(20).peer("S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS>").ignoreSent();
        assertThat(socket.info().roundTripNs()).isEqualTo(20_000_000L);
    }

    @Test
    void aSynAckIsSentAgainUntilItsRetriesAreUsedUp() throws IOException {
        tcp.close();
        tcp = new TcpConversation(settings -> settings.withSynAckRetries(1));
        tcp.listen(5);
        tcp.peer("S 0:0(0)").stack("S. 0:0(0) ack 1 <mss 1460>");
        tcp.pass(1_000).stack("S. 0:0(0) ack 1 <mss 1460>");
        tcp.pass(60_000).stackIsSilent();
        assertThat(tcp.stack().tcp().connections()).isZero();
    }

    @Test
    void aSynThatComesTwiceIsAnsweredTwice() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0)").stack("S. 0:0(0) ack 1 <mss 1460>");
        tcp.peer("S 0:0(0)").stack("S. 0:0(0) ack 1 <mss 1460>");
        tcp.peer(". 1:1(0) ack 1");
        assertThat(tcp.accept()).isNotNull();
    }

    /// RFC 9293 §3.10.7.4: what acknowledges something else in SYN_RECEIVED is reset.
    @Test
    void aHandshakeEndsOnlyWithTheRightAcknowledgment() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0)").stack("S. 0:0(0) ack 1 <mss 1460>");
        tcp.peer(". 1:1(0) ack 7").stack("R 7:7(0)");
        assertThat(tcp.accept()).isNull();
    }

    @Test
    void aResetEndsAnOpeningConnectionQuietly() throws IOException {
        tcp.listen(1);
        tcp.peer("S 0:0(0)").ignoreSent();
        tcp.peer("R 1:1(0)").stackIsSilent();
        assertThat(tcp.stack().tcp().connections()).isZero();
        tcp.peer("S 0:0(0)").stack("S. 0:0(0) ack 1 <mss 1460>");
    }

    /// RFC 9293 §3.10.7.2.
    @Test
    void aListenerResetsAnAcknowledgmentOfNothing() throws IOException {
        tcp.listen(5);
        tcp.peer(". 1:1(0) ack 1").stack("R 1:1(0)");
        tcp.peer("R 1:1(0)").stackIsSilent();
        tcp.peer("F 1:1(0)").stackIsSilent();
    }

    @Test
    void closingAListenerBreaksOffWhatNobodyAccepted() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0)").ignoreSent();
        tcp.peer(". 1:1(0) ack 1");
        tcp.closeListener();
        tcp.stack("R. 1:1(0) ack 1");
        tcp.peer("S 0:0(0)").stack("R. 0:0(0) ack 1");
        assertThat(tcp.stack().tcp().connections()).isZero();
    }

    @Test
    void portsAreTakenOnce() throws IOException {
        tcp.listen(5);
        assertThatThrownBy(() -> tcp.listen(5)).isInstanceOf(BindException.class).hasMessage("port 8080 is already in use");
        assertThatThrownBy(() -> tcp.stack().tcp().listen(Ipv4.parse("1.2.3.4"), 1, 1, _ -> { })).isInstanceOf(BindException.class);
        tcp.closeListener();
        tcp.listen(5);
    }

    @Test
    void aWayThatIsNotThereIsSaidAtOnce() {
        tcp.stack().addRoute(RouteEntry.parse("unreachable 198.51.100.0/24"));
        assertThatThrownBy(() -> tcp.stack().tcp().connect(Ipv4.parse("198.51.100.1"), 80, TcpHandler.NONE))
                .isInstanceOf(NoRouteToHostException.class);
    }

    /// RFC 1122 §4.2.3.9.
    @Test
    void anUnreachableEndsTheAttempt() throws IOException {
        tcp.connect();
        tcp.ignoreSent();
        tcp.unreachable(1, 0, 999);
        tcp.heard();
        tcp.unreachable(1, 0, 0);
        tcp.heard("no way to the host");
        tcp.connect();
        tcp.ignoreSent();
        tcp.unreachable(3, 0, 0);
        tcp.heard("connection refused");
    }
}
