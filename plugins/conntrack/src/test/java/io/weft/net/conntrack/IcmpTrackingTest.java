package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.Direction;
import io.weft.net.packet.IcmpHeader;
import io.weft.net.packet.Ipv4Header;
import io.weft.net.packet.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpTrackingTest {

    private static final String A = "192.168.1.2";
    private static final String B = "203.0.113.2";
    private static final String ROUTER = "198.51.100.9";

    private final TrackingDouble tracking = new TrackingDouble();

    @AfterEach
    void close() {
        tracking.close();
    }

    private Packet query(String from, String to, int type, int identifier) {
        Packet packet = tracking.packets().ip(from, to, Ipv4Header.PROTOCOL_ICMP, IcmpHeader.LENGTH + 12);
        packet.icmp().type(type);
        packet.icmp().identifier(identifier);
        packet.icmp().computeChecksum();
        return packet;
    }

    /// An error that quotes the first bytes of a packet.
    private Packet error(String from, String to, int type, Packet about, int quoted) {
        byte[] bytes = about.toByteArray();
        about.release();
        Packet packet = tracking.packets().ip(from, to, Ipv4Header.PROTOCOL_ICMP, IcmpHeader.LENGTH + quoted);
        packet.icmp().type(type);
        packet.copyFrom(Ipv4Header.MIN_LENGTH + IcmpHeader.LENGTH, bytes, 0, quoted);
        packet.icmp().computeChecksum();
        return packet;
    }

    private Packet udp() {
        return tracking.packets().udp(A, B, 1000, 53);
    }

    @ParameterizedTest
    @CsvSource({"8, 0", "13, 14", "15, 16", "17, 18"})
    void queriesAndTheirAnswersAreConnections(int request, int reply) {
        assertThat(tracking.pass(query(A, B, request, 7)).state()).isEqualTo(ConnectionState.NEW);
        TrackingDouble.Seen answer = tracking.pass(query(B, A, reply, 7));
        assertThat(answer.state()).isEqualTo(ConnectionState.ESTABLISHED);
        assertThat(answer.direction()).isEqualTo(Direction.REPLY);
        assertThat(tracking.secondsLeft(answer.connection())).isEqualTo(30);
        assertThat(tracking.conntrack().size()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 14, 16, 18, 1, 2, 6, 7, 9, 10, 19, 200})
    void otherTypesBeginNothing(int type) {
        assertThat(tracking.pass(query(A, B, type, 7)).state()).isEqualTo(ConnectionState.INVALID);
        assertThat(tracking.conntrack().size()).isZero();
    }

    @Test
    void answerWithAnotherIdentifierIsInvalid() {
        tracking.pass(query(A, B, 8, 7));
        assertThat(tracking.pass(query(B, A, 0, 8)).state()).isEqualTo(ConnectionState.INVALID);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 11, 12})
    void errorAboutATrackedPacketIsRelatedAndMakesNoEntry(int type) {
        TrackedConnection connection = tracking.pass(udp()).connection();
        TrackingDouble.Seen error = tracking.pass(error(ROUTER, A, type, udp(), 28));
        assertThat(error.state()).isEqualTo(ConnectionState.RELATED);
        assertThat(error.connection()).isSameAs(connection);
        assertThat(error.direction()).isEqualTo(Direction.REPLY);
        assertThat(tracking.conntrack().size()).isOne();
    }

    @Test
    void errorAboutAReplyGoesTheOriginalWay() {
        tracking.pass(udp());
        tracking.pass(tracking.packets().udp(B, A, 53, 1000));
        TrackingDouble.Seen error = tracking.pass(error(ROUTER, B, 3, tracking.packets().udp(B, A, 53, 1000), 28));
        assertThat(error.state()).isEqualTo(ConnectionState.RELATED);
        assertThat(error.direction()).isEqualTo(Direction.ORIGINAL);
    }

    @Test
    void errorAboutNothingTrackedIsInvalidAndCounted() {
        assertThat(tracking.pass(error(ROUTER, A, 3, udp(), 28)).state()).isEqualTo(ConnectionState.INVALID);
        assertThat(tracking.conntrack().statistics().error()).isOne();
    }

    @Test
    void errorThatGoesToSomebodyElseIsInvalid() {
        tracking.pass(udp());
        assertThat(tracking.pass(error(ROUTER, "192.168.1.77", 3, udp(), 28)).state()).isEqualTo(ConnectionState.INVALID);
    }

    @Test
    void errorThatQuotesTooLittleIsInvalid() {
        tracking.pass(udp());
        assertThat(tracking.pass(error(ROUTER, A, 3, udp(), 23)).state()).isEqualTo(ConnectionState.INVALID);
        assertThat(tracking.pass(error(ROUTER, A, 3, udp(), 12)).state()).isEqualTo(ConnectionState.INVALID);
    }

    @Test
    void wrongChecksumIsInvalid() {
        Packet packet = query(A, B, 8, 7);
        packet.icmp().checksum(packet.icmp().checksum() ^ 1);
        assertThat(tracking.pass(packet).state()).isEqualTo(ConnectionState.INVALID);
    }

    @Test
    void otherProtocolsAreTrackedByTheirAddresses() {
        assertThat(tracking.pass(tracking.packets().ip(A, B, 50, 20)).state()).isEqualTo(ConnectionState.NEW);
        TrackingDouble.Seen reply = tracking.pass(tracking.packets().ip(B, A, 50, 20));
        assertThat(reply.state()).isEqualTo(ConnectionState.ESTABLISHED);
        assertThat(tracking.secondsLeft(reply.connection())).isEqualTo(600);
        assertThat(Ipv4.format(reply.connection().source(Direction.ORIGINAL))).isEqualTo(A);
    }
}
