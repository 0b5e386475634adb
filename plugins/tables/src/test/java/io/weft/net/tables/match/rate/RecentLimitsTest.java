package io.weft.net.tables.match.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentLimitsTest {

    @Test
    void packetsAreThoseOfTheRuleWhereNothingIsSaid() {
        var limits = new RecentLimits(100, 0);
        assertThat(limits.packetsFor(0)).isEqualTo(32);
        assertThat(limits.packetsFor(1)).isEqualTo(1);
        assertThat(limits.packetsFor(20)).isEqualTo(32);
    }

    @Test
    void packetsAreThoseOfTheParameterUnlessARuleCountsAsMany() {
        var limits = new RecentLimits(100, 20);
        assertThat(limits.packetsFor(0)).isEqualTo(32);
        assertThat(limits.packetsFor(5)).isEqualTo(32);
        assertThat(limits.packetsFor(20)).isEqualTo(32);
        assertThat(limits.packetsFor(40)).isEqualTo(64);
        assertThat(new RecentLimits(100, 65_535).packetsFor(5)).isEqualTo(65_536);
    }
}
