package io.weft.net.stack.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import org.junit.jupiter.api.Test;

class RedirectLimitTest {

    private static final long MS = 1_000_000L;
    private static final long START = 77_000 * MS;
    private static final int HOST = Ipv4.parse("192.168.1.2");

    private final RedirectLimit limit = new RedirectLimit();

    /// Tells the host all nine times that it is told, each as early as may be, and answers when the last was.
    private long tellNineTimes() {
        long nowNs = START;
        assertThat(limit.allow(HOST, nowNs)).isTrue();
        for (int told = 1; told < 9; told++) {
            long pauseNs = 20 * MS << told;
            assertThat(limit.allow(HOST, nowNs + pauseNs)).as("redirect %d, a moment too early", told + 1).isFalse();
            nowNs += pauseNs + 1;
            assertThat(limit.allow(HOST, nowNs)).as("redirect %d", told + 1).isTrue();
        }
        return nowNs;
    }

    @Test
    void tellsAHostEverMoreRarely() {
        tellNineTimes();
    }

    @Test
    void givesUpOnAHostThatDoesNotListen() {
        long nowNs = tellNineTimes();
        for (int i = 1; i <= 100; i++) {
            assertThat(limit.allow(HOST, nowNs + i * 10_000 * MS)).as("packet %d", i).isFalse();
        }
    }

    @Test
    void startsAgainWhenAHostWasQuiet() {
        long nowNs = tellNineTimes();
        assertThat(limit.allow(HOST, nowNs + 20_480 * MS)).isFalse();
        assertThat(limit.allow(HOST, nowNs + 2 * 20_480 * MS + 1)).isTrue();
        assertThat(limit.allow(HOST, nowNs + 2 * 20_480 * MS + 2)).isFalse();
    }

    @Test
    void countsEachHostByItself() {
        assertThat(limit.allow(HOST, START)).isTrue();
        assertThat(limit.allow(HOST + 1, START)).isTrue();
        assertThat(limit.allow(HOST, START)).isFalse();
    }
}
