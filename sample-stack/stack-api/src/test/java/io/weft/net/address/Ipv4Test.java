package io.weft.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4Test {

    @Property
    void whatIsWrittenIsRead(@ForAll int address) {
        assertThat(Ipv4.parse(Ipv4.format(address))).isEqualTo(address);
    }

    @Test
    void firstNumberIsHighest() {
        assertThat(Ipv4.parse("192.168.1.2")).isEqualTo(0xC0A80102);
        assertThat(Ipv4.format(0xC0A80102)).isEqualTo("192.168.1.2");
        assertThat(Ipv4.parse("0.0.0.0")).isEqualTo(Ipv4.ANY);
        assertThat(Ipv4.parse("255.255.255.255")).isEqualTo(Ipv4.BROADCAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "...", "1", "1.2", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.", "1.2.3.4.5", "256.1.1.1",
        "1.2.3.256", "1.2.3.1000", "-1.2.3.4", "+1.2.3.4", " 1.2.3.4", "1.2.3.4 ", "1.2.3.x", "0x1.2.3.4", "1.2.3.4/24", "localhost",
        "010.1.1.1", "1.2.3.00", "\u0661.1.1.1", "\uFF11.1.1.1", "::1", "1,2,3,4"})
    void refusesWhatIsNoAddressAndSaysSo(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4.parse(text)).withMessageContaining("'" + text + "'");
    }

    @Property
    void classesOfAddresses(@ForAll int address) {
        int first = address >>> 24;
        assertThat(Ipv4.isMulticast(address)).isEqualTo(first >= 224 && first <= 239);
        assertThat(Ipv4.isLoopback(address)).isEqualTo(first == 127);
        assertThat(Ipv4.isZeroNet(address)).isEqualTo(first == 0);
    }

    @Property
    void maskHasItsBitsInFront(@ForAll @IntRange(min = 0, max = 32) int length) {
        int mask = Ipv4.mask(length);
        assertThat(Integer.bitCount(mask)).isEqualTo(length);
        assertThat(Integer.numberOfLeadingZeros(~mask)).isEqualTo(length);
    }
}
