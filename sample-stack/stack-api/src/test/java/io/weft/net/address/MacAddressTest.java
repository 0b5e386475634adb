package io.weft.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {

    @Property
    void whatIsWrittenIsRead(@ForAll @LongRange(min = 0, max = 0xFFFF_FFFF_FFFFL) long value) {
        MacAddress mac = new MacAddress(value);
        assertThat(MacAddress.parse(mac.toString())).isEqualTo(mac);
    }

    @Test
    void firstOctetIsHighest() {
        assertThat(MacAddress.parse("02:00:5E:10:00:ff").value()).isEqualTo(0x02005E1000FFL);
        assertThat(new MacAddress(0x02005E1000FFL)).hasToString("02:00:5e:10:00:ff");
        assertThat(MacAddress.BROADCAST).hasToString("ff:ff:ff:ff:ff:ff");
        assertThat(MacAddress.ZERO).hasToString("00:00:00:00:00:00");
    }

    @Test
    void groupAddressesHaveTheGroupBit() {
        assertThat(MacAddress.isGroup(MacAddress.BROADCAST.value())).isTrue();
        assertThat(MacAddress.isGroup(MacAddress.parse("01:00:5e:00:00:01").value())).isTrue();
        assertThat(MacAddress.isGroup(MacAddress.parse("02:ff:ff:ff:ff:ff").value())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "02:00:00:00:00", "02:00:00:00:00:01:02", "2:0:0:0:0:1", "02-00-00-00-00-01", "020000000001",
        "0g:00:00:00:00:01", "02:00:00:00:00:01 ", "\uFF10\uFF12:00:00:00:00:01"})
    void refusesWhatIsNoMacAddress(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> MacAddress.parse(text)).withMessageContaining("'" + text + "'");
    }

    @Test
    void refusesMoreThan48Bits() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MacAddress(1L << 48));
        assertThatIllegalArgumentException().isThrownBy(() -> new MacAddress(-1));
    }
}
