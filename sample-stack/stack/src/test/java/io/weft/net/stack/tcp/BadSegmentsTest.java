package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.TcpHeader;
import io.weft.net.testkit.packet.PacketBuilder;
import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What no honest peer sends: it costs nothing, and the connection that stands goes on. Floods of SYNs are {@link ListeningTest}'s.
class BadSegmentsTest {

    private static final int ICMP_ERRORS = 1_000_000;

    private final TcpConversation tcp = new TcpConversation();

    @BeforeEach
    void establish() throws IOException {
        tcp.listen(16);
        tcp.peer("S 0:0(0) win 65535 <mss 1000>").ignoreSent();
        tcp.peer(". 1:1(0) ack 1 win 65535");
        tcp.accept();
        tcp.heard("acceptable");
    }

    @AfterEach
    void close() {
        tcp.close();
    }

    private long count(TcpCounter what) {
        return tcp.stack().tcp().counters().of(what);
    }

    private void stillWorks(int from) throws IOException {
        tcp.ignoreSent();
        assertThat(tcp.socket().state()).isEqualTo(TcpState.ESTABLISHED);
        tcp.peer("P. " + from + ":" + (from + 100) + "(100) ack 1 win 65535");
        tcp.read(from, 100);
        tcp.ignoreSent();
    }

