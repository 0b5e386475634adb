package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the first two duplicate acknowledgments let out (RFC 3042).
class LimitedTransmitTest {

    /// Of the way there and back, so that there is time for reordering (RFC 8985 §6.2).
    private static final int RTT = 40;

    private final TcpConversation tcp = new TcpConversation();

    @AfterEach
    void close() {
        tcp.close();
    }

    /// Ten segments are under way, which is all that the congestion window allows.
    private void fillTheWindow(String options, int peersWindow) throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 65535 <" + options + ">").ignoreSent();
        tcp.pass(RTT).peer(". 1:1(0) ack 1 win " + peersWindow);
        tcp.accept();
        tcp.write(1, 30_000);
        full(1, 10);
        tcp.pass(RTT).stackIsSilent();
    }

    private void full(int from, int count) {
        for (int i = 0; i < count; i++) {
            int first = from + i * 1_000;
            tcp.stack(". " + first + ":" + (first + 1_000) + "(1000) ack 1");
        }
    }

    private TcpConversation duplicate() {
        return tcp.peer(". 1:1(0) ack 1 win 65535");
    }

    @Test
    void eachOfTheFirstTwoDuplicatesLetsOneNewSegmentOut() throws IOException {
        fillTheWindow("mss 1000", 65_535);
        duplicate();
        full(10_001, 1);
        tcp.stackIsSilent();
        duplicate();
        full(11_001, 1);
        tcp.stackIsSilent();
    }

    @Test
    void theThirdDuplicateSendsTheMissingSegmentAndNothingNew() throws IOException {
        fillTheWindow("mss 1000", 65_535);
        duplicate();
        duplicate().ignoreSent();
        duplicate();
        full(1, 1);
        tcp.stackIsSilent();
    }

    /// RFC 3042 §2: the congestion window must not be changed.
    @Test
    void theCongestionWindowStaysAsItIs() throws IOException {
        fillTheWindow("mss 1000", 65_535);
        duplicate();
        duplicate();
        assertThat(tcp.socket().info().congestionWindowBytes()).isEqualTo(10_000);
        assertThat(tcp.sentSegments()).isEqualTo(2);
        tcp.ignoreSent();
    }

    /// RFC 3042 §2: the receiver's window must allow it.
    @Test
    void nothingLeavesBeyondThePeersWindow() throws IOException {
        fillTheWindow("mss 1000", 10_000);
        tcp.peer(". 1:1(0) ack 1 win 10000").stackIsSilent();
        tcp.peer(". 1:1(0) ack 1 win 10000").stackIsSilent();
    }

    /// RFC 3042 §2: a sender of SACK must not send for a duplicate that tells nothing new.
    @Test
    void withSackADuplicateThatTellsNothingNewLetsNothingOut() throws IOException {
        fillTheWindow("mss 1000,sackOK", 65_535);
        duplicate().stackIsSilent();
        tcp.peer(". 1:1(0) ack 1 win 65535 <sack 1001:2001>");
        full(10_001, 1);
        tcp.peer(". 1:1(0) ack 1 win 65535 <sack 1001:2001>").stackIsSilent();
        tcp.peer(". 1:1(0) ack 1 win 65535 <sack 1001:3001>");
        full(11_001, 1);
        tcp.stackIsSilent();
    }
}
