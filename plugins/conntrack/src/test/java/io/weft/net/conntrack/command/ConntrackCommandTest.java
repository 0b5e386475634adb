package io.weft.net.conntrack.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.connection.ConnectionState;
import io.weft.net.conntrack.ConntrackDouble;
import io.weft.net.control.CommandCall;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.Shell;
import io.weft.net.tables.TestPackets;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Scanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConntrackCommandTest {

    private final ConntrackDouble conntrack = new ConntrackDouble();
    private final Shell shell = conntrack.plugins().shell();
    private final TestPackets packets = new TestPackets(conntrack.plugins().stack());

    @BeforeEach
    void somebodyCountsBytes() {
        shell.ok("iptables -A INPUT -m connbytes --connbytes 0 --connbytes-dir both --connbytes-mode bytes");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        conntrack.close();
    }

    private void pass(Packet packet) {
        conntrack.track(packet);
        conntrack.confirm(packet);
        packet.release();
    }

    private void threeConnections() {
        pass(packets.udp("10.0.0.1", "10.0.0.2", 1000, 53));
        pass(packets.udp("10.0.0.2", "10.0.0.1", 53, 1000));
        pass(packets.icmp(8, 0));
        pass(packets.tcp(2000, 80, TcpHeader.SYN));
    }

    @Test
    void printsConnectionsAsTheToolDoes() {
        threeConnections();
        conntrack.plugins().stack().pass(Duration.ofMillis(1_500));
        Shell.Result result = shell.run("conntrack -L");
        assertThat(result.out().lines()).containsExactlyInAnyOrder(
                "udp      17 28 src=10.0.0.1 dst=10.0.0.2 sport=1000 dport=53 packets=1 bytes=40 src=10.0.0.2 dst=10.0.0.1 sport=53"
                        + " dport=1000 packets=1 bytes=40 mark=0 use=1",
                "icmp     1 28 src=192.168.1.2 dst=203.0.113.2 type=8 code=0 id=0 packets=1 bytes=28 [UNREPLIED] src=203.0.113.2"
                        + " dst=192.168.1.2 type=0 code=0 id=0 packets=0 bytes=0 mark=0 use=1",
                "tcp      6 118 SYN_SENT src=192.168.1.2 dst=203.0.113.2 sport=2000 dport=80 packets=1 bytes=40 [UNREPLIED] src=203.0.113.2"
                        + " dst=192.168.1.2 sport=80 dport=2000 packets=0 bytes=0 mark=0 use=1");
        assertThat(result.err()).isEqualTo("conntrack v1.4.7 (conntrack-tools): 3 flow entries have been shown.\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void filtersWhatItShows() {
        threeConnections();
        assertThat(shown("-p udp")).isOne();
        assertThat(shown("-s 192.168.1.0/24")).isEqualTo(2);
        assertThat(shown("-p tcp --state SYN_SENT --dport 80")).isOne();
        assertThat(shown("-p tcp --reply-port-src 81")).isZero();
        assertThat(shown("-u SEEN_REPLY")).isOne();
        assertThat(shown("-u UNREPLIED")).isEqualTo(2);
        assertThat(shown("-q 10.0.0.1 -o extended")).isOne();
        assertThat(shown("-p icmp --icmp-type 8")).isOne();
        assertThat(shown("-f ipv6")).isZero();
        assertThat(shown("-j")).isZero();
    }

    private long shown(String filters) {
        return shell.run("conntrack -L " + filters).out().lines().count();
    }

    @Test
    void showsMoreWhenAsked() {
        pass(packets.udp("10.0.0.1", "10.0.0.2", 1000, 53));
        assertThat(shell.run("conntrack -L -o extended,id").out()).startsWith("ipv4     2 udp      17 30 src=")
                .containsPattern(" id=\\d+\n$");
        assertThat(shell.run("conntrack -L -o save").out()).isEqualTo("-A -t 30 -u UNSET -s 10.0.0.1 -d 10.0.0.2 -r 10.0.0.2 -q 10.0.0.1"
                + " -p udp --sport 1000 --dport 53 --reply-port-src 53 --reply-port-dst 1000\n");
        assertThat(shell.run("conntrack -L -o xml").out())
                .startsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<conntrack>\n<flow><meta").contains("<unreplied/>")
                .endsWith("</flow>\n</conntrack>\n");
    }

    @Test
    void marksAndRemoves() {
        threeConnections();
        assertThat(shell.run("conntrack -U -p udp -m 5").out()).contains(" mark=5 ");
        assertThat(shell.run("conntrack -U -p udp -m 0x10/0xf0").out()).contains(" mark=21 ");
        assertThat(shown("-m 5/0xf")).isOne();
        Shell.Result removed = shell.run("conntrack -D -p udp");
        assertThat(removed.err()).isEqualTo("conntrack v1.4.7 (conntrack-tools): 1 flow entries have been deleted.\n");
        assertThat(removed.exitCode()).isZero();
        assertThat(shell.run("conntrack -D -p udp").exitCode()).isOne();
        assertThat(shell.run("conntrack -C").out()).isEqualTo("2\n");
        shell.ok("conntrack -F");
        assertThat(shell.run("conntrack -C").out()).isEqualTo("0\n");
    }

    @Test
    void getsOne() {
        threeConnections();
        assertThat(shell.run("conntrack -G -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 53").out()).startsWith("udp      17 ");
        assertThat(shell.run("conntrack -G -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 54").exitCode()).isOne();
    }

    @Test
    void makesConnectionsByHand() {
        conntrack.plugins().shell().ok("iptables -F");
        conntrack.conntrack().settings().set("nf_conntrack_acct", 0);
        created("-p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1001 --dport 80 --state SYN_SENT -t 100 -u SEEN_REPLY,ASSURED -m 5");
        created("-p udp -s 10.0.0.1 -d 10.0.0.2 --sport 58 --dport 53 -t 100 -r 10.0.0.3 -q 10.0.0.1 --reply-port-src 99 --reply-port-dst 58");
        created("-p udp -r 2.2.2.2 -q 1.1.1.1 --reply-port-src 5 --reply-port-dst 4 -t 100");
        created("-p icmp -s 10.0.0.1 -d 10.0.0.2 -t 100 --icmp-type 8 --icmp-code 0 --icmp-id 7");
        created("-p gre -s 10.0.0.1 -d 10.0.0.2 -t 100 --srckey 1 --dstkey 2");
        created("-p 50 -s 10.0.0.1 -d 10.0.0.2 -t 100");
        assertThat(shell.run("conntrack -L").out().lines()).containsExactlyInAnyOrder(
                "tcp      6 100 SYN_SENT src=10.0.0.1 dst=10.0.0.2 sport=1001 dport=80 src=10.0.0.2 dst=10.0.0.1 sport=80 dport=1001"
                        + " [ASSURED] mark=5 use=1",
                "udp      17 100 src=10.0.0.1 dst=10.0.0.2 sport=58 dport=53 [UNREPLIED] src=10.0.0.3 dst=10.0.0.1 sport=99 dport=58"
                        + " mark=0 use=1",
                "udp      17 100 src=1.1.1.1 dst=2.2.2.2 sport=4 dport=5 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=5 dport=4 mark=0 use=1",
                "icmp     1 100 src=10.0.0.1 dst=10.0.0.2 type=8 code=0 id=7 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 type=0 code=0 id=7"
                        + " mark=0 use=1",
                "gre      47 100 src=10.0.0.1 dst=10.0.0.2 srckey=0x1 dstkey=0x2 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 srckey=0x2"
                        + " dstkey=0x1 mark=0 use=1",
                "unknown  50 100 src=10.0.0.1 dst=10.0.0.2 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 mark=0 use=1");
        assertThat(shell.run("conntrack -L -p gre -o save").out()).isEqualTo("-A -t 100 -u UNSET -s 10.0.0.1 -d 10.0.0.2 -r 10.0.0.2"
                + " -q 10.0.0.1 -p gre --srckey 1 --dstkey 2 --reply-key-src 2 --reply-key-dst 1\n");
        assertThat(shown("-p gre --srckey 1")).isOne();
        assertThat(shown("-p gre --dstkey 1")).isZero();
    }

    private void created(String words) {
        assertThat(shell.run("conntrack -I " + words))
                .isEqualTo(new Shell.Result("", "conntrack v1.4.7 (conntrack-tools): 1 flow entries have been created.\n", 0));
    }

    @Test
    void aConnectionMadeByHandIsWhatItsPacketsBelongTo() {
        created("-p tcp -s 192.168.1.2 -d 203.0.113.2 --sport 2000 --dport 80 --state ESTABLISHED -t 100 -u SEEN_REPLY,ASSURED -m 5");
        Packet packet = packets.tcp(2000, 80, TcpHeader.ACK);
        conntrack.track(packet);
        assertThat(packet.connectionState()).isEqualTo(ConnectionState.ESTABLISHED);
        assertThat(Objects.requireNonNull(packet.connection()).mark()).isEqualTo(5);
        packet.release();
        conntrack.plugins().stack().pass(Duration.ofDays(6));
        assertThat(shown("")).isZero();
    }

    @Test
    void changesTimesStatesAndMarks() {
        created("-p tcp -s 10.0.0.5 -d 10.0.0.2 --sport 1000 --dport 80 --state ESTABLISHED -t 1000");
        assertUpdated("-t 500", "tcp      6 500 ESTABLISHED", "[UNREPLIED]", "mark=0 use=2");
        assertUpdated("-u ASSURED", "tcp      6 500 ESTABLISHED", "[UNREPLIED]", "[ASSURED] mark=0 use=2");
        assertUpdated("-m 0xff", "tcp      6 500 ESTABLISHED", "", "mark=255 use=2");
        assertUpdated("-m 0x10/0xf0", "", "", "mark=31 use=2");
        assertUpdated("-m 1/0xf0", "", "", "mark=14 use=2");
        assertUpdated("-p tcp --state CLOSE -t 30", "tcp      6 30 CLOSE", "", "mark=14 use=2");
        assertNotUpdated("-u ASSURED");
        assertNotUpdated("-m 14");
        assertNotUpdated("-u UNSET");
        assertNotUpdated("-t 0");
        assertThat(shown("")).isZero();
    }

    private void assertUpdated(String words, String begin, String middle, String end) {
        Shell.Result result = shell.run("conntrack -U -s 10.0.0.5 " + words);
        assertThat(result.out()).startsWith(begin).contains(middle).endsWith(end + "\n");
        assertThat(result.err()).isEqualTo("conntrack v1.4.7 (conntrack-tools): 1 flow entries have been updated.\n");
    }

    private void assertNotUpdated(String words) {
        assertThat(shell.run("conntrack -U -s 10.0.0.5 " + words)).isEqualTo(
                new Shell.Result("", "conntrack v1.4.7 (conntrack-tools): 0 flow entries have been updated.\n", 1));
    }

    @Test
    void zeroesCountersAfterShowingThem() {
        threeConnections();
        assertThat(shell.run("conntrack -L -z").out()).contains("packets=1 bytes=40");
        assertThat(shell.run("conntrack -L").out()).doesNotContain("packets=1").contains("packets=0 bytes=0");
    }

    @Test
    void followsEventsUntilThePluginStops() throws Exception {
        // not DESTROY: so many connections may pass before the caller listens that the table gives some up
        List<String> words = List.of("-E", "-e", "NEW");
        try (var command = new ConntrackCommand(conntrack.conntrack(), conntrack.plugins().stack());
                var seen = new PipedInputStream(1 << 16);
                var out = new PrintStream(new PipedOutputStream(seen), true, StandardCharsets.UTF_8)) {
            assertThat(command.lasts(words)).isTrue();
            assertThat(command.lasts(List.of("-L"))).isFalse();
            var err = new ByteArrayOutputStream();
            Thread caller = Thread.ofPlatform().start(() -> command.run(new CommandCall(
                    words, InputStream.nullInputStream(), out, new PrintStream(err, true, StandardCharsets.UTF_8))));
            // until the caller listens nobody hears of connections
            for (int port = 1; seen.available() == 0; port++) {
                pass(packets.udp("10.0.0.1", "10.0.0.2", port, 53));
                Thread.yield();
            }
            assertThat(new Scanner(seen, StandardCharsets.UTF_8).nextLine())
                    .startsWith("    [NEW] udp      17 30 src=10.0.0.1 dst=10.0.0.2 sport=").contains(" [UNREPLIED] src=10.0.0.2 ");
            command.close();
            caller.join();
            assertThat(err.toString(StandardCharsets.UTF_8)).endsWith(" flow events have been shown.\n");
        }
    }
}
