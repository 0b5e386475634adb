package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RttEstimatorTest {

    private static final long MS = 1_000_000L;

    private final RttEstimator rtt = new RttEstimator();

    /// RFC 6298 §2.1.
    @Test
    void beginsWithASecond() {
        assertThat(rtt.rtoNs()).isEqualTo(1_000 * MS);
    }

    /// §2.2 and §2.3.
    @Test
    void followsTheRoundTrips() {
        rtt.sample(400 * MS);
        assertThat(rtt.rtoNs()).isEqualTo((400 + 4 * 200) * MS);
        rtt.sample(800 * MS);
        assertThat(rtt.srttNs()).isEqualTo(450 * MS);
        assertThat(rtt.rtoNs()).isEqualTo((450 + 4 * 250) * MS);
    }

    /// §5.5, with an end.
    @Test
    void doublesUpToABound() {
        rtt.backOff();
        assertThat(rtt.rtoNs()).isEqualTo(2_000 * MS);
        for (int i = 0; i < 100; i++) {
            rtt.backOff();
        }
        assertThat(rtt.rtoNs()).isEqualTo(RttEstimator.MAX_NS);
        rtt.sample(MS);
        assertThat(rtt.rtoNs()).isEqualTo(RttEstimator.MIN_NS);
    }

    /// §5.7.
    @Test
    void waitsLongerAfterALostSyn() {
        rtt.backOff();
        rtt.synWasLost();
        assertThat(rtt.rtoNs()).isEqualTo(3_000 * MS);
    }
}
