package io.weft.net.stack.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.stack.NetStack;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Section;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Type;
import org.xbill.DNS.Zone;

/// Names, asked of a DNS server that runs on the stack's own sockets, too.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NamesTest {

    private static final String ZONE = """
            $ORIGIN example.org.
            @ 3600 IN SOA ns.example.org. root.example.org. 1 3600 600 86400 300
            @ 3600 IN NS ns.example.org.
            ns 3600 IN A 127.0.0.53
            www 3600 IN A 127.0.0.1
            two 3600 IN A 192.0.2.1
            two 3600 IN A 192.0.2.2
            alias 3600 IN CNAME www
            """;
    private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 53);

    private final AtomicInteger datagrams = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private Zone zone;
    private NetStack stack;

    @BeforeEach
    void serve() throws Exception {
        stack = NetStack.builder().name("names").names(names -> names.withHosts("192.0.2.7 printer Printer.lan # in the hall\n::1 six\n")
                .withServers("127.0.0.1").withSearch("example.org").withTimeout(Duration.ofMillis(300), 2)).build();
        stack.start();
        Record[] records = new Record[32];
        int count = 0;
        try (Master master = new Master(new ByteArrayInputStream(ZONE.getBytes(StandardCharsets.UTF_8)), Name.root)) {
            for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
                records[count++] = next;
            }
        }
        zone = new Zone(Name.fromString("example.org."), Arrays.copyOf(records, count));
        DatagramPort port = stack.sockets().datagrams(SERVER);
        Thread.startVirtualThread(() -> answerDatagrams(port));
        StreamListener listener = stack.sockets().listen(SERVER, 10);
        Thread.startVirtualThread(() -> answerStreams(listener));
    }

    @AfterEach
    void close() {
        stack.close();
    }

    private void answerDatagrams(DatagramPort port) {
        try {
            while (true) {
                DatagramPort.Received question = port.receive();
                datagrams.incrementAndGet();
                Message answer = answer(question.payload());
                if (answer.getQuestion().getName().toString().startsWith("silent")) {
                    continue;
                }
                if (answer.getQuestion().getName().toString().startsWith("long")) {
                    // as a server does whose answer finds no room
                    answer.removeAllRecords(Section.ANSWER);
                    answer.getHeader().setFlag(Flags.TC);
                }
                // somebody guesses the question's number, wrongly
                byte[] forged = answer.toWire();
                forged[0] ^= 1;
                port.send(question.from(), forged);
                port.send(question.from(), answer.toWire());
            }
        } catch (IOException closed) {
            // the stack is
        }
    }

    private void answerStreams(StreamListener listener) {
        try {
            while (true) {
                try (StreamSocket socket = listener.accept()) {
                    streams.incrementAndGet();
                    DataInputStream input = new DataInputStream(socket.input());
                    byte[] question = new byte[input.readUnsignedShort()];
                    input.readFully(question);
                    byte[] answer = answer(question).toWire();
                    socket.output().write(new byte[] {(byte) (answer.length >>> 8), (byte) answer.length});
                    socket.output().write(answer);
                }
            }
        } catch (IOException closed) {
            // the stack is
        }
    }

    private Message answer(byte[] wire) throws IOException {
        Message question = new Message(wire);
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        Name name = question.getQuestion().getName();
        Name asked = name.toString().startsWith("long.") ? Name.fromString("two.example.org.") : name;
        SetResponse found = zone.findRecords(asked, question.getQuestion().getType());
        if (found.isSuccessful()) {
            for (RRset set : found.answers()) {
                for (Record each : set.rrs()) {
                    answer.addRecord(each.getType() == Type.A && asked != name ? each.withName(name) : each, Section.ANSWER);
                }
            }
        } else if (found.isCNAME()) {
            answer.addRecord(found.getCNAME(), Section.ANSWER);
            for (RRset set : zone.findRecords(found.getCNAME().getTarget(), Type.A).answers()) {
                set.rrs().forEach(each -> answer.addRecord(each, Section.ANSWER));
            }
        } else if (found.isNXDOMAIN()) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        if (answer.getSection(Section.ANSWER).isEmpty()) {
            answer.addRecord(zone.getSOA(), Section.AUTHORITY);
        }
        return answer;
    }

    private String resolve(String host) throws UnknownHostException {
        return stack.sockets().resolve(host).stream().map(InetAddress::getHostAddress).sorted().toList().toString();
    }

    @Test
    void serverAnswersAndTheAnswerIsKept() throws Exception {
        assertThat(resolve("two.example.org")).isEqualTo("[192.0.2.1, 192.0.2.2]");
        int asked = datagrams.get();
        assertThat(resolve("two.example.org")).isEqualTo("[192.0.2.1, 192.0.2.2]");
        assertThat(resolve("TWO.example.ORG.")).isEqualTo("[192.0.2.1, 192.0.2.2]");
        assertThat(datagrams.get()).isEqualTo(asked);
        assertThat(stack.sockets().resolve("two.example.org").getFirst().getHostName()).isEqualTo("two.example.org");
    }

    @Test
    void aliasIsFollowedAndShortNamesAreLookedForInTheSearchDomain() throws Exception {
        assertThat(resolve("alias.example.org")).isEqualTo("[127.0.0.1]");
        assertThat(resolve("www")).isEqualTo("[127.0.0.1]");
    }

    @Test
    void answerThatWasCutIsAskedForByStream() throws Exception {
        assertThat(resolve("long.example.org")).isEqualTo("[192.0.2.1, 192.0.2.2]");
        assertThat(streams.get()).isEqualTo(1);
    }

    @Test
    void nameThatIsNotThereIsUnknownAndThatIsKeptToo() {
        assertThatThrownBy(() -> resolve("nobody.example.org"))
                .isInstanceOf(UnknownHostException.class).hasMessage("nobody.example.org: Name or service not known");
        int asked = datagrams.get();
        assertThatThrownBy(() -> resolve("nobody.example.org")).isInstanceOf(UnknownHostException.class);
        assertThat(datagrams.get()).isEqualTo(asked);
        assertThatThrownBy(() -> resolve("not a name..")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void serverThatIsSilentIsAFailureThatMayPass() {
        assertThatThrownBy(() -> resolve("silent.example.org"))
                .isInstanceOf(UnknownHostException.class).hasMessage("silent.example.org: Temporary failure in name resolution");
        assertThat(datagrams.get()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void hostsTableIsAskedFirst() throws Exception {
        assertThat(resolve("PRINTER")).isEqualTo("[192.0.2.7]");
        assertThat(resolve("printer.lan.")).isEqualTo("[192.0.2.7]");
        assertThat(resolve("localhost")).isEqualTo("[127.0.0.1]");
        assertThat(resolve("192.0.2.33")).isEqualTo("[192.0.2.33]");
        assertThat(datagrams.get()).isZero();
    }

    @Test
    void socketsOfTheFactoryFindTheirHostByTheStacksNames() throws Exception {
        try (StreamListener listener = stack.sockets().listen(8080);
                Socket byName = stack.sockets().socketFactory().createSocket("www.example.org", 8080);
                Socket unresolved = stack.sockets().socketFactory().createSocket()) {
            assertThat(byName.getInetAddress().getHostName()).isEqualTo("www.example.org");
            unresolved.connect(InetSocketAddress.createUnresolved("www", 8080), 1_000);
            assertThat(unresolved.isConnected()).isTrue();
            assertThat(listener.local().getPort()).isEqualTo(8080);
        }
    }
}
