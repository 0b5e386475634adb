package io.weft.net.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.MacAddress;
import io.weft.net.drivers.DriverUri;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NicConfigTest {

    @Test
    void readsEveryPart() throws ConfigException {
        NicConfig nic = NicConfig.parse(
                "wan=raw:eth1?kernel=keep&fanout,address=203.0.113.1/24,address=203.0.113.10/24,mtu=1400,mac=02:00:00:00:00:11");

        assertThat(nic).isEqualTo(new NicConfig("wan", new DriverUri("raw", "eth1", Map.of("kernel", "keep", "fanout", "")),
                List.of(InterfaceAddress.parse("203.0.113.1/24"), InterfaceAddress.parse("203.0.113.10/24")), 1400,
                MacAddress.parse("02:00:00:00:00:11")));
    }

    @Test
    void needsNoMoreThanNameAndDriver() throws ConfigException {
        assertThat(NicConfig.parse("eth0=raw:eth0"))
                .isEqualTo(new NicConfig("eth0", new DriverUri("raw", "eth0", Map.of()), List.of(), null, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "eth0                                   | want NAME=DRIVER",
        "=raw:eth0                              | want NAME=DRIVER",
        "eth0=eth0                              | 'eth0' names no driver",
        "lo=raw:eth0                            | 'lo' is no name for a NIC",
        "a-name-that-is-too-long=raw:eth0       | is no name for a NIC",
        "eth0=raw:eth0,adress=10.0.0.1/8        | 'adress=10.0.0.1/8' is not known",
        "eth0=raw:eth0,address=10.0.0/8         | '10.0.0' is no IPv4 address",
        "eth0=raw:eth0,address=10.0.0.1/33      | no prefix length",
        "eth0=raw:eth0,mtu=big                  | mtu 'big' is no number",
        "eth0=raw:eth0,mtu=67                   | mtu 67 is not within 68 to 65535",
        "eth0=raw:eth0,mac=02:00                | '02:00' is no MAC address",
        "eth0=raw:eth0?a=1&a=2                  | has the option 'a' twice"})
    void saysWhatIsWrongAndWhatIsAllowed(String text, String complaint) {
        assertThatThrownBy(() -> NicConfig.parse(text)).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--nic " + text + ":").hasMessageContaining(complaint);
    }
}
