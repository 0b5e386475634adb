package io.weft.net.app.operator.ss;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.InterfaceAddress;
import io.weft.net.address.Ipv4;
import io.weft.net.app.operator.Caller;
import io.weft.net.drivers.wire.WireHub;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.tcp.TcpHandler;
import org.junit.jupiter.api.Test;

class SsCommandTest {

    @Test
    void showsListenersConnectionsAndUdpSockets() throws Exception {
        try (NetStack stack = NetStack.builder().build()) {
            stack.addDevice("eth0", new WireHub("ss").open());
            stack.addAddress("eth0", InterfaceAddress.parse("10.0.0.1/24"));
            stack.onLoop(() -> stack.tcp().listen(Ipv4.ANY, 80, 16, _ -> { }));
            stack.onLoop(() -> stack.tcp().connect(Ipv4.parse("10.0.0.1"), 40_000, Ipv4.parse("10.0.0.1"), 80, TcpHandler.NONE));
            stack.onLoop(() -> stack.udp().bind(Ipv4.ANY, 53, (_, _) -> { }));
            while (stack.turn()) {
                // until both ends stand
            }
            Caller weft = new Caller(new SsCommand(stack));

            assertThat(weft.ok("ss -tuanH").lines().map(line -> line.strip().replaceAll(" +", " "))).containsExactly(
                    "udp UNCONN 0 0 0.0.0.0:53 0.0.0.0:*", "tcp LISTEN 1 16 0.0.0.0:80 0.0.0.0:*",
                    "tcp ESTAB 0 0 10.0.0.1:80 10.0.0.1:40000", "tcp ESTAB 0 0 10.0.0.1:40000 10.0.0.1:80");
            assertThat(weft.ok("ss -ti")).contains("\n\t ts wscale:", " rto:", " mss:", " cwnd:");
            assertThat(weft.ok("ss -s")).startsWith("Total: 4\nTCP:   3 (estab 2, closed 0, orphaned 0, timewait 0)\n");
            assertThat(weft.run("ss -Q").exitCode()).isEqualTo(255);
            assertThat(weft.ok("ss --help")).isEqualTo(SsCommand.HELP);
        }
    }
}
