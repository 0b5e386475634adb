package io.weft.net.app.operator.ip;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.app.operator.Caller;
import io.weft.net.stack.NetStack;
import io.weft.net.tables.Shell;
import io.weft.net.tables.Transcript;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class IpTranscriptTest {

    @TestFactory
    Stream<DynamicTest> saysWhatIpSaid() {
        return IpSessions.each((session, weft) -> {
            StringBuilder wanted = new StringBuilder();
            StringBuilder got = new StringBuilder();
            for (Transcript.Step step : session.steps()) {
                wanted.append(Transcript.format(step, step.recorded()));
                got.append(Transcript.format(step, weft.run(step.command())));
            }
            assertThat(got).hasToString(wanted.toString());
        });
    }

    @Test
    void countsInTheColumnsOfIp() {
        try (NetStack stack = IpSessions.stack()) {
            assertThat(weft(stack).run("ip -s link show lo").out()).endsWith("""
                        RX:  bytes packets errors dropped  missed   mcast          \s
                                 0       0      0       0       0       0\s
                        TX:  bytes packets errors dropped carrier collsns          \s
                                 0       0      0       0       0       0\s
                    """);
        }
    }

    @Test
    void explainsEachObjectAndRefusesByNameWhatTheStackHasNot() {
        try (NetStack stack = IpSessions.stack()) {
            Caller weft = weft(stack);
            for (String object : List.of("address", "link", "neigh", "route", "rule")) {
                assertThat(weft.run("ip " + object + " --help").out()).startsWith("Usage: weft ip " + object);
                assertThat(weft.run("ip " + object + " help").exitCode()).isEqualTo(255);
            }
            assertThat(weft.run("ip --help").out()).isEqualTo(IpCommand.HELP);
            assertThat(weft.run("ip route add 10.0.0.0/8 via 192.0.2.1 metric 5"))
                    .isEqualTo(new Shell.Result("", "Error: the word metric is not supported by this stack.\n", 2));
            assertThat(weft.run("ip link set eth0 mtu 1400"))
                    .isEqualTo(new Shell.Result("", "Error: ip link set mtu is not supported by this stack.\n", 2));
        }
    }

    @Test
    void keepsTheRouteThatAnImpossibleOneWasToReplace() {
        try (NetStack stack = IpSessions.stack()) {
            Caller weft = weft(stack);
            weft.ok("ip addr add 10.0.0.1/24 dev eth0", "ip route add default via 10.0.0.254");
            assertThat(weft.run("ip route replace default via 192.0.2.1").err()).isEqualTo("Error: Nexthop has invalid gateway.\n");
            assertThat(weft.ok("ip route show default")).isEqualTo("default via 10.0.0.254 dev eth0 \n");
        }
    }

    private static Caller weft(NetStack stack) {
        return new Caller(new IpCommand(stack));
    }
}
