package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is taken for lost and sent again where the peer tells by SACK what has come (RFC 8985, RFC 6675, RFC 9937).
class LossTest {

    /// Of the way there and back.
    private static final int RTT = 40;

    private TcpConversation tcp;

    @BeforeEach
    void open() throws IOException {
        establish(TcpSwitches.DEFAULT.withCongestionControl(TcpSwitches.Congestion.RENO));
    }

    private void establish(TcpSwitches switches) throws IOException {
        if (tcp != null) {
            tcp.close();
        }
        tcp = new TcpConversation(settings -> settings.withSwitches(switches));
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 65535 <mss 1000,sackOK>").ignoreSent();
        tcp.pass(RTT).peer(". 1:1(0) ack 1 win 65535");
        tcp.accept();
    }

    @AfterEach
    void close() {
        tcp.close();
    }

    private TcpConversation ack(int acknowledgment, String blocks) {
        return tcp.peer(". 1:1(0) ack " + acknowledgment + (blocks.isEmpty() ? "" : " <sack " + blocks + ">"));
    }

    private void full(int from, int count) {
        for (int i = 0; i < count; i++) {
            int first = from + i * 1_000;
            tcp.stack(". " + first + ":" + (first + 1_000) + "(1000) ack 1");
        }
    }

    /// Ten segments are under way and a round trip has passed.
    private void tenAreUnderWay() throws IOException {
        tcp.write(1, 30_000);
        full(1, 10);
        tcp.pass(RTT);
    }

    /// RFC 8985 §6.2: three segments SACKed leave no time for reordering; RFC 3042 has the first two send new data.
    @Test
    void threeSackedSegmentsSendWhatIsMissingBeforeThemAgain() throws IOException {
        tenAreUnderWay();
        ack(1, "1001:2001");
        full(10_001, 1);
        ack(1, "1001:3001");
        full(11_001, 1);
        tcp.stackIsSilent();
        ack(1, "1001:4001");
        full(1, 1);
        tcp.stackIsSilent();
    }

    /// RFC 8985 §6.2, step 5: a quarter of the least round trip after the time when it should have come.
    @Test
    void aLateSegmentIsTakenForLostAfterTheTimeForReordering() throws IOException {
        tcp.write(1, 3_000);
        full(1, 2);
        tcp.stack("P. 2001:3001(1000) ack 1").pass(RTT);
        ack(1, "1001:2001").stackIsSilent();
        tcp.pass(RTT / 4 - 1).stackIsSilent();
        tcp.pass(1);
        full(1, 1);
    }

    @Test
    void aSegmentThatWasOnlyOvertakenIsNotSentAgain() throws IOException {
        tcp.write(1, 3_000);
        tcp.ignoreSent().pass(RTT);
        ack(1, "1001:2001").pass(RTT / 4 - 1);
        ack(2_001, "").stackIsSilent();
        ack(3_001, "");
        tcp.pass(1_000).stackIsSilent();
    }

    /// RFC 8985 §6.2, step 4: where segments were seen to overtake each other, three are no proof.
    @Test
    void afterReorderingWasSeenOnlyTimeTells() throws IOException {
        tenAreUnderWay();
        ack(1, "2001:3001");
        ack(3_001, "").ignoreSent();
        ack(3_001, "4001:7001");
        tcp.ignoreSent().pass(RTT / 4 - 1).stackIsSilent();
        tcp.pass(1);
        full(3_001, 1);
    }

    /// RFC 2018 §8, RFC 6675 §5: only the holes.
    @Test
    void onlyTheHolesAreSentAgain() throws IOException {
        tenAreUnderWay();
        ack(1, "9001:10001 5001:8001 1001:4001");
        full(1, 1);
        // RFC 9937: as much as is delivered leaves
        ack(4_001, "9001:10001 5001:8001");
        full(4_001, 1);
        full(8_001, 1);
        tcp.ignoreSent();
        ack(10_001, "");
        tcp.ignoreSent().pass(RTT);
    }

    /// RFC 8985 §3.2: what was sent again can be lost again, and that is seen before a time-out.
    @Test
    void aLostRetransmissionIsSentAgain() throws IOException {
        tenAreUnderWay();
        ack(1, "1001:5001");
        full(1, 1);
        tcp.ignoreSent();
        ack(1, "1001:6001").ignoreSent();
        ack(1, "1001:7001").ignoreSent();
        ack(1, "1001:10001");
        tcp.ignoreSent().pass(RTT);
        // what left after it has come
        ack(1, "1001:11001");
        tcp.pass(RTT / 4);
        full(1, 1);
    }

    /// RFC 8985 §7.3.
    @Test
    void theEndOfAFlightIsAskedAfter() throws IOException {
        tcp.write(1, 3_000);
        tcp.ignoreSent().pass(RTT);
        ack(1_001, "").stackIsSilent();
        tcp.pass(2 * RTT + 9).stackIsSilent();
        tcp.pass(1).stack("P. 2001:3001(1000) ack 1");
        // RFC 8985 §7.4: its SACK tells of what is missing
        tcp.pass(RTT);
        ack(1_001, "2001:3001");
        tcp.pass(RTT / 4);
        full(1_001, 1);
    }

