package io.weft.net.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.address.MacAddress;
import io.weft.net.drivers.DriverUri;
import io.weft.net.stack.route.RouteEntry;
import io.weft.net.stack.route.RoutingRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    private static final Path FILE = Path.of("/etc/weft/router.yaml");

    /// The README of the stack has it.
    @Test
    void readsTheReadmesExampleOfIpRules() throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        String example = readme.substring(readme.indexOf("    nics:\n")).split("\n\n")[0].stripIndent();
        RouterConfig config = ConfigFile.parse(example, FILE);

        assertThat(config.nics()).extracting(NicConfig::name).containsExactly("eth0", "eth2");
        assertThat(config.routes()).hasSize(2);
        assertThat(config.ipRules()).hasSize(3);
    }

    @Test
    void readsAWholeRouter() throws ConfigException {
        RouterConfig config = ConfigFile.parse("""
                nics:
                  - name: eth0
                    driver: raw:eth0?kernel=keep
                    addresses: [192.168.1.1/24, 192.168.2.1/24]
                    mtu: 1400
                    mac: 10:20:30:40:50:10
                  - {name: eth1, driver: "tap:tap0"}
                routes:
                  - default via 10.0.0.1
                  - blackhole 198.51.100.0/26
                  - default via 10.9.0.3 table 100
                ip-rules:
                  - fwmark 0x1 lookup 100
                neighbors:
                  - 192.168.1.2 lladdr 02:00:00:00:01:10 dev eth0
                echo: 7
                http: www 8080
                rules: rules.v4
                plugins: /opt/weft/plugins
                control: /run/weft/a.sock
                signers: trusted.pem
                """, FILE);

        assertThat(config).isEqualTo(new RouterConfig(
                List.of(new NicConfig("eth0", new DriverUri("raw", "eth0", Map.of("kernel", "keep")),
                                List.of(InterfaceAddress.parse("192.168.1.1/24"), InterfaceAddress.parse("192.168.2.1/24")), 1400,
                                MacAddress.parse("10:20:30:40:50:10")),
                        new NicConfig("eth1", new DriverUri("tap", "tap0", Map.of()), List.of(), null, null)),
                List.of(RouteEntry.via(Ipv4Prefix.ALL, Ipv4.parse("10.0.0.1")),
                        new RouteEntry(RouteEntry.Kind.BLACKHOLE, Ipv4Prefix.parse("198.51.100.0/26"), Ipv4.ANY, null),
                        new RouteEntry(RouteEntry.Kind.UNICAST, Ipv4Prefix.ALL, Ipv4.parse("10.9.0.3"), null, 100)),
                List.of(RoutingRule.parse("fwmark 0x1 lookup 100")),
                List.of(new NeighborConfig(Ipv4.parse("192.168.1.2"), MacAddress.parse("02:00:00:00:01:10"), "eth0")),
                new ServicePort(7), new HttpConfig(Path.of("/etc/weft/www"), new ServicePort(8080)), Path.of("/opt/weft/plugins"),
                Path.of("/etc/weft/rules.v4"), Path.of("/run/weft/a.sock"), Path.of("/etc/weft/trusted.pem")));
    }

    @Test
    void anEmptyFileIsAnEmptyRouter() throws ConfigException {
        assertThat(ConfigFile.parse("", FILE)).isEqualTo(RouterConfig.EMPTY);
        assertThat(ConfigFile.parse("# nothing yet\n", FILE)).isEqualTo(RouterConfig.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "nic: []                                              | 1 | the key nic is not known; allowed here: control, echo, http, ip-rules, neighbors, nics, plugins, routes, rules, signers",
        "nics:\\n - {name: a, driver: 'raw:a', adress: x}     | 2 | the key nics[0].adress is not known; allowed here: addresses, driver, mac, mtu, name",
        "nics:\\n - {name: a}                                 | 2 | nics[0].driver: is missing",
        "nics:\\n - {name: a, driver: eth0}                   | 2 | nics[0].driver: 'eth0' names no driver",
        "nics:\\n - {name: a, driver: [x]}                    | 2 | nics[0].driver: want one line of text",
        "nics:\\n - {name: a, driver: 'raw:a', mtu: large}    | 2 | nics[0].mtu: want a number, not",
        "nics:\\n - {name: a, driver: 'raw:a', mtu: 20}       | 2 | nics[0]: mtu 20 is not within 68 to 65535",
        "nics:\\n - {name: a, driver: 'raw:a', addresses: x}  | 2 | nics[0].addresses: want a list, not",
        "nics:\\n - {name: a, driver: 'raw:a', addresses: [1.2.3]} | 2 | nics[0].addresses[0]: '1.2.3' is no IPv4 address",
        "nics: eth0                                           | 1 | nics: want a list, not",
        "routes: [default via]                                | 1 | routes[0]: route 'default via' ends after 'via'",
        "ip-rules: [fwmark]                                   | 1 | ip-rules[0]: rule 'fwmark' ends after 'fwmark'",
        "echo: seven                                          | 1 | echo: 'seven' is no port, which is a number from 1 to 65535",
        "http: www 70000                                      | 1 | http: '70000' is no port",
        "http: {folder: www}                                  | 1 | http: want one line of text",
        "- a                                                  | 1 | want keys and values, not",
        "rules: a\\nrules: b                                  | 2 | Duplicate field 'rules'",
        "nics: [                                              | 1 | expected the node content"})
    void namesFileLineKeyAndWhatIsAllowed(String yaml, int line, String complaint) {
        assertThatThrownBy(() -> ConfigFile.parse(yaml.replace("\\n", "\n"), FILE)).isInstanceOf(ConfigException.class)
                .hasMessageContaining(complaint).hasMessageStartingWith(FILE + ", line " + line + ": ");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ConfigFile.read(Path.of("/nowhere/x.yaml"))).isInstanceOf(ConfigException.class)
                .hasMessage("--config /nowhere/x.yaml: no such file");
    }

    @Test
    void theCommandLineAddsToTheFileAndItsPathsWin() throws ConfigException {
        RouterConfig file = ConfigFile.parse("nics: [{name: a, driver: 'raw:a'}]\nrules: /file.v4\nplugins: /plugins\necho: 7\nhttp: /www", FILE);
        RouterConfig line = new RouterConfig(List.of(NicConfig.parse("b=raw:b")), null, null, null, new ServicePort(77), null, null,
                Path.of("/line.v4"), null, null);

        RouterConfig both = file.and(line);

        assertThat(both.nics()).extracting(NicConfig::name).containsExactly("a", "b");
        assertThat(both.rules()).isEqualTo(Path.of("/line.v4"));
        assertThat(both.plugins()).isEqualTo(Path.of("/plugins"));
        assertThat(both.echo()).isEqualTo(new ServicePort(77));
        assertThat(both.http()).isEqualTo(new HttpConfig(Path.of("/www"), new ServicePort(80)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a=raw:a | a=raw:b | default via 10.0.0.1       | the NIC a is there twice",
        "a=raw:a | b=raw:b | 10.0.0.0/8 dev c           | there is no NIC c (there is a, b)"})
    void checksThatThePartsFit(String first, String second, String route, String complaint) throws ConfigException {
        RouterConfig config = new RouterConfig(List.of(NicConfig.parse(first), NicConfig.parse(second)),
                List.of(RouterConfig.parseRoute(route)), null, null, null, null, null, null, null, null);

        assertThatThrownBy(config::check).isInstanceOf(ConfigException.class).hasMessageContaining(complaint);
        assertThatThrownBy(RouterConfig.EMPTY::check).hasMessageContaining("a router needs a NIC");
    }

    @Test
    void aFolderToServeHasToBeThere() throws ConfigException {
        RouterConfig config = ConfigFile.parse("nics: [{name: a, driver: 'raw:a'}]\nhttp: my files", FILE);

        assertThatThrownBy(config::check).isInstanceOf(ConfigException.class).hasMessage("http: /etc/weft/my files is no folder");
    }
}
