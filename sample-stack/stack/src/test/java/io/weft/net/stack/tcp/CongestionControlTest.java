package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How the window moves (RFC 5681, RFC 6928, RFC 9438, RFC 9406, RFC 2861).
class CongestionControlTest {

    private static final int MSS = 1_000;
    private static final long RTT_NS = 100_000_000L;

    private long nowNs = 5_000_000_000L;

    private CongestionControl started(TcpSwitches.Congestion which) {
        CongestionControl made = CongestionControl.of(which);
        made.start(MSS);
        return made;
    }

    /// A round trip in which all that the window allows is sent and acknowledged, two segments at a time.
    private void round(CongestionControl congestion, long rttNs) {
        int window = congestion.windowBytes() / (2 * MSS) * 2 * MSS;
        for (int acknowledged = 0; acknowledged < window; acknowledged += 2 * MSS) {
            nowNs += rttNs * 2 * MSS / window;
            congestion.acknowledged(2 * MSS, window, rttNs, rttNs, nowNs);
        }
    }

    private CongestionControl after(TcpSwitches.Congestion which, int windowBytes) {
        CongestionControl made = started(which);
        while (made.windowBytes() < windowBytes) {
            made.acknowledged(MSS, made.windowBytes(), RTT_NS, RTT_NS, nowNs);
        }
        return made;
    }

    @ParameterizedTest
    @EnumSource
    void beginsWithTenSegmentsAndDoublesEachRoundTrip(TcpSwitches.Congestion which) {
        CongestionControl congestion = started(which);
        assertThat(congestion.windowBytes()).isEqualTo(10 * MSS);
        round(congestion, RTT_NS);
        assertThat(congestion.windowBytes()).isEqualTo(20 * MSS);
    }

    /// RFC 6928 §2.
    @ParameterizedTest
    @EnumSource
    void afterALostSynItBeginsWithOneSegment(TcpSwitches.Congestion which) {
        CongestionControl congestion = started(which);
        congestion.synWasLost();
        assertThat(congestion.windowBytes()).isEqualTo(MSS);
    }

    /// RFC 7661.
    @ParameterizedTest
    @EnumSource
    void aWindowThatIsNotUsedDoesNotGrow(TcpSwitches.Congestion which) {
        CongestionControl congestion = started(which);
        congestion.acknowledged(MSS, 2 * MSS, RTT_NS, RTT_NS, nowNs);
        assertThat(congestion.windowBytes()).isEqualTo(10 * MSS);
    }

    /// RFC 5681 §3.1.
    @Test
    void renoHalvesAndThenGrowsBySegmentsARoundTrip() {
        CongestionControl reno = after(TcpSwitches.Congestion.RENO, 100 * MSS);
        reno.reduced(reno.windowBytes());
        assertThat(reno.windowBytes()).isEqualTo(50 * MSS);
        round(reno, RTT_NS);
        assertThat(reno.windowBytes()).isEqualTo(51 * MSS);
        reno.timedOut(40 * MSS, false);
        assertThat(reno.windowBytes()).isEqualTo(MSS);
        assertThat(reno.thresholdBytes()).isEqualTo(20 * MSS);
    }

    /// RFC 5681 §3.1: what the loss has reduced a time-out for the same does not reduce again.
    @ParameterizedTest
    @EnumSource
    void aTimeOutInARecoveryLeavesTheThreshold(TcpSwitches.Congestion which) {
        CongestionControl congestion = after(which, 100 * MSS);
        congestion.reduced(100 * MSS);
        int threshold = congestion.thresholdBytes();
        congestion.timedOut(100 * MSS, true);
        assertThat(congestion.thresholdBytes()).isEqualTo(threshold);
        assertThat(congestion.windowBytes()).isEqualTo(MSS);
    }

    /// RFC 9438 §4.2: K seconds after the loss the window is where it was.
    @Test
    void cubicIsBackAfterTheCubeRootOfWhatItLost() {
        CongestionControl cubic = after(TcpSwitches.Congestion.CUBIC, 1_000 * MSS);
        cubic.reduced(cubic.windowBytes());
        assertThat(cubic.windowBytes()).isEqualTo(700 * MSS);
        double seconds = Math.cbrt(300 / 0.4);
        long beganNs = nowNs;
        while (nowNs - beganNs < (seconds - 0.1) * 1e9) {
            round(cubic, RTT_NS);
        }
        assertThat(cubic.windowBytes() / MSS).isCloseTo(1_000, within(10));
    }

