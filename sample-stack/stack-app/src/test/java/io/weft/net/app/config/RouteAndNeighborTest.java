package io.weft.net.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.address.MacAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteAndNeighborTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                            | has no destination",
        "10.0.0.0/8                    | leads nowhere",
        "10.0.0.1/8 dev eth0           | has host bits set: want 10.0.0.0/8",
        "default via router            | 'router' is no IPv4 address",
        "default metric 5              | 'metric' is none of via, dev and table"})
    void saysWhatIsWrongWithARouteAndWhatIsAllowed(String text, String complaint) {
        assertThatThrownBy(() -> RouterConfig.parseRoute(text)).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--route: ").hasMessageContaining(complaint).hasMessageContaining("(want PREFIX|default via");
    }

    @Test
    void readsNeighboursInBothOrders() throws ConfigException {
        NeighborConfig wanted = new NeighborConfig(Ipv4.parse("10.0.0.2"), MacAddress.parse("02:00:00:00:00:02"), "eth0");
        assertThat(NeighborConfig.parse("10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0")).isEqualTo(wanted);
        assertThat(NeighborConfig.parse("10.0.0.2 dev eth0 lladdr 02:00:00:00:00:02")).isEqualTo(wanted);
        assertThatThrownBy(() -> NeighborConfig.parse("10.0.0.2 dev eth0")).isInstanceOf(ConfigException.class)
                .hasMessageContaining("want ADDRESS lladdr MAC dev NIC");
    }
}
