package io.weft.net.conntrack.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.ConntrackDouble;
import io.weft.net.conntrack.TrackedConnection;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.BuiltInChain;
import io.weft.net.tables.Shell;
import io.weft.net.tables.TestPackets;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConntrackWordsTest {

    private final ConntrackDouble conntrack = new ConntrackDouble();
    private final Shell shell = conntrack.plugins().shell();
    private final TestPackets packets = new TestPackets(conntrack.plugins().stack());
    private final BuiltInChain input = conntrack.filter().chain("INPUT");

    @AfterEach
    void nothingIsLeft() throws Exception {
        conntrack.close();
    }

    /// Tracks a packet, runs it through INPUT, and confirms its connection if it was not dropped.
    private boolean passes(Packet packet) {
        conntrack.track(packet);
        boolean accepted = input.run(packet) == Verdict.ACCEPT;
        if (accepted) {
            conntrack.confirm(packet);
        }
        packet.release();
        return accepted;
    }

    private Packet request() {
        return packets.udp("10.0.0.1", "10.0.0.2", 1000, 53);
    }

    private Packet answer() {
        return packets.udp("10.0.0.2", "10.0.0.1", 53, 1000);
    }

    private Packet syn(int port) {
        return packets.tcp(port, 80, TcpHeader.SYN);
    }

    private boolean drops(String match, Supplier<Packet> packet) {
        shell.ok("iptables -F INPUT", "iptables -A INPUT " + match + " -j DROP");
        return !passes(packet.get());
    }

    @Test
    void rulesAboutConnectionsHaveThemTracked() {
        assertThat(conntrack.conntrack().isUsed()).isFalse();
        shell.ok("iptables -A INPUT -m conntrack --ctstate NEW", "iptables -A INPUT -j CONNMARK --set-mark 1");
        assertThat(conntrack.conntrack().isUsed()).isTrue();
        shell.ok("iptables -D INPUT 1");
        assertThat(conntrack.conntrack().isUsed()).isTrue();
        shell.ok("iptables -F INPUT");
        assertThat(conntrack.conntrack().isUsed()).isFalse();
        shell.ok("iptables -t raw -A PREROUTING -j CT --notrack");
        assertThat(conntrack.conntrack().isUsed()).as("to be tracked nothing is needed").isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--ctstate ESTABLISHED | true", "--ctstate NEW | false", "! --ctstate NEW | true", "--ctstate INVALID,UNTRACKED,SNAT | false",
        "--ctproto udp | true", "! --ctproto 17 | false", "--ctorigsrc 10.0.0.1 | true", "--ctorigsrc 10.0.0.9/24 | true",
        "--ctorigsrc 10.0.0.2 | false", "--ctorigdst 10.0.0.2 | true", "--ctreplsrc 10.0.0.2 | true", "! --ctrepldst 10.0.0.1 | false",
        "--ctorigsrcport 999:1001 | true", "--ctorigdstport 53 | true", "--ctreplsrcport 53 | true", "--ctrepldstport :999 | false",
        "--ctstatus SEEN_REPLY | true", "--ctstatus CONFIRMED | true", "--ctstatus ASSURED,EXPECTED | false", "--ctstatus NONE | false",
        "--ctexpire 25:30 | true", "--ctexpire 31: | false", "--ctdir REPLY | true", "--ctdir ORIGINAL | false",
        "--ctstate ESTABLISHED --ctdir REPLY --ctproto udp | true", "--ctstate ESTABLISHED --ctdir ORIGINAL | false"})
    void conntrackAsksAboutAnAnswer(String options, boolean wanted) {
        shell.ok("iptables -A OUTPUT -m state --state NEW");
        assertThat(passes(request())).isTrue();
        assertThat(drops("-m conntrack " + options, this::answer)).isEqualTo(wanted);
    }

    @Test
    void whereThereIsNoConnectionOnlyTheStateCounts() {
        Supplier<Packet> invalid = () -> packets.icmp(0, 0);
        assertThat(drops("-m conntrack --ctstate INVALID --ctorigsrc 9.9.9.9", invalid)).isTrue();
        assertThat(drops("-m conntrack ! --ctorigsrc 9.9.9.9", invalid)).isFalse();
        assertThat(drops("-m connmark ! --mark 1", invalid)).isFalse();
        assertThat(drops("-m state --state INVALID", invalid)).isTrue();
    }

    @Test
    void marksGoFromPacketsToConnectionsAndBack() {
        shell.ok("iptables -A INPUT -m state --state NEW -j CONNMARK --set-mark 0x12", "iptables -A INPUT -m connmark --mark 0x2/0xf",
                "iptables -A INPUT -m connmark --mark 0x12 -m conntrack --ctdir REPLY"
                        + " -j CONNMARK --restore-mark --ctmask 0xf0 --nfmask 0xff");
        assertThat(passes(request())).isTrue();
        Packet answer = answer();
        answer.mark(0xFFF);
        conntrack.track(answer);
        input.run(answer);
        assertThat(answer.mark()).isEqualTo(0xF10);
        shell.ok("iptables -F INPUT", "iptables -A INPUT -j CONNMARK --save-mark --nfmask 0xf00 --ctmask 0");
        input.run(answer);
        assertThat(Objects.requireNonNull(answer.connection()).mark()).isEqualTo(0x12 ^ 0xF00);
        answer.release();
    }

    @Test
    void connlimitCountsWhatLives() {
        shell.ok("iptables -A INPUT -p tcp --syn -m connlimit --connlimit-above 2 -j DROP");
        assertThat(passes(syn(1))).isTrue();
        assertThat(passes(syn(2))).isTrue();
        assertThat(passes(syn(1))).as("again the first").isTrue();
        assertThat(passes(syn(3))).isFalse();
        assertThat(passes(syn(1))).as("what was dropped counts until another comes").isFalse();
        assertThat(passes(syn(4))).isFalse();
        conntrack.conntrack().forEach(connection -> {
            if (connection.sourcePort(Direction.ORIGINAL) == 1) {
                conntrack.conntrack().remove(connection);
            }
        });
        assertThat(passes(syn(5))).isTrue();
        assertThat(passes(syn(6))).isFalse();
    }

    @Test
    void connlimitForgetsHosts() {
        var counts = new ConnectionCounts(conntrack.conntrack());
        TrackedConnection gone = conntrack.conntrack().template(null);
        for (int host = 0; host < 10_000; host++) {
            counts.count(host, gone);
        }
        assertThat(counts.hosts()).isLessThan(100);
    }

    @Test
    void connbytesCountsWhatConnectionsCarry() {
        shell.ok("iptables -A INPUT -m connbytes --connbytes 3: --connbytes-dir original --connbytes-mode packets -j DROP");
        assertThat(passes(request())).isTrue();
        assertThat(passes(answer())).isTrue();
        assertThat(passes(request())).isTrue();
        assertThat(passes(request())).isFalse();
        assertThat(drops("-m connbytes --connbytes 40:40 --connbytes-dir both --connbytes-mode avgpkt", this::request)).isTrue();
        assertThat(drops("-m connbytes --connbytes 40:79 --connbytes-dir reply --connbytes-mode bytes", this::request)).isTrue();
        assertThat(drops("-m connbytes ! --connbytes 0:1 --connbytes-dir reply --connbytes-mode packets", this::request)).isFalse();
    }

    @Test
    void rawSaysThatAPacketIsNotTracked() {
        shell.ok("iptables -A INPUT -m state --state UNTRACKED -j DROP", "iptables -t raw -A PREROUTING -p udp -j NOTRACK");
        Packet packet = request();
        packet.connection(null, ConnectionState.UNTRACKED, Direction.ORIGINAL);
        assertThat(passes(packet)).isFalse();
    }
}
