package io.weft.net.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4PrefixTest {

    @Property
    void whatIsWrittenIsRead(@ForAll int address, @ForAll @IntRange(min = 0, max = 32) int length) {
        Ipv4Prefix prefix = new Ipv4Prefix(address & Ipv4.mask(length), length);
        assertThat(Ipv4Prefix.parse(prefix.toString())).isEqualTo(prefix);
    }

    @Property
    void containsWhatAgreesInItsBits(@ForAll int address, @ForAll @IntRange(min = 1, max = 32) int length, @ForAll int other) {
        Ipv4Prefix prefix = new Ipv4Prefix(address & Ipv4.mask(length), length);
        assertThat(prefix.contains(address)).isTrue();
        assertThat(prefix.contains(address ^ 1 << 32 - length)).as("differs in the last bit that counts").isFalse();
        assertThat(prefix.contains(other)).isEqualTo(address >>> 32 - length == other >>> 32 - length);
        assertThat(Ipv4Prefix.ALL.contains(other)).isTrue();
    }

    @Test
    void readsShortForms() {
        assertThat(Ipv4Prefix.parse("default")).isEqualTo(Ipv4Prefix.ALL);
        assertThat(Ipv4Prefix.parse("10.1.2.3")).isEqualTo(new Ipv4Prefix(0x0A010203, 32));
        assertThat(Ipv4Prefix.parse("0.0.0.0/0")).isEqualTo(Ipv4Prefix.ALL);
    }

    @Test
    void refusesHostBitsAndSaysWhatIsWanted() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Prefix.parse("10.0.0.1/8")).withMessageContaining("want 10.0.0.0/8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0.0/8/8", "10.0.0/8",
        "10.0.0.0/255.0.0.0", "10.0.0.0/008", "10.0.0.0/ 8", "Default", "10.0.0.0/\u0668"})
    void refusesWhatIsNoPrefix(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Ipv4Prefix.parse(text));
    }

    @Test
    void refusesImpossibleLengths() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ipv4Prefix(0, 33)).withMessageContaining("33");
        assertThatIllegalArgumentException().isThrownBy(() -> new Ipv4Prefix(0, -1));
    }
}
