package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.address.Ipv4;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.conntrack.ftp.FtpHelper;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.TcpHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FtpTest {

    private static final String CLIENT = "192.168.1.2";
    private static final String SERVER = "203.0.113.2";

    private final TrackingDouble tracking = new TrackingDouble("nf_conntrack_helper", "1");
    private final TcpConversation control = new TcpConversation(tracking, CLIENT, 1000, SERVER, 21);
    private final Lease helper = tracking.conntrack().add(new FtpHelper(tracking.conntrack()));
    private int client = 101;
    private int server = 501;

    @BeforeEach
    void open() {
        control.open();
        assertThat(control.connection().helper()).isEqualTo("ftp");
        // what it was before is not known of either, so the first lines only tell where the next begin
        answer("220 ready\r\n");
        say("USER x\r\n");
    }

    @AfterEach
    void leavesNothingBehind() {
        tracking.pass(Duration.ofDays(6));
        assertThat(tracking.conntrack().size()).isZero();
        assertThat(expected()).isZero();
        tracking.close();
    }

    private Verdict.Kind say(String line) {
        control.client("PA", client, server, line);
        client += line.length();
        return control.seen().verdict();
    }

    private Verdict.Kind answer(String line) {
        control.server("PA", server, client, line);
        server += line.length();
        return control.seen().verdict();
    }

    private int expected() {
        List<Expectation> all = new ArrayList<>();
        tracking.conntrack().forEachExpectation(all::add);
        return all.size();
    }

    private void comes(String from, int fromPort, String to, int toPort) {
        var data = new TcpConversation(tracking, from, fromPort, to, toPort).client("S", 1, 0);
        assertThat(data.seen().state()).isEqualTo(ConnectionState.RELATED);
        assertThat(data.connection().master()).isSameAs(control.connection());
        assertThat(data.connection().has(ConnectionStatus.EXPECTED)).isTrue();
        assertThat(expected()).isZero();
    }

    @Test
    void serverIsExpectedWhereTheClientSaid() {
        assertThat(say("PORT 192,168,1,2,4,1\r\n")).isEqualTo(Verdict.Kind.ACCEPT);
        assertThat(expected()).isOne();
        comes(SERVER, 20, CLIENT, 1025);
    }

    @Test
    void serverIsExpectedWhereTheClientSaidInExtendedWords() {
        say("EPRT |1|192.168.1.2|1025|\r\n");
        comes(SERVER, 20, CLIENT, 1025);
    }

    @Test
    void clientIsExpectedWhereTheServerSaid() {
        answer("227 Entering Passive Mode (203,0,113,2,156,64).\r\n");
        comes(CLIENT, 2000, SERVER, 40_000);
    }

    @Test
    void clientIsExpectedAtThePortThatTheServerSaid() {
        answer("229 Entering Extended Passive Mode (|||40000|)\r\n");
        comes(CLIENT, 2000, SERVER, 40_000);
    }

    @Test
    void whoNamesAnotherHostIsNotHeard() {
        assertThat(say("PORT 192,168,1,99,4,1\r\n")).isEqualTo(Verdict.Kind.ACCEPT);
        assertThat(expected()).isZero();
    }

    @Test
    void aLaterCommandTakesThePlaceOfTheOneBefore() {
        say("PORT 192,168,1,2,4,1\r\n");
        say("PORT 192,168,1,2,4,2\r\n");
        assertThat(expected()).isOne();
        comes(SERVER, 20, CLIENT, 1026);
    }

    @Test
    void expectationEndsAfterFiveMinutes() {
        say("PORT 192,168,1,2,4,1\r\n");
        tracking.pass(Duration.ofSeconds(301));
        assertThat(expected()).isZero();
        var data = new TcpConversation(tracking, SERVER, 20, CLIENT, 1025).client("S", 1, 0);
        assertThat(data.seen().state()).isEqualTo(ConnectionState.NEW);
    }

    @Test
    void expectationsEndWithTheirMaster() {
        say("PORT 192,168,1,2,4,1\r\n");
        tracking.conntrack().remove(control.connection());
        assertThat(expected()).isZero();
    }

    @Test
    void expectationsAndReadersEndWithTheirHelper() {
        say("PORT 192,168,1,2,4,1\r\n");
        helper.close();
        assertThat(expected()).isZero();
        assertThat(control.connection().helper()).isNull();
    }

    @Test
    void commandThatIsCutOffIsDropped() {
        assertThat(say("PORT 192,168,1,2,4")).isEqualTo(Verdict.Kind.DROP);
        assertThat(expected()).isZero();
    }

    @Test
    void whatDoesNotBeginALineIsNotRead() {
        say("STOR ");
        say("PORT 192,168,1,2,4,1\r\n");
        assertThat(expected()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PORT\r\n", "PORT 1\r\n", "PORT 999,168,1,2,4,1\r\n", "PORT 192,168,1,2,4,1,5\r\n", "PORT ,,,,,\n", "EPRT |2|::1|5|\r\n",
        "EPRT |1|192.168.1.2|0|\r\n", "EPRT ||||\r\n", "EPRT |1|192.168.1.2|1025", "PORT 192,168,1,2,4,4294967297\r\n", "port x\r\n"})
    void malformedCommandsMakeNothingExpected(String line) {
        say(line);
        assertThat(expected()).isZero();
    }

    @Test
    void translationIsAskedWhereTheConnectionIsTranslated() {
        List<String> asked = new ArrayList<>();
        tracking.conntrack().translate((packet, connection, direction, form, offset, length, expectation) -> {
            asked.add(form + " at " + offset + " for " + length + " to " + Ipv4.format(expectation.destination()) + ":"
                    + expectation.destinationPort());
            tracking.conntrack().expect(expectation);
            return Verdict.ACCEPT;
        });
        say("PORT 192,168,1,2,4,1\r\n");
        assertThat(asked).as("not translated").isEmpty();
        control.connection().addStatus(ConnectionStatus.SRC_NAT);
        say("PORT 192,168,1,2,4,2\r\n");
        say("EPRT |1|192.168.1.2|1027|\r\n");
        answer("227 Entering Passive Mode (203,0,113,2,156,64).\r\n");
        answer("229 Extended (|||40001|)\r\n");
        assertThat(asked).containsExactly("FTP_PORT at 5 for 15 to 192.168.1.2:1026", "FTP_EPRT at 5 for 20 to 192.168.1.2:1027",
                "FTP_PASV at 27 for 18 to 203.0.113.2:40000", "FTP_EPSV at 14 for 9 to 203.0.113.2:40001");
    }

    @Test
    void templateGivesTheHelperWhateverThePort() {
        var packet = tracking.packets().tcp(5000, 2121, TcpHeader.SYN);
        packet.connection(tracking.conntrack().template(tracking.conntrack().helperNamed("ftp")), ConnectionState.NEW,
                Direction.ORIGINAL);
        TrackingDouble.Seen seen = tracking.pass(packet);
        assertThat(seen.state()).isEqualTo(ConnectionState.NEW);
        assertThat(seen.connection().helper()).isEqualTo("ftp");
        assertThat(seen.connection().protocol()).isEqualTo(Ipv4Header.PROTOCOL_TCP);
    }
}