    /// RFC 8985 §7.3: with new data, where there is some.
    @Test
    void theProbeIsNewDataWhereTheWindowHeldItBack() throws IOException {
        tcp.write(1, 12_000);
        full(1, 10);
        tcp.pass(2 * RTT + 10);
        full(10_001, 1);
        tcp.stackIsSilent();
    }

    /// RFC 8985 §7.2: it comes once; then it is the time-out's turn.
    @Test
    void afterOneProbeComesTheTimeOut() throws IOException {
        tcp.write(1, 2_000);
        tcp.ignoreSent().pass(2 * RTT + 10).stack("P. 1001:2001(1000) ack 1");
        tcp.pass(199).stackIsSilent();
        tcp.pass(1);
        full(1, 1);
    }

    /// RFC 8985 §7.4.2: what the probe made good was a loss.
    @Test
    void aLossThatTheProbeMadeGoodHalvesTheWindow() throws IOException {
        tcp.write(1, 10_000);
        full(1, 9);
        tcp.ignoreSent().pass(RTT);
        ack(9_001, "").pass(250).stack("P. 9001:10001(1000) ack 1");
        tcp.write(10_001, 100);
        tcp.ignoreSent();
        tcp.pass(RTT);
        ack(10_101, "");
        tcp.write(10_101, 40_000);
        // half of the little that was under way, at least two segments (RFC 5681 §3.1)
        full(10_101, 2);
        tcp.stackIsSilent();
    }

    /// RFC 8985 §7.4.2: both came, so nothing was lost.
    @Test
    void aProbeThatCameTwiceCostsNothing() throws IOException {
        tcp.write(1, 10_000);
        full(1, 9);
        tcp.ignoreSent().pass(RTT);
        ack(9_001, "").pass(250).stack("P. 9001:10001(1000) ack 1");
        tcp.pass(RTT);
        ack(10_001, "");
        ack(10_001, "9001:10001");
        tcp.write(10_001, 40_000);
        tcp.stack(". 10001:11001(1000) ack 1").stack(". 11001:12001(1000) ack 1").stack(". 12001:13001(1000) ack 1").ignoreSent();
    }

    @Test
    void withTheSwitchOffTheEndIsNotAskedAfter() throws IOException {
        establish(TcpSwitches.DEFAULT.withTailLossProbe(false));
        tcp.write(1, 2_000);
        tcp.ignoreSent().pass(199).stackIsSilent();
        tcp.pass(1);
        full(1, 1);
    }

    /// RFC 2018 §8: the peer may throw away what it SACKed; the time-out believes none of it then.
    @Test
    void aPeerThatForgetsWhatItSackedGetsItAgain() throws IOException {
        tcp.write(1, 3_000);
        tcp.ignoreSent().pass(RTT);
        ack(1, "1001:3001").pass(10);
        full(1, 1);
        tcp.pass(RTT);
        ack(1_001, "");
        tcp.pass(400);
        full(1_001, 1);
        ack(2_001, "");
        tcp.stack("P. 2001:3001(1000) ack 1");
        ack(3_001, "");
        tcp.pass(10_000).stackIsSilent();
    }

    @Test
    void blocksOfWhatWasNeverSentAreNotBelieved() throws IOException {
        tcp.write(1, 3_000);
        tcp.ignoreSent().pass(RTT);
        ack(1, "900001:901001 2001:1001");
        ack(1, "1001:9001");
        tcp.pass(20).stackIsSilent();
        ack(3_001, "");
        tcp.pass(10_000).stackIsSilent();
    }

    /// RFC 5682 §3.1: what was not sent again has come, so the time-out was needless.
    @Test
    void aNeedlessTimeOutIsUndone() throws IOException {
        establish(TcpSwitches.DEFAULT.withTailLossProbe(false));
        tenAreUnderWay();
        tcp.pass(200);
        full(1, 1);
        tcp.stackIsSilent();
        // the first round trip was long
        ack(2_001, "").pass(0);
        full(10_001, 2);
        tcp.ignoreSent();
        ack(10_001, "");
        tcp.ignoreSent();
        ack(12_001, "").ignoreSent();
    }

    /// RFC 5682 §3.1, step 2b and 3a.
    @Test
    void aTimeOutThatWasNeededSendsTheRestAgain() throws IOException {
        establish(TcpSwitches.DEFAULT.withTailLossProbe(false));
        tenAreUnderWay();
        tcp.pass(200);
        full(1, 1);
        tcp.pass(RTT);
        ack(1_001, "");
        full(10_001, 2);
        tcp.stackIsSilent();
        tcp.pass(RTT);
        ack(1_001, "10001:11001");
        full(1_001, 1);
    }

    /// RFC 3708: all that was sent again is said to have come twice.
    @Test
    void aNeedlessRecoveryIsUndone() throws IOException {
        tenAreUnderWay();
        ack(1, "1001:4001");
        full(1, 1);
        ack(10_001, "");
        tcp.ignoreSent();
        ack(10_001, "1:1001");
        // the window is what it was: ten segments are under way again, where half would be five
        tcp.write(30_001, 30_000);
        tcp.pass(RTT);
        ack(12_001, "");
        assertThat(tcp.sentSegments()).isGreaterThan(7);
        tcp.ignoreSent();
    }
}
