package io.weft.net.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteRangeTest {

    @Test
    void readsFirstAndLastByte() {
        assertThat(ByteRange.of("bytes=2-5", 10)).isEqualTo(new ByteRange(2, 5));
        assertThat(ByteRange.of("Bytes=0-0", 10)).isEqualTo(new ByteRange(0, 0));
        assertThat(new ByteRange(2, 5).length()).isEqualTo(4);
    }

    @Test
    void endsWithTheFile() {
        assertThat(ByteRange.of("bytes=7-", 10)).isEqualTo(new ByteRange(7, 9));
        assertThat(ByteRange.of("bytes=7-100", 10)).isEqualTo(new ByteRange(7, 9));
    }

    @Test
    void countsFromTheEndWhereNoFirstByteIsNamed() {
        assertThat(ByteRange.of("bytes=-3", 10)).isEqualTo(new ByteRange(7, 9));
        assertThat(ByteRange.of("bytes=-30", 10)).isEqualTo(new ByteRange(0, 9));
    }

    @Test
    void cannotBeSatisfiedBehindTheEnd() {
        assertThat(ByteRange.of("bytes=10-", 10)).isNotNull().matches(range -> !range.isSatisfiable());
        assertThat(ByteRange.of("bytes=-0", 10)).isNotNull().matches(range -> !range.isSatisfiable());
        assertThat(ByteRange.of("bytes=0-", 0)).isNotNull().matches(range -> !range.isSatisfiable());
    }

    @Test
    void overlooksWhatIsNoSingleRange() {
        assertThat(ByteRange.of("bytes=0-1,4-5", 10)).isNull();
        assertThat(ByteRange.of("bytes=5-2", 10)).isNull();
        assertThat(ByteRange.of("bytes=-", 10)).isNull();
        assertThat(ByteRange.of("lines=1-2", 10)).isNull();
    }
}
