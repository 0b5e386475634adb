package io.weft.net.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.address.MacAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteConfigTest {

    @Test
    void readsTheWordsOfIpRoute() throws ConfigException {
        assertThat(RouteConfig.parse("default via 10.0.0.1"))
                .isEqualTo(new RouteConfig(RouteConfig.Kind.UNICAST, Ipv4Prefix.ALL, Ipv4.parse("10.0.0.1"), null, null));
        assertThat(RouteConfig.parse(" unicast  8.0.0.0/8 dev eth1 via 203.0.113.254 src 203.0.113.1"))
                .isEqualTo(new RouteConfig(RouteConfig.Kind.UNICAST, Ipv4Prefix.parse("8.0.0.0/8"), Ipv4.parse("203.0.113.254"), "eth1",
                        Ipv4.parse("203.0.113.1")));
        assertThat(RouteConfig.parse("blackhole 198.51.100.0/26").kind()).isEqualTo(RouteConfig.Kind.BLACKHOLE);
        assertThat(RouteConfig.parse("unreachable 198.51.100.0/26").kind()).isEqualTo(RouteConfig.Kind.UNREACHABLE);
        assertThat(RouteConfig.parse("prohibit 198.51.100.0/26").kind()).isEqualTo(RouteConfig.Kind.PROHIBIT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                            | names no destination",
        "blackhole                     | names no destination",
        "10.0.0.0/8                    | says neither via nor dev",
        "10.0.0.1/8 dev eth0           | has host bits set: want 10.0.0.0/8",
        "default via                   | 'via' cannot stand there",
        "default via 10.0.0.1 via 10.0.0.2 | 'via' cannot stand there",
        "default via router            | 'router' is no IPv4 address",
        "default metric 5              | 'metric' is not known",
        "blackhole 10.0.0.0/8 dev eth0 | 'dev' cannot stand there"})
    void saysWhatIsWrong(String text, String complaint) {
        assertThatThrownBy(() -> RouteConfig.parse(text)).isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--route: ").hasMessageContaining(complaint);
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
