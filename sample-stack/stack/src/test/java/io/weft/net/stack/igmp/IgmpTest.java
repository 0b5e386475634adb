package io.weft.net.stack.igmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import io.weft.net.packet.DropReason;
import io.weft.net.stack.testing.TestRouter;
import io.weft.net.stack.udp.UdpHandler;
import io.weft.net.stack.udp.UdpSocket;
import io.weft.net.testkit.link.TestDriver;
import io.weft.net.testkit.packet.InternetChecksum;
import io.weft.net.testkit.packet.PacketAssert;
import io.weft.net.testkit.packet.PacketBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a link hears of a host's groups. Messages are written as `type to destination`, version 3 records as `TYPE group {sources}`.
class IgmpTest {

    private static final int LINK = 14;
    private static final int IGMP = LINK + 24;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int GROUP = Ipv4.parse("239.1.2.3");
    private static final int OTHER = Ipv4.parse("239.1.2.4");
    private static final int SOURCE = Ipv4.parse("10.9.0.2");
    private static final int SECOND_SOURCE = Ipv4.parse("10.9.0.3");

    private final TestRouter router = TestRouter.open();
    private UdpSocket socket;

    @BeforeEach
    void open() {
        socket = router.stack.udp().open(UdpHandler.KEEPS);
    }

    @AfterEach
    void close() {
        router.close();
    }

    private UdpSocket join(int group) throws IOException {
        socket.join(group, router.stack.interfaceNamed("eth0"));
        router.settle();
        return socket;
    }

    private void join(int group, int source) throws IOException {
        socket.join(group, router.stack.interfaceNamed("eth0"), source);
        router.settle();
    }

    // ---- what was heard

    private List<String> heard() {
        return router.eth0.takeSent().stream().map(IgmpTest::read).toList();
    }

    private static String read(byte[] frame) {
        PacketAssert.assertThatFrame(frame).hasProtocol(2).hasTtl(1).hasTos(0xC0).hasIpOptions(148, 4, 0, 0).hasSource("192.168.1.1");
        byte[] igmp = Arrays.copyOfRange(frame, IGMP, frame.length);
        assertThat(InternetChecksum.of(igmp)).as("checksum").isZero();
        ByteBuffer bytes = ByteBuffer.wrap(igmp);
        String destination = Ipv4.format(ByteBuffer.wrap(frame).getInt(LINK + 16));
        return switch (bytes.get()) {
            case 0x12 -> "report1 " + Ipv4.format(bytes.getInt(4)) + " to " + destination;
            case 0x16 -> "report2 " + Ipv4.format(bytes.getInt(4)) + " to " + destination;
            case 0x17 -> "leave " + Ipv4.format(bytes.getInt(4)) + " to " + destination;
            case 0x22 -> {
                assertThat(destination).isEqualTo("224.0.0.22");
                yield readRecords(bytes);
            }
            default -> throw new AssertionError("type " + bytes.get(0));
        };
    }

    private static String readRecords(ByteBuffer bytes) {
        List<String> records = new ArrayList<>();
        int count = bytes.getShort(6);
        bytes.position(8);
        for (int i = 0; i < count; i++) {
            String type = List.of("", "IS_IN", "IS_EX", "TO_IN", "TO_EX", "ALLOW", "BLOCK").get(bytes.get());
            assertThat(bytes.get()).as("auxiliary data").isZero();
            int sources = bytes.getShort();
            StringBuilder record = new StringBuilder(type + " " + Ipv4.format(bytes.getInt()));
            for (int s = 0; s < sources; s++) {
                record.append(' ').append(Ipv4.format(bytes.getInt()));
            }
            records.add(record.toString());
        }
        assertThat(bytes.hasRemaining()).isFalse();
        return String.join(", ", records);
    }

    private void assertQuiet() {
        router.pass(Duration.ofSeconds(30));
        assertThat(heard()).isEmpty();
    }

    // ---- what is asked

