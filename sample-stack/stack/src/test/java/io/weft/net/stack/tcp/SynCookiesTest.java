package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// RFC 4987 §3.6.
class SynCookiesTest {

    private static final long MINUTE_NS = 60_000_000_000L;
    private static final FourTuple TUPLE = new FourTuple(1, 80, 2, 40_000);

    private final Random random = new Random(1);
    private final SynCookies cookies = new SynCookies(random);

    @Test
    void aCookieRemembersTheNextSmallerMss() {
        for (int mss = 0; mss < 9_000; mss++) {
            int remembered = cookies.mss(TUPLE, 7, cookies.make(TUPLE, 7, mss, 0), 0);
            assertThat(remembered).isLessThanOrEqualTo(Math.max(216, mss)).isGreaterThanOrEqualTo(216);
        }
        assertThat(cookies.mss(TUPLE, 7, cookies.make(TUPLE, 7, 1_460, 0), 0)).isEqualTo(1_460);
        assertThat(cookies.mss(TUPLE, 7, cookies.make(TUPLE, 7, 536, 0), 0)).isEqualTo(536);
    }

    @Test
    void aCookieIsGoodForItsEndsAndNumberOnly() {
        int cookie = cookies.make(TUPLE, 7, 1_460, 0);
        assertThat(cookies.mss(TUPLE, 8, cookie, 0)).isEqualTo(TcpSegment.ABSENT);
        assertThat(cookies.mss(new FourTuple(1, 80, 2, 40_001), 7, cookie, 0)).isEqualTo(TcpSegment.ABSENT);
        assertThat(cookies.mss(new FourTuple(1, 80, 3, 40_000), 7, cookie, 0)).isEqualTo(TcpSegment.ABSENT);
        for (int bit = 0; bit < 28; bit++) {
            assertThat(cookies.mss(TUPLE, 7, cookie ^ 1 << bit, 0)).isEqualTo(TcpSegment.ABSENT);
        }
    }

    @Test
    void aCookieIsGoodInItsMinuteAndTheNext() {
        for (long minute = 0; minute < 100; minute += random.nextInt(1, 4)) {
            int cookie = cookies.make(TUPLE, 7, 1_460, minute * MINUTE_NS);
            assertThat(cookies.mss(TUPLE, 7, cookie, minute * MINUTE_NS)).isEqualTo(1_460);
            assertThat(cookies.mss(TUPLE, 7, cookie, (minute + 1) * MINUTE_NS)).isEqualTo(1_460);
            for (int later = 2; later < 6; later++) {
                assertThat(cookies.mss(TUPLE, 7, cookie, (minute + later) * MINUTE_NS)).isEqualTo(TcpSegment.ABSENT);
            }
        }
    }

    @Test
    void theTimestampThatRemembersIsNotLaterThanTheClock() {
        for (int i = 0; i < 100_000; i++) {
            int clock = random.nextInt();
            int scale = random.nextBoolean() ? TcpSegment.ABSENT : random.nextInt(15);
            boolean sack = random.nextBoolean();
            boolean ecn = random.nextBoolean();
            int stamped = SynCookies.writeOptions(clock, scale, sack, ecn);
            assertThat(clock - stamped).isBetween(0, 127);
            assertThat(SynCookies.readOptions(1_460, stamped)).isEqualTo(new SynCookies.Remembered(1_460, scale, sack, ecn));
        }
    }

    @Test
    void withoutATimestampNothingIsRemembered() {
        assertThat(SynCookies.readOptions(536, SynCookies.NO_OPTIONS))
                .isEqualTo(new SynCookies.Remembered(536, TcpSegment.ABSENT, false, false));
    }
}