    /// RFC 9438 §4.3.
    @Test
    void cubicIsNoSlowerThanRenoWhereWindowsAreSmall() {
        CongestionControl cubic = after(TcpSwitches.Congestion.CUBIC, 20 * MSS);
        cubic.reduced(20 * MSS);
        assertThat(cubic.windowBytes()).isEqualTo(14 * MSS);
        for (int i = 0; i < 100; i++) {
            round(cubic, 10_000_000L);
        }
        // 0.53 segments a round trip up to 20, from there on one
        assertThat(cubic.windowBytes() / MSS).isBetween(95, 110);
    }

    /// RFC 9438 §4.7.
    @Test
    void cubicLeavesRoomWhenItDidNotComeBackToWhereItWas() {
        CongestionControl cubic = after(TcpSwitches.Congestion.CUBIC, 1_000 * MSS);
        cubic.reduced(cubic.windowBytes());
        cubic.reduced(cubic.windowBytes());
        assertThat(cubic.windowBytes()).isCloseTo(490 * MSS, within(1));
        long beganNs = nowNs;
        double seconds = Math.cbrt((700 * 0.85 - 490) / 0.4);
        while (nowNs - beganNs < (seconds - 0.1) * 1e9) {
            round(cubic, RTT_NS);
        }
        assertThat(cubic.windowBytes() / MSS).isCloseTo(595, within(10));
    }

    /// RFC 9438 §4.9, RFC 5682 §3.1.
    @ParameterizedTest
    @EnumSource
    void whatWasForNothingIsUndone(TcpSwitches.Congestion which) {
        CongestionControl congestion = after(which, 100 * MSS);
        int before = congestion.windowBytes();
        congestion.timedOut(before, false);
        congestion.undo();
        assertThat(congestion.windowBytes()).isEqualTo(before);
    }

    /// RFC 2861 §3.
    @ParameterizedTest
    @EnumSource
    void idleTimeHalvesTheWindowByAndBy(TcpSwitches.Congestion which) {
        CongestionControl congestion = after(which, 100 * MSS);
        congestion.idled(1);
        assertThat(congestion.windowBytes()).isEqualTo(50 * MSS);
        congestion.idled(60);
        assertThat(congestion.windowBytes()).isEqualTo(10 * MSS);
        assertThat(congestion.thresholdBytes()).isGreaterThanOrEqualTo(75 * MSS);
    }

    /// RFC 9406 §4.2: five round trips of slower growth, then congestion avoidance.
    @Test
    void longerRoundTripsEndTheFirstSlowStart() {
        CongestionControl cubic = started(TcpSwitches.Congestion.CUBIC);
        round(cubic, RTT_NS);
        round(cubic, RTT_NS);
        assertThat(cubic.windowBytes()).isEqualTo(40 * MSS);
        for (int i = 0; i < 7; i++) {
            round(cubic, RTT_NS + 20_000_000L);
        }
        assertThat(cubic.thresholdBytes()).isLessThan(200 * MSS);
    }

    @Test
    void evenRoundTripsDoNot() {
        CongestionControl cubic = started(TcpSwitches.Congestion.CUBIC);
        for (int i = 0; i < 8; i++) {
            round(cubic, RTT_NS + i % 2 * 3_000_000L);
        }
        assertThat(cubic.windowBytes()).isEqualTo(2_560 * MSS);
    }

    /// RFC 9937 §6: neither a pause nor a burst; at the end the target is under way.
    @Test
    void aReductionIsSpreadOverItsRoundTrip() {
        ProportionalRate rate = new ProportionalRate();
        rate.start(50 * MSS, 100 * MSS);
        int inFlight = 99 * MSS;
        int longestPause = 0;
        int pause = 0;
        for (int i = 0; i < 99; i++) {
            inFlight -= MSS;
            rate.acknowledged(MSS, inFlight, false, MSS);
            pause++;
            while (rate.allowance() >= MSS) {
                rate.sent(MSS);
                inFlight += MSS;
                longestPause = Math.max(longestPause, pause);
                pause = 0;
            }
        }
        assertThat(longestPause).isLessThanOrEqualTo(3);
        assertThat(inFlight).isCloseTo(50 * MSS, within(MSS));
    }
}
