package io.weft.net.stack.tcp;

import io.weft.net.address.Ipv4;
import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Marks of routers instead of losses (RFC 3168 §6.1).
class EcnTest {

    private TcpConversation tcp = new TcpConversation();

    @AfterEach
    void close() {
        tcp.close();
    }

    private void with(TcpSwitches.Ecn ecn) {
        tcp.close();
        tcp = new TcpConversation(settings -> settings.withSwitches(TcpSwitches.DEFAULT.withEcn(ecn)));
    }

    private void establish() throws IOException {
        tcp.listen(5);
        tcp.peer("SEW 0:0(0) win 65535 <mss 1000,sackOK>").stack("SE. 0:0(0) ack 1 <mss 1460,sackOK>");
        tcp.peer(". 1:1(0) ack 1 win 65535");
        tcp.accept();
    }

    /// §6.1.1.
    @Test
    void itIsGrantedToThoseWhoAsk() throws IOException {
        establish();
        tcp.write(1, 500);
        tcp.stack("P. 1:501(500) ack 1 [ect]");
    }

    /// Its two bits are not the program's, and the other six not the connection's.
    @Test
    void theTrafficClassIsBesideIt() throws IOException {
        establish();
        tcp.socket().trafficClass(0x13);
        tcp.write(1, 500);
        tcp.stack("P. 1:501(500) ack 1 [tos 18]");
    }

    @Test
    void theTrafficClassIsThatOfTheFirstSegmentToo() throws IOException {
        tcp.stack().tcp().connect(0, TcpConversation.STACK_PORT, Ipv4.parse(TcpConversation.PEER), TcpConversation.PEER_PORT,
                new TcpHandler() { }, socket -> socket.trafficClass(0x10));
        tcp.pass(0).stack("S 0:0(0) <mss 1460,sackOK,TS *,wscale 7> [tos 16]");
    }

    @Test
    void itIsNotAskedForUnlessTheSwitchSaysSo() throws IOException {
        tcp.connect();
        tcp.stack("S 0:0(0) <mss 1460,sackOK,TS *,wscale 7>");
        with(TcpSwitches.Ecn.ASK);
        tcp.connect();
        tcp.stack("SEW 0:0(0) <mss 1460,sackOK,TS *,wscale 7>");
        tcp.peer("SE. 0:0(0) ack 1 win 65535 <mss 1000>").stack(". 1:1(0) ack 1");
        tcp.write(1, 500);
        tcp.stack("P. 1:501(500) ack 1 [ect]");
    }

    @Test
    void itIsRefusedWhereTheSwitchIsOff() throws IOException {
        with(TcpSwitches.Ecn.OFF);
        tcp.listen(5);
        tcp.peer("SEW 0:0(0) win 65535 <mss 1000>").stack("S. 0:0(0) ack 1 <mss 1460>");
    }

    /// A host that sends the flags back as they came has not understood.
    @Test
    void flagsThatAreOnlyReflectedGrantNothing() throws IOException {
        with(TcpSwitches.Ecn.ASK);
        tcp.connect();
        tcp.ignoreSent();
        tcp.peer("SEW. 0:0(0) ack 1 win 65535 <mss 1000>").stack(". 1:1(0) ack 1");
        tcp.write(1, 500);
        tcp.stack("P. 1:501(500) ack 1");
    }

    /// §6.1.1.1.
    @Test
    void aSynThatIsSentAgainDoesNotAsk() throws IOException {
        with(TcpSwitches.Ecn.ASK);
        tcp.connect();
        tcp.ignoreSent();
        tcp.pass(1_000).stack("S 0:0(0) <mss 1460,sackOK,TS *,wscale 7>");
    }

    /// §6.1.3: until the peer says that it has heard.
    @Test
    void aMarkIsEchoedUntilThePeerHasReduced() throws IOException {
        establish();
        tcp.peer(". 1:1001(1000) ack 1 [ce]");
        tcp.peer(". 1001:2001(1000) ack 1 [ect]").stack("E. 1:1(0) ack 2001");
        tcp.peer(". 2001:3001(1000) ack 1 [ect]");
        tcp.peer(". 3001:4001(1000) ack 1 [ect]").stack("E. 1:1(0) ack 4001");
        tcp.peer("W. 4001:5001(1000) ack 1 [ect]");
        tcp.peer(". 5001:6001(1000) ack 1 [ect]").stack(". 1:1(0) ack 6001");
    }

    /// §6.1.3: a mark on what says that it has heard is a new one.
    @Test
    void aMarkOnTheAnswerIsEchoedAnew() throws IOException {
        establish();
        tcp.peer(". 1:1001(1000) ack 1 [ce]");
        tcp.peer("W. 1001:2001(1000) ack 1 [ce]").stack("E. 1:1(0) ack 2001");
    }

    /// §6.1.2: as after a loss, once a round trip, and the peer is told with the next new data.
    @Test
    void anEchoReducesTheWindowOnceARoundTrip() throws IOException {
        establish();
        tcp.write(1, 60_000);
        for (int i = 0; i < 10; i++) {
            tcp.stack(". " + (i * 1_000 + 1) + ":" + (i * 1_000 + 1_001) + "(1000) ack 1 [ect]");
        }
        tcp.peer("E. 1:1(0) ack 2001");
        tcp.stack("W. 10001:11001(1000) ack 1 [ect]");
        tcp.peer("E. 1:1(0) ack 4001");
        // seven of ten are under way now (RFC 9438 §4.6), and seven stay
        tcp.stackIsSilent();
        tcp.peer("E. 1:1(0) ack 6001");
        tcp.stack(". 11001:12001(1000) ack 1 [ect]").stack(". 12001:13001(1000) ack 1 [ect]").stackIsSilent();
    }

    /// §6.1.5: marks on what is sent again would not be trusted.
    @Test
    void whatIsSentAgainMayNotBeMarked() throws IOException {
        establish();
        tcp.write(1, 500);
        tcp.ignoreSent();
        tcp.pass(200).stack("P. 1:501(500) ack 1");
    }

    /// §6.1.6.
    @Test
    void aWindowProbeMayNotBeMarked() throws IOException {
        establish();
        tcp.peer(". 1:1(0) ack 1 win 0");
        tcp.write(1, 500);
        tcp.pass(200).stack(". 1:2(1) ack 1");
    }

    /// §6.1.4.
    @Test
    void aSegmentWithoutDataMayNotBeMarked() throws IOException {
        establish();
        tcp.shutdownOutput();
        tcp.stack("F. 1:1(0) ack 1");
    }
}
