package io.weft.net.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.tables.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OracleRulesTest {

    private static final Path CASES = Path.of("../../sample-stack/oracle/cases");

    @ParameterizedTest
    @CsvSource({"01-open, 0", "02-filter, 29", "03-reject, 36", "15-arp, 0", "19-packet-matches, 264"})
    void rulesOfTheCaseLoadAndComeBack(String name, int rules) throws Exception {
        try (var filter = new FilterDouble()) {
            // it may warn of rules that never match
            assertThat(filter.shell().run("iptables-restore", rules(name)).exitCode()).isZero();
            String saved = filter.shell().ok("iptables-save -c");
            assertThat(saved.lines().filter(line -> line.startsWith("[0:0] -A "))).hasSize(rules);
            assertThat(filter.shell().run("iptables-restore -c", saved).exitCode()).isZero();
            assertThat(filter.shell().ok("iptables-save -c")).isEqualTo(saved);
        }
    }

    @Test
    void rulesWithAMatchThatIsNotThereAreRefusedByItsName() throws Exception {
        try (var filter = new FilterDouble()) {
            assertThat(filter.shell().run("iptables-restore", rules("04-stateful"))).isEqualTo(new Shell.Result("",
                    """
                    iptables-restore v1.8.9 (legacy): Couldn't load match `conntrack':No such file or directory

                    Error occurred at line: 6
                    Try `iptables-restore -h' or 'iptables-restore --help' for more information.
                    """, 2));
            assertThat(filter.shell().rules("INPUT")).isEmpty();
        }
    }

    private static String rules(String name) throws IOException {
        return Files.readString(CASES.resolve(name).resolve("rules.v4"));
    }
}
