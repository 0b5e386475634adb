package io.weft.net.app.operator.ss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.address.Ipv4;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The same sockets as ss of iproute2 6.1.0 printed them.
class SocketTableTest {

    private static final int HOST = Ipv4.parse("10.1.0.1");

    private static final List<SocketRow> SOCKETS = List.of(
            new SocketRow("udp", "UNCONN", 0, 0, Ipv4.ANY, 5353, Ipv4.ANY, 0, null),
            new SocketRow("udp", "UNCONN", 0, 0, HOST, 53, Ipv4.ANY, 0, null),
            new SocketRow("tcp", "LISTEN", 0, 64, HOST, 8080, Ipv4.ANY, 0, null),
            new SocketRow("tcp", "LISTEN", 0, 64, Ipv4.ANY, 80, Ipv4.ANY, 0, null),
            new SocketRow("tcp", "ESTAB", 0, 0, HOST, 40_000, HOST, 8080, null),
            new SocketRow("tcp", "CLOSE-WAIT", 1, 0, HOST, 40_001, HOST, 8080, null),
            new SocketRow("tcp", "ESTAB", 5, 0, HOST, 8080, HOST, 40_000, null),
            new SocketRow("tcp", "FIN-WAIT-2", 0, 0, HOST, 8080, HOST, 40_001, null));

    @Test
    void printsAllSocketsOfBothProtocols() throws Exception {
        assertThat(ss("-tuan")).isEqualTo("""
                Netid State      Recv-Q Send-Q Local Address:Port  Peer Address:Port Process
                udp   UNCONN     0      0            0.0.0.0:5353       0.0.0.0:*          \s
                udp   UNCONN     0      0           10.1.0.1:53         0.0.0.0:*          \s
                tcp   LISTEN     0      64          10.1.0.1:8080       0.0.0.0:*          \s
                tcp   LISTEN     0      64           0.0.0.0:80         0.0.0.0:*          \s
                tcp   ESTAB      0      0           10.1.0.1:40000     10.1.0.1:8080       \s
                tcp   CLOSE-WAIT 1      0           10.1.0.1:40001     10.1.0.1:8080       \s
                tcp   ESTAB      5      0           10.1.0.1:8080      10.1.0.1:40000      \s
                tcp   FIN-WAIT-2 0      0           10.1.0.1:8080      10.1.0.1:40001      \s
                """);
    }

    @Test
    void showsConnectionsOrListenersAsAsked() throws Exception {
        assertThat(ss("-tln")).isEqualTo("""
                State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
                LISTEN 0      64          10.1.0.1:8080      0.0.0.0:*         \s
                LISTEN 0      64           0.0.0.0:80        0.0.0.0:*         \s
                """);
        assertThat(ss("-tnH")).isEqualTo("""
                ESTAB      0      0      10.1.0.1:40000 10.1.0.1:8080\s
                CLOSE-WAIT 1      0      10.1.0.1:40001 10.1.0.1:8080\s
                ESTAB      5      0      10.1.0.1:8080  10.1.0.1:40000
                FIN-WAIT-2 0      0      10.1.0.1:8080  10.1.0.1:40001
                """);
        assertThat(ss("-un")).isEqualTo("Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n");
    }

    @Test
    void leavesTheColumnOfOneStateOut() throws Exception {
        assertThat(ss("-tan state established")).isEqualTo("""
                Recv-Q Send-Q Local Address:Port  Peer Address:Port Process
                0      0           10.1.0.1:40000     10.1.0.1:8080       \s
                5      0           10.1.0.1:8080      10.1.0.1:40000      \s
                """);
    }

    @Test
    void filtersByPortsAndAddresses() throws Exception {
        assertThat(ss("-tanH dport = 8080").lines()).hasSize(2);
        assertThat(ss("-tanH sport = :8080 and dst 10.1.0.0/16").lines()).hasSize(2);
        assertThat(ss("-tanH dst 192.0.2.1")).isEmpty();
        assertThatThrownBy(() -> ss("-Q")).hasMessage("ss: invalid option -- 'Q'");
        assertThatThrownBy(() -> ss("-t state asleep")).hasMessage("ss: wrong state name: asleep");
    }

    private static String ss(String words) throws SsOptions.WordException {
        SsOptions options = SsOptions.read(List.of(words.split(" ")));
        return new SocketTable(SOCKETS.stream().filter(options::shows).toList(), options).toString();
    }
}