    @Test
    void anythingInAHeaderIsSurvived() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            int[] options = random.ints(random.nextInt(11) * 4, 0, 256).toArray();
            // near the window, so that it gets far; never exactly where a reset would count
            PacketBuilder segment = tcp.segment(2 + random.nextInt(100_000), 0)
                    .acknowledgment(random.nextInt()).flags(random.nextInt(256)).window(random.nextInt(65_536))
                    .payload(new byte[random.nextInt(50)]);
            tcp.arrive(options.length == 0 ? segment : segment.tcpOptions(options)).ignoreSent();
        }
        assertThat(tcp.socket().state()).isIn(TcpState.ESTABLISHED, TcpState.CLOSE_WAIT);
    }

    // ---- resets and SYNs, RFC 5961

    /// §3: with the ports known and not the numbers.
    @Test
    void forgedResetsEndNothingAndAreAnsweredRarely() throws IOException {
        Random random = new Random(4);
        int sent = 0;
        for (int i = 0; i < 100_000; i++) {
            int first = random.nextInt(Integer.MAX_VALUE);
            tcp.arrive(tcp.segment(first == 1 ? 2 : first, 0).flags(TcpHeader.RST));
            sent += tcp.sentSegments();
            tcp.ignoreSent();
        }
        assertThat(sent).isLessThanOrEqualTo(TcpSettings.DEFAULT.challengeAcksPerSecond());
        stillWorks(1);
    }

    /// §4.
    @Test
    void forgedSynsEndNothingAndAreAnsweredRarely() throws IOException {
        Random random = new Random(5);
        int sent = 0;
        for (int i = 0; i < 10_000; i++) {
            // within the window, where they would have counted once
            tcp.arrive(tcp.segment(1 + random.nextInt(60_000), 0).acknowledgment(0).flags(TcpHeader.SYN));
            sent += tcp.sentSegments();
            tcp.ignoreSent();
        }
        assertThat(sent).isEqualTo(TcpSettings.DEFAULT.challengeAcksPerSecond());
        assertThat(count(TcpCounter.SYN_CHALLENGE)).isEqualTo(10_000);
        stillWorks(1);
    }

    /// §5: data with an acknowledgment that was guessed.
    @Test
    void forgedDataIsNotTaken() throws IOException {
        Random random = new Random(6);
        for (int i = 0; i < 10_000; i++) {
            tcp.arrive(tcp.segment(1, 2 + random.nextInt(Integer.MAX_VALUE / 2)).flags(TcpHeader.ACK | TcpHeader.PSH).payload("evil"));
            tcp.arrive(tcp.segment(1, -70_000 - random.nextInt(Integer.MAX_VALUE / 2)).flags(TcpHeader.ACK | TcpHeader.PSH).payload("evil"));
            tcp.ignoreSent();
        }
        assertThat(tcp.socket().available()).isZero();
        stillWorks(1);
    }

    /// §5: nor does an acknowledgment of what was never sent move anything.
    @Test
    void anAcknowledgmentOfUnsentDataFreesNothing() throws IOException {
        tcp.write(1, 1_000);
        tcp.ignoreSent();
        tcp.peer(". 1:1(0) ack 100000").stack(". 1001:1001(0) ack 1");
        assertThat(tcp.socket().info().inFlightBytes()).isEqualTo(1_000);
        tcp.peer(". 1:1(0) ack 1001");
        assertThat(tcp.socket().info().inFlightBytes()).isZero();
    }

    @Test
    void dataOutsideOfTheWindowTakesNoMemory() throws IOException {
        Random random = new Random(7);
        int window = tcp.socket().info().receiveWindowBytes();
        for (int i = 0; i < 10_000; i++) {
            tcp.arrive(tcp.segment(1 + window + random.nextInt(1_000_000_000), 1).flags(TcpHeader.ACK).payloadOf(1_000)).ignoreSent();
        }
        assertThat(tcp.stack().tcp().bufferBytes()).isZero();
        assertThat(tcp.socket().info().outOfOrderRanges()).isZero();
        stillWorks(1);
    }

    // ---- data

    /// The first copy is kept, before a gap and behind it: whoever comes later cannot change what a filter has seen.
    @Test
    void ofOverlapsWithDifferentBytesTheFirstAreKept() throws IOException {
        byte[] other = new byte[3_000];
        Arrays.fill(other, (byte) 0xEE);
        tcp.peer(". 501:1501(1000) ack 1");
        tcp.peer(". 2001:2501(500) ack 1");
        // over the first range's end, the gap behind it and the second's beginning
        tcp.arrive(tcp.segment(1_001, 1).flags(TcpHeader.ACK).payload(Arrays.copyOf(other, 1_200)));
        // and over all, the gap before them included
        tcp.arrive(tcp.segment(1, 1).flags(TcpHeader.ACK).payload(other));
        tcp.ignoreSent();
        byte[] got = new byte[3_000];
        assertThat(tcp.socket().read(got, 0, 3_000)).isEqualTo(3_000);
        byte[] expected = other.clone();
        System.arraycopy(TcpConversation.stream(501, 1_000), 0, expected, 500, 1_000);
        System.arraycopy(TcpConversation.stream(2_001, 500), 0, expected, 2_000, 500);
        assertThat(got).isEqualTo(expected);
    }

    @Test
    void everySecondByteIsBounded() throws IOException {
        for (int i = 0; i < 30_000; i++) {
            int first = 2 + 2 * i;
            tcp.peer(". " + first + ":" + (first + 1) + "(1) ack 1").ignoreSent();
        }
        assertThat(tcp.socket().info().outOfOrderRanges()).isEqualTo(ReassemblyQueue.MAX_RANGES);
        assertThat(tcp.stack().tcp().bufferBytes()).isLessThanOrEqualTo(1 << 17);
        stillWorks(1);
    }

    /// RFC 9293 §3.8.6.2.1.
    @Test
    void aTinyWindowDoesNotMakeTinySegments() throws IOException {
        tcp.write(1, 10_000);
        tcp.ignoreSent();
        int acknowledged = 1;
        int segments = 0;
        tcp.peer(". 1:1(0) ack 10001 win 0").ignoreSent();
        acknowledged = 10_001;
        tcp.write(acknowledged, 1_000);
        for (int i = 0; i < 1_000; i++) {
            // each opens the window by a byte, as a silly receiver would
            tcp.peer(". 1:1(0) ack " + acknowledged + " win 1");
            segments += tcp.sentSegments();
            tcp.ignoreSent();
        }
        assertThat(segments).isZero();
        // it still goes on, by probes, one for each time-out
        tcp.pass(200).stack(". 10001:10002(1) ack 1").stackIsSilent();
    }

    /// A window that shrinks behind what was sent (RFC 9293 §3.8.6: it should not, and one has to live with it).
    @Test
    void aWindowThatShrinksIsSurvived() throws IOException {
        tcp.write(1, 9_000);
        tcp.ignoreSent();
        tcp.peer(". 1:1(0) ack 1 win 0");
        tcp.pass(5_000).ignoreSent();
        tcp.peer(". 1:1(0) ack 9001 win 65535");
        tcp.ignoreSent();
        assertThat(tcp.socket().info().inFlightBytes()).isZero();
        stillWorks(1);
    }

    /// RFC 6093 §4, as {@link TcpConnection} says.
    @Test
    void urgentDataIsData() throws IOException {
        tcp.arrive(tcp.segment(1, 1).flags(TcpHeader.ACK | TcpHeader.URG).urgentPointer(5).payload(TcpConversation.stream(1, 10)));
        tcp.read(1, 10);
        stillWorks(11);
    }

    @Test
    void aPeerThatNeverClosesHoldsNothingOfWhatIsClosed() {
        tcp.close(tcp.socket());
        tcp.peer(". 1:1(0) ack 2").ignoreSent();
        for (int i = 0; i < 70; i++) {
            tcp.pass(1_000).peer(". 1:1(0) ack 2").ignoreSent();
        }
        assertThat(tcp.stack().tcp().connections()).isZero();
    }

    // ---- options

    @Test
    void absurdOptionsOfASynAreBounded() throws IOException {
        tcp.abort();
        tcp.ignoreSent();
        tcp.peer("S 0:0(0) win 65535 <mss 0,wscale 255>").stack("S. 0:0(0) ack 1 <mss 1460,wscale 7>");
        tcp.peer(". 1:1(0) ack 1 win 65535");
        tcp.accept();
        tcp.write(1, 100);
        tcp.stack(". 1:49(48) ack 1").stack(". 49:97(48) ack 1").stack("P. 97:101(4) ack 1");
        assertThat(tcp.socket().info().sendScale()).isEqualTo(14);
    }

    @Test
    void anMssOfOneMakesNoSegmentsOfOneByte() throws IOException {
        tcp.abort();
        tcp.ignoreSent();
        tcp.peer("S 0:0(0) win 65535 <mss 1>").ignoreSent();
        tcp.peer(". 1:1(0) ack 1 win 65535");
        tcp.accept();
        tcp.write(1, 48);
        tcp.stack("P. 1:49(48) ack 1");
    }

    /// Lengths of 0, 1 and more than there is: what comes behind is not read, the segment is.
    @Test
    void optionsOfImpossibleLengthEndTheOptionsOnly() throws IOException {
        int[][] absurd = {{8, 0, 1, 1}, {8, 1, 1, 1}, {8, 255, 1, 1}, {1, 1, 1, 8}, {2, 2, 3, 1}, {5, 10, 0, 0}, {0, 9, 9, 9}, {254, 0, 254, 0},
                {5, 2, 5, 2}, {30, 3, 7, 0}, {34, 2, 1, 1}};
        int from = 1;
        for (int[] options : absurd) {
            tcp.arrive(tcp.segment(from, 1).flags(TcpHeader.ACK).tcpOptions(options).payload(TcpConversation.stream(from, 10)));
            tcp.read(from, 10);
            from += 10;
        }
        stillWorks(from);
    }

    @Test
    void sackBlocksWithoutSenseAreSurvived() throws IOException {
        tcp.abort();
        tcp.ignoreSent();
        tcp.arrive(tcp.segment(0, 0).acknowledgment(0).flags(TcpHeader.SYN).window(65_535).tcpOptions(2, 4, 3, 232, 4, 2, 1, 1)).ignoreSent();
        tcp.peer(". 1:1(0) ack 1 win 65535");
        tcp.accept();
        tcp.write(1, 20_000);
        tcp.ignoreSent();
        Random random = new Random(8);
        int iss = tcp.iss();
        for (int i = 0; i < 2_000; i++) {
            int left = iss + 1 + random.nextInt(-30_000, 30_000);
            // reversed, empty, before what was acknowledged, behind what was sent
            int right = iss + 1 + random.nextInt(-30_000, 30_000);
            tcp.arrive(tcp.segment(1, 1).flags(TcpHeader.ACK).window(65_535).tcpOptions(1, 1, 5, 10, left >>> 24, left >>> 16 & 255,
                    left >>> 8 & 255, left & 255, right >>> 24, right >>> 16 & 255, right >>> 8 & 255, right & 255)).ignoreSent();
        }
        assertThat(tcp.socket().state()).isEqualTo(TcpState.ESTABLISHED);
        tcp.peer(". 1:1(0) ack " + (1 + tcp.socket().info().inFlightBytes()) + " win 65535");
        tcp.pass(100_000).ignoreSent();
    }

    // ---- ICMP, RFC 5927

    /// Who knows the ports and not the numbers changes nothing.
    @Test
    void aMillionForgedIcmpErrorsChangeNothing() throws IOException {
        tcp.write(1, 5_000);
        tcp.ignoreSent();
        Random random = new Random(9);
        byte[] quoted = PacketBuilder.tcp(TcpConversation.STACK, TcpConversation.STACK_PORT, TcpConversation.PEER, TcpConversation.PEER_PORT)
                .payloadOf(8).bytes();
        PacketBuilder[] errors = new PacketBuilder[1_000];
        for (int i = 0; i < errors.length; i++) {
            int sequence = tcp.iss() + 10_000 + random.nextInt(Integer.MAX_VALUE);
            for (int octet = 0; octet < 4; octet++) {
                quoted[24 + octet] = (byte) (sequence >>> 24 - 8 * octet);
            }
            int code = random.nextInt(16);
            errors[i] = PacketBuilder.icmp("192.168.1.3", TcpConversation.STACK, 3, code, code == 4 ? 100 : 0).payload(Arrays.copyOf(quoted, 28));
        }
        for (int i = 0; i < ICMP_ERRORS; i++) {
            tcp.arrive(errors[i % errors.length]);
        }
        tcp.stackIsSilent();
        assertThat(tcp.socket().info().mss()).isEqualTo(1_000);
        assertThat(count(TcpCounter.OUT_OF_WINDOW_ICMPS)).isPositive();
        tcp.peer(". 1:1(0) ack 5001");
        stillWorks(1);
    }

    /// Even who guesses a number gets no smaller segments than 552 bytes of packet allow.
    @Test
    void aGuessedIcmpErrorDoesLittle() throws IOException {
        tcp.write(1, 5_000);
        tcp.ignoreSent();
        tcp.unreachable(4, 68, 1);
        assertThat(tcp.socket().info().mss()).isEqualTo(512);
        for (int code = 0; code < 4; code++) {
            tcp.unreachable(code, 0, 1);
        }
        tcp.ignoreSent();
        tcp.peer(". 1:1(0) ack 5001");
        stillWorks(1);
    }
}
