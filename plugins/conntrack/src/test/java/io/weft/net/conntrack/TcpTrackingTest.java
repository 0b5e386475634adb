package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpTrackingTest {

    private static final String BYTES_500 = "x".repeat(500);

    private final TrackingDouble tracking = new TrackingDouble();
    private final TcpConversation tcp = new TcpConversation(tracking);

    @AfterEach
    void close() {
        tracking.pass(Duration.ofDays(6));
        assertThat(tracking.conntrack().size()).isZero();
        tracking.close();
    }

    private void set(String key, int value) {
        tracking.conntrack().settings().set(key, value);
    }

    // ---- states

    @Test
    void handshakeGoesThroughTheStatesWithTheirTimes() {
        tcp.client("S", 100, 0).isNew().inState("SYN_SENT").lasts(120)
                .server("SA", 500, 101).isEstablished().inState("SYN_RECV").lasts(60)
                .client("A", 101, 501).isEstablished().inState("ESTABLISHED").lasts(432_000);
        assertThat(tcp.connection().has(ConnectionStatus.ASSURED)).isTrue();
    }

    @Test
    void closingGoesThroughTheStatesWithTheirTimes() {
        tcp.open()
                .client("FA", 101, 501).inState("FIN_WAIT").lasts(120)
                .server("A", 501, 102).inState("CLOSE_WAIT").lasts(60)
                .server("FA", 501, 102).inState("LAST_ACK").lasts(30)
                .client("A", 102, 502).inState("TIME_WAIT").lasts(120);
    }

    @Test
    void resetClosesForTenSeconds() {
        tcp.open().server("R", 501, 0).isEstablished().inState("CLOSE").lasts(10);
    }

    @Test
    void resetThatIsTheOnlyAnswerEndsTheConnection() {
        tcp.client("S", 100, 0).server("RA", 0, 101).isEstablished().isGone();
    }

    @Test
    void bothMayBeginAtOnce() {
        tcp.client("S", 100, 0).inState("SYN_SENT")
                .server("S", 500, 0).inState("SYN_SENT2")
                .client("SA", 100, 501).inState("SYN_RECV")
                .server("A", 501, 101).inState("ESTABLISHED");
    }

    @Test
    void synThatIsSentAgainDoesNotProlong() {
        tcp.client("S", 100, 0).pass(Duration.ofSeconds(50)).client("S", 100, 0).isNew().lasts(70);
    }

    @Test
    void synAfterTimeWaitBeginsAnew() {
        tcp.open().client("FA", 101, 501).server("FA", 501, 102).client("A", 102, 502).inState("TIME_WAIT");
        long before = tcp.connection().id();
        tcp.client("S", 9000, 0).isNew().inState("SYN_SENT");
        assertThat(tcp.connection().id()).isNotEqualTo(before);
    }

    @Test
    void firstPacketMustBeginSomething() {
        tcp.client("SA", 100, 1).isInvalid().client("FA", 100, 1).isInvalid().client("R", 100, 1).isInvalid().isGone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SF", "SR", "F", "FPU", "SFRPAU", "P", "U"})
    void impossibleFlagsAreInvalid(String flags) {
        tcp.open().client(flags, 101, 501).isInvalid().inState("ESTABLISHED");
    }

    // ---- in its midst

    @Test
    void connectionIsPickedUpInItsMidstAndNewUntilAReply() {
        tcp.client("A", 5000, 7000).isNew().inState("ESTABLISHED").lasts(300)
                .server("A", 7000, 5000).isEstablished().lasts(300)
                .client("A", 5000, 7000).lasts(432_000);
    }

    @Test
    void withoutLooseNothingIsPickedUp() {
        set("nf_conntrack_tcp_loose", 0);
        tcp.client("A", 5000, 7000).isInvalid().isGone();
    }

    @Test
    void pickedUpConnectionIsNotCheckedAgainstItsWindow() {
        tcp.client("A", 5000, 7000).server("A", 7000, 5000).client("A", 500_000, 7000).isEstablished();
    }

    // ---- windows

    @Test
    void dataWithinTheWindowBelongs() {
        tcp.open().client("A", 101, 501, BYTES_500).isEstablished().client("A", 601, 501, BYTES_500).isEstablished();
    }

    @Test
    void dataBeyondTheWindowIsInvalid() {
        tcp.open().client("A", 5000, 501, BYTES_500).isInvalid();
    }

    @Test
    void dataSomewhatBeyondTheWindowPassesAndItsAcknowledgmentToo() {
        tcp.open().client("A", 101, 501, "x".repeat(900)).client("A", 1001, 501, "x".repeat(100)).isEstablished()
                .client("A", 1102, 501, "x".repeat(400)).isEstablished()
                .server("A", 501, 1502).isEstablished();
    }

    @Test
    void acknowledgmentOfWhatWasNeverSaidIsInvalid() {
        tcp.open().server("A", 501, 5000).isInvalid();
    }

    @Test
    void beLiberalLetsAllOfThatPass() {
        set("nf_conntrack_tcp_be_liberal", 1);
        tcp.open().server("A", 501, 5000).isEstablished().client("A", 50_000, 501, BYTES_500).isEstablished();
    }

    @Test
    void windowScaleCountsIfBothOfferIt() {
        tcp.options(3, 3, 7, 0).client("S", 100, 0).options(3, 3, 7, 0).server("SA", 500, 101).client("A", 101, 501)
                .server("A", 501, 101).client("A", 50_000, 501, BYTES_500).isEstablished();
    }

    @Test
    void windowScaleThatOneEndDoesNotOfferCountsForNone() {
        tcp.options(3, 3, 7, 0).client("S", 100, 0).server("SA", 500, 101).client("A", 101, 501)
                .server("A", 501, 101).client("A", 50_000, 501, BYTES_500).isInvalid();
    }

    @Test
    void selectiveAcknowledgmentCountsAsAcknowledgment() {
        tcp.options(4, 2, 1, 1).client("S", 100, 0).options(4, 2, 1, 1).server("SA", 500, 101).client("A", 101, 501)
                .client("A", 101, 501, BYTES_500)
                // 5000 was never said
                .options(1, 1, 5, 10, 0, 0, 0x13, 0x00, 0, 0, 0x13, 0x88).server("A", 501, 101).isInvalid()
                .options(1, 1, 5, 10, 0, 0, 0x01, 0x00, 0, 0, 0x02, 0x59).server("A", 501, 101).isEstablished();
    }

    @Test
    void sequenceNumbersMayWrap() {
        tcp.client("S", 0xFFFF_FFF0L, 0).server("SA", 0xFFFF_FFF8L, 0xFFFF_FFF1L).client("A", 0xFFFF_FFF1L, 0xFFFF_FFF9L)
                .client("A", 0xFFFF_FFF1L, 0xFFFF_FFF9L, BYTES_500).isEstablished()
                .server("A", 0xFFFF_FFF9L, 0x1E5).isEstablished();
    }

    // ---- resets

    @Test
    void resetBelowTheLastAcknowledgmentIsInvalid() {
        tcp.open().client("R", 50, 0).isInvalid().inState("ESTABLISHED");
    }

    @Test
    void ignoreInvalidRstLetsItPassTheCheck() {
        set("nf_conntrack_tcp_ignore_invalid_rst", 1);
        tcp.open().server("A", 501, 101).client("R", 100, 0).isEstablished();
    }

    @Test
    void resetThatDoesNotMatchExactlyLeavesTheStateForAChallenge() {
        // RFC 5961 §3.2
        tcp.open().server("A", 501, 101).client("R", 300, 0).isEstablished().inState("ESTABLISHED");
    }

    // ---- when this host has lost the thread

    @Test
    void ignoredSynThatIsAnsweredBringsTheNewConnection() {
        tcp.open().client("S", 70_000, 0).isEstablished().inState("ESTABLISHED")
                .server("SA", 90_000, 70_001).isEstablished().inState("SYN_RECV")
                .client("A", 70_001, 90_001).isEstablished().inState("ESTABLISHED")
                .client("A", 70_001, 90_001, BYTES_500).isEstablished();
    }

    @Test
    void challengeAcknowledgmentDoesNotEndTheConnection() {
        // RFC 5961 §4.2
        tcp.open().client("FA", 101, 501).server("FA", 501, 102).inState("LAST_ACK")
                .client("S", 70_000, 0).server("A", 502, 102).inState("LAST_ACK");
    }

    // ---- times

    @Test
    void unacknowledgedDataShortensTheTime() {
        tcp.open().client("A", 101, 501, BYTES_500).lasts(300).server("A", 501, 601).lasts(432_000);
    }

    @Test
    void retransmissionsShortenTheTime() {
        set("nf_conntrack_tcp_timeout_unacknowledged", 432_000);
        tcp.open().client("A", 101, 501, BYTES_500).client("A", 101, 501, BYTES_500).client("A", 101, 501, BYTES_500)
                .lasts(432_000).client("A", 101, 501, BYTES_500).lasts(300);
    }

    @Test
    void closedWindowShortensTheTime() {
        tcp.open().window(0).server("A", 501, 101).lasts(300);
    }

    @Test
    void listenersHearOfEachChangeOfState() {
        tcp.open();
        assertThat(tracking.events()).containsExactly(
                "created " + (ConnectionChange.NEW | ConnectionChange.PROTOCOL),
                "updated " + (ConnectionChange.REPLY | ConnectionChange.PROTOCOL),
                "updated " + (ConnectionChange.ASSURED | ConnectionChange.PROTOCOL));
    }

    @Test
    void shiftedNumbersAreTakenIntoAccount() {
        tcp.open();
        tcp.connection().shiftSequence(Direction.ORIGINAL, 101, 10);
        // the server acknowledges ten bytes more than the client said
        tcp.client("A", 101, 501, BYTES_500).server("A", 501, 611).isEstablished();
        assertThat(tcp.seen().state()).isEqualTo(ConnectionState.ESTABLISHED);
    }
}
