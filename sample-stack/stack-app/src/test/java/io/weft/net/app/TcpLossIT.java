package io.weft.net.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The stack's TCP and the kernel's, where one of a hundred segments is lost each way: what the kernel counts on its side.
@Timeout(180)
class TcpLossIT {

    private static final String STACK = Namespaces.ROUTER_TO_CLIENT;
    private static final int LOST_OF_THOUSAND = 10;
    private static final int SEGMENT_BYTES = 1_500;
    /// In Python: a socket `s` connected to the stack, and at the end what the kernel knows of it (struct tcp_info) and its counters.
    private static final String BEGIN = "import socket,hashlib\ns=socket.create_connection(('" + STACK + "',%d),30)\ns.settimeout(60)\n";
    private static final String END = """
            i=s.getsockopt(6,11,104)
            print('sack',int(i[5]&2>0),'retransmitted',int.from_bytes(i[100:104],'little'))
            lines=[l.split() for l in open('/proc/net/netstat')]
            print(' '.join(n+' '+v for n,v in zip(lines[0],lines[1])))""";

    private Namespaces namespaces;
    private RunningProcess peer;

    @BeforeAll
    static void needsNamespaces() throws Exception {
        Namespaces.assumeUsable(TcpLossIT.class, "python3", "nft");
    }

    @BeforeEach
    void begin() throws Exception {
        namespaces = Namespaces.make();
        namespaces.lossyCable(LOST_OF_THOUSAND);
        peer = RunningProcess.start(Map.of(), Namespaces.in(Namespaces.router(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), TcpPeer.class.getName(), "raw:eth0", STACK + "/24"));
        assertThat(peer.nextLine()).isEqualTo("ready");
    }

    @AfterEach
    void end() throws Exception {
        peer.close();
        namespaces.close();
    }

    private static String kernelDoes(int port, String script) throws Exception {
        RunningProcess.Ended ended = Namespaces.runIn(Namespaces.client(), "python3", "-c", BEGIN.formatted(port) + script + END);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        System.err.println("TcpLossIT: " + ended.out().lines().limit(2).toList() + " recoveries " + count(ended.out(), "TCPSackRecovery")
                + " time-outs " + count(ended.out(), "TCPTimeouts") + " doubles told " + count(ended.out(), "TCPDSACKOldSent")
                + " doubles heard " + count(ended.out(), "TCPDSACKRecv") + " segments lost on the cable " + lostSegments());
        return ended.out();
    }

    private static long count(String text, String name) {
        Matcher found = Pattern.compile("\\b" + name + " (\\d+)").matcher(text);
        assertThat(found.find()).as(name).isTrue();
        return Long.parseLong(found.group(1));
    }

    /// A packet that the stack leaves to the card to cut is lost whole.
    private static long lostSegments() throws Exception {
        String counter = Namespaces.runIn(Namespaces.server(), "nft", "list", "table", "bridge", "weft").out();
        return Math.max(count(counter, "counter packets"), count(counter, "bytes") / SEGMENT_BYTES);
    }

    /// By what the stack tells it, the kernel sends again what was lost and little else.
    @Test
    void theKernelFindsItsLossesByTheStacksSacks() throws Exception {
        String told = kernelDoes(TcpPeer.SINK, """
                b=bytes(i*31%251 for i in range(1000000))*20
                s.sendall(b)
                s.shutdown(socket.SHUT_WR)
                a=b''
                while r:=s.recv(4096): a+=r
                print('arrived',a.decode()==hashlib.sha256(b).hexdigest())
                """);
        assertThat(told).contains("arrived True").contains("sack 1");
        assertThat(count(told, "TCPSackRecovery")).isPositive();
        assertThat(count(told, "TCPSACKReneging")).isZero();
        assertThat(count(told, "retransmitted")).as("segments that the kernel sent again").isBetween(1L, 4 * lostSegments());
    }

    /// Of what the stack sends again the kernel had little already.
    @Test
    void theStackFindsItsLossesByTheKernelsSacks() throws Exception {
        String told = kernelDoes(TcpPeer.SOURCE, """
                h=hashlib.sha256()
                while b:=s.recv(65536): h.update(b)
                print('arrived',h.hexdigest())
                """);
        assertThat(told).contains("arrived " + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(TcpPeer.content())))
                .contains("sack 1");
        assertThat(count(told, "TCPDSACKOldSent") + count(told, "TCPDSACKOfoSent")).as("segments that came twice").isLessThan(lostSegments() / 4);
    }
}
