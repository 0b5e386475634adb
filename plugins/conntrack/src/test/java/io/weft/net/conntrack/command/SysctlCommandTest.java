package io.weft.net.conntrack.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.conntrack.ConntrackDouble;
import io.weft.net.tables.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SysctlCommandTest {

    private static final String LOOSE = "net.netfilter.nf_conntrack_tcp_loose";
    private static final String UDP = "net.netfilter.nf_conntrack_udp_timeout";

    private final ConntrackDouble conntrack = new ConntrackDouble();
    private final Shell shell = conntrack.plugins().shell();

    @AfterEach
    void close() throws Exception {
        conntrack.close();
    }

    @Test
    void showsAndSets() {
        assertThat(shell.ok("sysctl " + UDP)).isEqualTo(UDP + " = 30\n");
        assertThat(shell.ok("sysctl net/netfilter/nf_conntrack_udp_timeout")).isEqualTo(UDP + " = 30\n");
        assertThat(shell.ok("sysctl -w " + UDP + "=7")).isEqualTo(UDP + " = 7\n");
        assertThat(shell.ok("sysctl -n " + UDP)).isEqualTo("7\n");
        assertThat(shell.ok("sysctl -q -w " + UDP + "=8")).isEmpty();
        assertThat(conntrack.conntrack().settings().get("nf_conntrack_udp_timeout")).isEqualTo(8);
        assertThat(shell.ok("sysctl -e net.foo")).isEmpty();
    }

    @Test
    void listsAllByName() {
        assertThat(shell.ok("sysctl -a").lines()).isSorted().contains(LOOSE + " = 1", "net.netfilter.nf_conntrack_count = 0");
        assertThat(shell.ok("sysctl net.netfilter")).isEqualTo(shell.ok("sysctl -a"));
        assertThat(shell.ok("sysctl -N " + LOOSE)).isEqualTo(LOOSE + "\n");
    }

    /// What procps-ng 4.0.2 says on Linux 6.18.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "net.foo.bar | cannot stat /proc/sys/net/foo/bar: No such file or directory",
        "-w net.foo=1 | cannot stat /proc/sys/net/foo: No such file or directory",
        "-w " + LOOSE + " | command line(0): invalid syntax, continuing...",
        "-w " + LOOSE + "=5 | setting key \"" + LOOSE + "\": Invalid argument",
        "-w " + UDP + "=x | setting key \"" + UDP + "\": Invalid argument",
        "-w " + UDP + "= | setting key \"" + UDP + "\": Invalid argument",
        "-w " + UDP + "=99999999999 | setting key \"" + UDP + "\": Invalid argument"})
    void saysWhatIsWrong(String words, String message) {
        assertThat(shell.run("sysctl " + words)).isEqualTo(new Shell.Result("", "sysctl: " + message + "\n", 1));
    }

    @Test
    void goesOnWithTheOthersAfterOneThatIsNotThere() {
        assertThat(shell.run("sysctl " + LOOSE + " net.foo " + UDP)).isEqualTo(new Shell.Result(
                LOOSE + " = 1\n" + UDP + " = 30\n", "sysctl: cannot stat /proc/sys/net/foo: No such file or directory\n", 1));
    }
}
