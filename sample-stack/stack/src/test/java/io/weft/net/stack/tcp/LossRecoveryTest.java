package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// When a reduction begins and ends.
class LossRecoveryTest {

    private static final int MSS = 1_000;

    private final CongestionControl congestion = new Reno();
    private final LossRecovery recovery = new LossRecovery(congestion);

    private void start() {
        congestion.start(MSS);
        recovery.start(0);
    }

    /// RFC 6582 §3.2, step 2.
    @Test
    void duplicatesOfWhatWasUnderWayAtATimeOutAreNotBelieved() {
        start();
        recovery.timedOut(true, 10_000, 10_000, false);
        assertThat(recovery.endsAt(10_000)).isTrue();
        assertThat(recovery.believesDuplicates(10_000)).isFalse();
        assertThat(recovery.believesDuplicates(10_001)).isTrue();
    }

    /// Sequence numbers more than 2 GiB apart cannot be compared.
    @Test
    void duplicatesAreBelievedHoweverFarTheStreamGoes() {
        start();
        int sndUna = 0;
        for (int i = 0; i < 10; i++) {
            sndUna += 1 << 29;
            recovery.endsAt(sndUna);
            assertThat(recovery.believesDuplicates(sndUna)).isTrue();
        }
    }

    /// One reduction a round trip, whatever tells of it.
    @Test
    void aLossInAReductionDoesNotReduceAgain() {
        start();
        assertThat(recovery.marked(10_000, 10_000, 10_000)).isTrue();
        assertThat(recovery.lost(12_000, 10_000, 10_000)).isFalse();
        assertThat(congestion.thresholdBytes()).isEqualTo(5_000);
        assertThat(recovery.endsAt(11_999)).isFalse();
        assertThat(recovery.endsAt(12_000)).isTrue();
        assertThat(congestion.windowBytes()).isEqualTo(5_000);
    }
}
