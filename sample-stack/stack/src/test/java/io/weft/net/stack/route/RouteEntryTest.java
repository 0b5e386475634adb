package io.weft.net.stack.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteEntryTest {

    @ParameterizedTest
    @ValueSource(strings = {"8.0.0.0/8 via 203.0.113.254 dev eth1", "default via 10.0.0.1", "10.1.0.0/16 dev tun0", "blackhole 198.51.100.0/26",
        "unreachable 198.51.100.64/26", "prohibit 10.0.0.1/32"})
    void speaksTheWordsThatItReads(String words) {
        assertThat(RouteEntry.parse(words)).hasToString(words);
    }

    @Test
    void takesUnicastForGrantedAndAnAddressForAHost() {
        assertThat(RouteEntry.parse("unicast 10.0.0.1 via 192.168.1.2"))
                .isEqualTo(RouteEntry.via(new Ipv4Prefix(Ipv4.parse("10.0.0.1"), 32), Ipv4.parse("192.168.1.2")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "10.0.0.0/8                    | leads nowhere",
        "blackhole 10.0.0.0/8 dev eth0 | a blackhole route has neither gateway nor interface",
        "10.0.0.0/8 over 10.0.0.1      | 'over' is none of via, dev and table",
        "10.0.0.0/8 via                | ends after 'via'",
        "prohibit                      | has no destination",
        "10.0.0.1/8 dev eth0           | has host bits set",
        "10.0.0.0/8 via gateway        | 'gateway' is no IPv4 address",
    })
    void saysWhichWordIsWrong(String words, String complaint) {
        assertThatThrownBy(() -> RouteEntry.parse(words)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(complaint);
    }
}