    private void query(String destination, int... bytes) {
        byte[] message = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            message[i] = (byte) bytes[i];
        }
        ByteBuffer.wrap(message).putShort(2, (short) InternetChecksum.of(message));
        arrive(router.eth0, destination, message);
    }

    private void arrive(TestDriver link, String destination, byte[] message) {
        router.arrive(link, PacketBuilder.ip("192.168.1.2", destination, 2).ipOptions(148, 4, 0, 0).ttl(1).payload(message)
                .ethernet(TestRouter.LAN_MAC, "01:00:5e:00:00:01"));
    }

    private static int[] bytes(int type, int code, int group, int... further) {
        int[] message = Arrays.copyOf(new int[] {type, code, 0, 0, group >>> 24, group >>> 16 & 255, group >>> 8 & 255, group & 255},
                8 + further.length);
        System.arraycopy(further, 0, message, 8, further.length);
        return message;
    }

    private void query3(int group, int code, int... sources) {
        int[] further = new int[4 + 4 * sources.length];
        further[0] = 2;
        further[1] = 125;
        further[3] = sources.length;
        for (int i = 0; i < sources.length; i++) {
            for (int b = 0; b < 4; b++) {
                further[4 + 4 * i + b] = sources[i] >>> 24 - 8 * b & 255;
            }
        }
        query(group == 0 ? "224.0.0.1" : Ipv4.format(group), bytes(0x11, code, group, further));
    }

    private void query2(int group, int code) {
        query(group == 0 ? "224.0.0.1" : Ipv4.format(group), bytes(0x11, code, group));
    }

    private void quietAfterJoin(int group) throws IOException {
        join(group);
        router.pass(Duration.ofSeconds(2));
        heard();
    }

    // ---- version 3, RFC 3376 §5.1

    @Test
    void aJoinIsToldAtOnceAndOnceMoreWithinASecond() throws IOException {
        join(GROUP);
        assertThat(heard()).containsExactly("TO_EX 239.1.2.3");
        router.pass(SECOND);
        assertThat(heard()).containsExactly("TO_EX 239.1.2.3");
        assertQuiet();
    }

    @Test
    void aReportGoesToTheRoutersMacAddress() throws IOException {
        join(GROUP);
        PacketAssert.assertThatFrame(router.onlyFrame(router.eth0)).goesFrom(TestRouter.ETH0_MAC).goesTo("01:00:5e:00:00:16")
                .hasDontFragment(true);
    }

    @Test
    void aLeaveIsToldTwice() throws IOException {
        quietAfterJoin(GROUP);
        socket.leave(GROUP, router.stack.interfaceNamed("eth0"));
        router.settle();
        assertThat(heard()).containsExactly("TO_IN 239.1.2.3");
        router.pass(SECOND);
        assertThat(heard()).containsExactly("TO_IN 239.1.2.3");
        assertQuiet();
    }

    @Test
    void aClosedSocketLeavesItsGroups() throws IOException {
        quietAfterJoin(GROUP);
        socket.close();
        router.settle();
        assertThat(heard()).containsExactly("TO_IN 239.1.2.3");
    }

    @Test
    void onlyTheFirstToJoinAndTheLastToLeaveAreTold() throws IOException {
        quietAfterJoin(GROUP);
        UdpSocket another = router.stack.udp().open(UdpHandler.KEEPS);
        another.join(GROUP, router.stack.interfaceNamed("eth0"));
        another.close();
        router.settle();
        assertQuiet();
    }

    @Test
    void aLeaveThatOvertakesItsJoinIsToldInItsStead() throws IOException {
        join(GROUP).leave(GROUP, router.stack.interfaceNamed("eth0"));
        router.pass(Duration.ofSeconds(3));
        assertThat(heard()).containsExactly("TO_EX 239.1.2.3", "TO_IN 239.1.2.3", "TO_IN 239.1.2.3");
    }

    @Test
    void sourcesAreAllowedAndBlockedOneByOne() throws IOException {
        join(GROUP, SOURCE);
        assertThat(heard()).containsExactly("ALLOW 239.1.2.3 10.9.0.2");
        router.pass(Duration.ofSeconds(2));
        heard();
        join(GROUP, SECOND_SOURCE);
        assertThat(heard()).containsExactly("ALLOW 239.1.2.3 10.9.0.3");
        socket.leave(GROUP, router.stack.interfaceNamed("eth0"), SOURCE);
        router.settle();
        assertThat(heard()).containsExactly("ALLOW 239.1.2.3 10.9.0.3, BLOCK 239.1.2.3 10.9.0.2");
        router.pass(Duration.ofSeconds(2));
        assertThat(heard()).containsExactly("BLOCK 239.1.2.3 10.9.0.2");
        assertQuiet();
    }

    @Test
    void aBlockedSourceIsToldAsSuch() throws IOException {
        quietAfterJoin(GROUP);
        socket.block(GROUP, router.stack.interfaceNamed("eth0"), SOURCE);
        router.settle();
        assertThat(heard()).containsExactly("BLOCK 239.1.2.3 10.9.0.2");
    }

    @Test
    void nothingIsSaidOfTheGroupOfAllHosts() throws IOException {
        join(Groups.ALL_HOSTS);
        query3(0, 10);
        assertQuiet();
    }

    @Test
    void nothingIsSaidOverLo() throws IOException {
        socket.join(GROUP, router.stack.interfaceNamed("lo"));
        router.pass(Duration.ofSeconds(3));
        router.sentNothing();
    }

    // ---- queries, RFC 3376 §5.2

    @Test
    void aGeneralQueryIsAnsweredOnceForAllGroupsWithinItsTime() throws IOException {
        quietAfterJoin(GROUP);
        quietAfterJoin(OTHER);
        query3(0, 50);
        assertThat(heard()).as("at once").isEmpty();
        router.pass(Duration.ofSeconds(5));
        assertThat(heard()).containsExactly("IS_EX 239.1.2.3, IS_EX 239.1.2.4");
        assertQuiet();
    }

    @Test
    void aQueryAboutAGroupIsAnsweredForItAlone() throws IOException {
        quietAfterJoin(GROUP);
        quietAfterJoin(OTHER);
        query3(OTHER, 10);
        router.pass(SECOND);
        assertThat(heard()).containsExactly("IS_EX 239.1.2.4");
        query3(Ipv4.parse("239.9.9.9"), 10);
        assertQuiet();
    }

    @Test
    void aQueryAboutSourcesIsAnsweredForThoseThatAreHeard() throws IOException {
        quietAfterJoin(GROUP);
        socket.block(GROUP, router.stack.interfaceNamed("eth0"), SOURCE);
        router.pass(Duration.ofSeconds(2));
        heard();
        query3(GROUP, 10, SOURCE, SECOND_SOURCE);
        router.pass(SECOND);
        assertThat(heard()).containsExactly("IS_IN 239.1.2.3 10.9.0.3");
        query3(GROUP, 10, SOURCE);
        assertQuiet();
    }

    @Test
    void severalQueriesGetOneAnswer() throws IOException {
        quietAfterJoin(GROUP);
        query3(0, 10);
        query3(0, 10);
        query3(GROUP, 100, SOURCE);
        router.pass(Duration.ofSeconds(10));
        assertThat(heard()).containsExactly("IS_EX 239.1.2.3");
    }

    @Test
    void aLongTimeToAnswerIsReadAsAFloatingPointNumber() throws IOException {
        quietAfterJoin(GROUP);
        // mantissa 15, exponent 7: 3,174.4 s
        query3(0, 0xFF);
        router.pass(Duration.ofMillis(3_174_400));
        assertThat(heard()).containsExactly("IS_EX 239.1.2.3");
    }

    @Test
    void aQueryAsksForTheRobustnessThatReportsHave() throws IOException {
        query("224.0.0.1", bytes(0x11, 10, 0, 4, 125, 0, 0));
        router.pass(SECOND);
        join(GROUP);
        router.pass(Duration.ofSeconds(10));
        assertThat(heard()).hasSize(4).containsOnly("TO_EX 239.1.2.3");
    }

    // ---- older queriers, RFC 3376 §7.2 and RFC 2236 §3

    @Test
    void anOlderQuerierIsSpokenToInItsOwnWords() throws IOException {
        quietAfterJoin(GROUP);
        query2(0, 100);
        router.pass(Duration.ofSeconds(10));
        assertThat(heard()).containsExactly("report2 239.1.2.3 to 239.1.2.3");
        join(OTHER);
        router.pass(Duration.ofSeconds(10));
        assertThat(heard()).containsExactly("report2 239.1.2.4 to 239.1.2.4", "report2 239.1.2.4 to 239.1.2.4");
        socket.leave(OTHER, router.stack.interfaceNamed("eth0"));
        router.settle();
        assertThat(heard()).containsExactly("leave 239.1.2.4 to 224.0.0.2");
        assertQuiet();
    }

    @Test
    void theOldestQuerierHearsOfNoLeaves() throws IOException {
        query2(0, 0);
        join(GROUP);
        assertThat(heard()).containsExactly("report1 239.1.2.3 to 239.1.2.3");
        router.pass(Duration.ofSeconds(10));
        assertThat(heard()).containsExactly("report1 239.1.2.3 to 239.1.2.3");
        socket.leave(GROUP, router.stack.interfaceNamed("eth0"));
        router.settle();
        assertQuiet();
    }

    @Test
    void whoeverWasNotHeardOfForLongIsForgotten() throws IOException {
        query2(0, 100);
        router.pass(Duration.ofSeconds(261));
        join(GROUP);
        assertThat(heard()).containsExactly("TO_EX 239.1.2.3");
    }

    @Test
    void anotherHostsReportIsEnough() throws IOException {
        query2(0, 100);
        quietAfterJoin(GROUP);
        router.pass(Duration.ofSeconds(10));
        heard();
        query2(0, 100);
        query("239.1.2.3", bytes(0x16, 0, GROUP));
        assertQuiet();
        socket.leave(GROUP, router.stack.interfaceNamed("eth0"));
        router.settle();
        assertThat(heard()).as("who was not the last to report says no leave").isEmpty();
    }

    // ---- the link

    @Test
    void aLinkThatComesUpHearsOfAllGroups() throws IOException {
        quietAfterJoin(GROUP);
        router.stack.setUp("eth0", false);
        query3(0, 10);
        assertQuiet();
        router.stack.setUp("eth0", true);
        router.settle();
        assertThat(heard()).containsExactly("TO_EX 239.1.2.3");
    }

    @Test
    void theCardListensToAGroupAsLongAsSomebodyDoes() throws IOException {
        assertThat(router.eth0.listensTo()).containsExactly("01:00:5e:00:00:01");
        join(GROUP);
        join(Ipv4.parse("238.129.2.3"));
        assertThat(router.eth0.listensTo()).containsExactly("01:00:5e:00:00:01", "01:00:5e:01:02:03");
        socket.leave(GROUP, router.stack.interfaceNamed("eth0"));
        assertThat(router.eth0.listensTo()).contains("01:00:5e:01:02:03");
        socket.close();
        assertThat(router.eth0.listensTo()).containsExactly("01:00:5e:00:00:01");
    }

    // ---- bad messages

    @Test
    void countsAWrongChecksum() throws IOException {
        quietAfterJoin(GROUP);
        arrive(router.eth0, "224.0.0.1", new byte[] {0x11, 10, 1, 1, 0, 0, 0, 0, 2, 125, 0, 0});
        assertQuiet();
        router.droppedOnly(DropReason.IGMP_CHECKSUM);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 9, 11})
    void countsALengthThatNoQueryHas(int length) throws IOException {
        quietAfterJoin(GROUP);
        query("224.0.0.1", Arrays.copyOf(bytes(0x11, 10, 0, 2, 125, 0, 0), Math.max(4, length)));
        assertQuiet();
        router.droppedOnly(DropReason.IGMP_MALFORMED);
    }

    @Test
    void countsMoreSourcesThanThereAre() throws IOException {
        quietAfterJoin(GROUP);
        query("239.1.2.3", bytes(0x11, 10, GROUP, 2, 125, 0, 1));
        assertQuiet();
        router.droppedOnly(DropReason.IGMP_MALFORMED);
    }
}
