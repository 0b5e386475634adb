package io.weft.net.stack.tcp;

import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What this end tells of data behind a gap (RFC 2018), and of what came twice (RFC 2883).
class SackTest {

    private TcpConversation tcp = new TcpConversation();

    @AfterEach
    void close() {
        tcp.close();
    }

    private void with(TcpSwitches switches) {
        tcp.close();
        tcp = new TcpConversation(settings -> settings.withSwitches(switches));
    }

    private void establish(String options) throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 65535 <mss 1000" + options + ">").ignoreSent();
        tcp.peer(". 1:1(0) ack 1 win 65535" + (options.contains("TS") ? " <TS>" : ""));
        tcp.accept();
        tcp.heard("acceptable");
    }

    private TcpConversation peer(int from, int to) {
        return tcp.peer(". " + from + ":" + to + "(" + (to - from) + ") ack 1");
    }

    /// RFC 2018 §2.
    @Test
    void sackIsOfferedAndAnswered() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 65535 <mss 1460,sackOK>").stack("S. 0:0(0) ack 1 win 64240 <mss 1460,sackOK>");
    }

    @Test
    void sackIsNotAnsweredWhereItWasNotOffered() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 65535 <mss 1460>").stack("S. 0:0(0) ack 1 win 64240 <mss 1460>");
    }

    @Test
    void withTheSwitchOffSackIsNeitherAnsweredNorOffered() throws IOException {
        with(TcpSwitches.DEFAULT.withSack(false));
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 65535 <mss 1460,sackOK>").stack("S. 0:0(0) ack 1 win 64240 <mss 1460>");
        tcp.peer("R 1:1(0)").ignoreSent();
        tcp.connect();
        tcp.stack("S 0:0(0) win 64240 <mss 1460,TS *,wscale 7>");
    }

    /// RFC 2018 §4.
    @Test
    void noBlockIsSentWhereSackWasNotAgreedOn() throws IOException {
        establish("");
        peer(1_001, 2_001).stack(". 1:1(0) ack 1");
    }

    /// RFC 2018 §4: the first block holds what came last, the others follow from the latest to the earliest.
    @Test
    void theBlockThatCameLastStandsFirst() throws IOException {
        establish(",sackOK");
        peer(1_001, 2_001).stack(". 1:1(0) ack 1 <sack 1001:2001>");
        peer(3_001, 4_001).stack(". 1:1(0) ack 1 <sack 3001:4001 1001:2001>");
        peer(5_001, 6_001).stack(". 1:1(0) ack 1 <sack 5001:6001 3001:4001 1001:2001>");
        peer(2_001, 3_001).stack(". 1:1(0) ack 1 <sack 1001:4001 5001:6001>");
        peer(1, 1_001).stack(". 1:1(0) ack 4001 <sack 5001:6001>");
        peer(4_001, 5_001).stack(". 1:1(0) ack 6001");
        tcp.read(1, 6_000);
    }

    /// RFC 2018 §3.
    @Test
    void fourBlocksFitAndWithTimestampsThree() throws IOException {
        establish(",sackOK");
        for (int i = 1; i < 6; i++) {
            tcp.ignoreSent();
            peer(2_000 * i + 1, 2_000 * i + 1_001);
        }
        tcp.stack(". 1:1(0) ack 1 <sack 10001:11001 8001:9001 6001:7001 4001:5001>");
        tcp.close();
        tcp = new TcpConversation();
        establish(",sackOK,TS");
        for (int i = 1; i < 6; i++) {
            tcp.ignoreSent();
            tcp.peer(". " + (2_000 * i + 1) + ":" + (2_000 * i + 1_001) + "(1000) ack 1 <TS>");
        }
        tcp.stack(". 1:1(0) ack 1 <TS *,sack 10001:11001 8001:9001 6001:7001>");
    }

    /// RFC 2883 §4.1.1.
    @Test
    void whatCameTwiceIsToldOnce() throws IOException {
        establish(",sackOK");
        peer(1, 1_001);
        tcp.ignoreSent();
        peer(1, 1_001).stack(". 1:1(0) ack 1001 <sack 1:1001>");
        peer(2_001, 3_001).stack(". 1:1(0) ack 1001 <sack 2001:3001>");
    }

    /// RFC 2883 §4.1.3.
    @Test
    void whatCameTwiceBehindAGapIsToldBeforeTheBlockItLiesIn() throws IOException {
        establish(",sackOK");
        peer(1_001, 2_001);
        peer(2_001, 3_001).ignoreSent();
        peer(1_001, 2_001).stack(". 1:1(0) ack 1 <sack 1001:2001 1001:3001>");
        peer(4_001, 5_001).stack(". 1:1(0) ack 1 <sack 4001:5001 1001:3001>");
    }

    /// RFC 2883 §4.2.
    @Test
    void whatCameTwiceInPartIsToldAsThatPart() throws IOException {
        establish(",sackOK");
        peer(1, 1_001);
        tcp.ignoreSent();
        peer(501, 1_501).pass(40).stack(". 1:1(0) ack 1501 <sack 501:1001>");
    }

    @Test
    void withTheSwitchOffDoublesAreNotTold() throws IOException {
        with(TcpSwitches.DEFAULT.withDsack(false));
        establish(",sackOK");
        peer(1, 1_001);
        tcp.ignoreSent();
        peer(1, 1_001).stack(". 1:1(0) ack 1001");
    }

    /// RFC 2018 §4 would have each segment bear them; segments full of data have no room, so that one without goes along.
    @Test
    void aGapIsToldBesideData() throws IOException {
        establish(",sackOK");
        tcp.peer(". 1001:2001(1000) ack 1").stack(". 1:1(0) ack 1 <sack 1001:2001>");
        tcp.write(1, 20_000);
        tcp.ignoreSent();
        tcp.peer(". 3001:4001(1000) ack 1001");
        tcp.stack(". 10001:11001(1000) ack 1");
        tcp.stack(". 11001:12001(1000) ack 1").stack(". 12001:12001(0) ack 1 <sack 3001:4001 1001:2001>");
    }
}
