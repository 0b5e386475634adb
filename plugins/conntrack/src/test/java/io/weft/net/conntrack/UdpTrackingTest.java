package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.packet.Packet;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UdpTrackingTest {

    private static final String A = "192.168.1.2";
    private static final String B = "203.0.113.2";

    private final TrackingDouble tracking = new TrackingDouble("nf_conntrack_acct", "1");

    @AfterEach
    void leavesNothingBehind() {
        tracking.pass(Duration.ofDays(6));
        assertThat(tracking.conntrack().size()).isZero();
        assertThat(tracking.stack().scheduled()).isLessThanOrEqualTo(1);
        tracking.close();
    }

    private TrackingDouble.Seen original() {
        return tracking.pass(tracking.packets().udp(A, B, 1000, 53));
    }

    private TrackingDouble.Seen reply() {
        return tracking.pass(tracking.packets().udp(B, A, 53, 1000));
    }

    @Test
    void isNewUntilAReplyIsSeenAndThenEstablishedForBoth() {
        assertThat(original().state()).isEqualTo(ConnectionState.NEW);
        assertThat(original().state()).isEqualTo(ConnectionState.NEW);
        TrackingDouble.Seen reply = reply();
        assertThat(reply.state()).isEqualTo(ConnectionState.ESTABLISHED);
        assertThat(reply.direction()).isEqualTo(Direction.REPLY);
        assertThat(original().state()).isEqualTo(ConnectionState.ESTABLISHED);
        assertThat(tracking.conntrack().size()).isOne();
    }

    @Test
    void firstPacketThatIsDroppedLeavesNoEntry() {
        tracking.passAndDrop(tracking.packets().udp(A, B, 1000, 53));
        assertThat(tracking.conntrack().size()).isZero();
        assertThat(tracking.events()).isEmpty();
    }

    @Test
    void lastsThirtySecondsUntilItIsAStreamAndThenTwoMinutes() {
        TrackedConnection connection = original().connection();
        assertThat(tracking.secondsLeft(connection)).isEqualTo(30);
        reply();
        assertThat(tracking.secondsLeft(connection)).isEqualTo(30);
        tracking.pass(Duration.ofSeconds(1));
        original();
        assertThat(connection.has(ConnectionStatus.ASSURED)).isFalse();
        tracking.pass(Duration.ofMillis(1100));
        original();
        assertThat(connection.has(ConnectionStatus.ASSURED)).isTrue();
        assertThat(tracking.secondsLeft(connection)).isEqualTo(120);
    }

    @Test
    void endsWhenItsTimeIsOverAndSaysSo() {
        original();
        tracking.pass(Duration.ofMillis(29_999));
        assertThat(tracking.conntrack().size()).isOne();
        tracking.pass(Duration.ofMillis(600));
        assertThat(tracking.conntrack().size()).isZero();
        assertThat(tracking.events()).containsExactly("created " + ConnectionChange.NEW, "destroyed");
    }

    @Test
    void isNoLongerFoundAtTheMomentItsTimeIsOver() {
        long first = original().connection().id();
        tracking.pass(Duration.ofSeconds(30));
        assertThat(original().connection().id()).isNotEqualTo(first);
    }

    @Test
    void listenersHearOfReplyAndMark() {
        TrackedConnection connection = original().connection();
        reply();
        connection.mark(7);
        original();
        assertThat(tracking.events()).containsExactly("created " + ConnectionChange.NEW, "updated " + ConnectionChange.REPLY,
                "updated " + ConnectionChange.MARK);
    }

    @Test
    void countsPacketsAndBytesOfBothDirections() {
        TrackedConnection connection = original().connection();
        original();
        reply();
        assertThat(connection.packets(Direction.ORIGINAL)).isEqualTo(2);
        assertThat(connection.bytes(Direction.ORIGINAL)).isEqualTo(80);
        assertThat(connection.packets(Direction.REPLY)).isOne();
    }

    @Test
    void packetWithAWrongChecksumIsInvalid() {
        Packet packet = tracking.packets().udp(A, B, 1000, 53);
        packet.udp().checksum(packet.udp().checksum() ^ 0x55);
        assertThat(tracking.pass(packet).state()).isEqualTo(ConnectionState.INVALID);
        assertThat(tracking.conntrack().statistics().invalid()).isOne();
    }

    @Test
    void packetWithoutAChecksumIsTracked() {
        Packet packet = tracking.packets().udp(A, B, 1000, 53);
        packet.udp().checksum(0);
        assertThat(tracking.pass(packet).state()).isEqualTo(ConnectionState.NEW);
    }

    @Test
    void lengthBeyondThePacketIsInvalid() {
        Packet packet = tracking.packets().udp(A, B, 1000, 53);
        packet.udp().length(100);
        assertThat(tracking.pass(packet).state()).isEqualTo(ConnectionState.INVALID);
    }

    @Test
    void packetThatIsTrackedAlreadyKeepsItsConnection() {
        Packet packet = tracking.packets().udp(A, B, 1000, 53);
        tracking.conntrack().tracker().track(packet, false);
        tracking.conntrack().confirmation().confirm(packet);
        var connection = packet.connection();
        assertThat(tracking.conntrack().tracker().track(packet, true)).isSameAs(Verdict.ACCEPT);
        assertThat(packet.connection()).isSameAs(connection);
        assertThat(((TrackedConnection) connection).packets(Direction.ORIGINAL)).isOne();
        packet.release();
    }

    @Test
    void untrackedPacketStaysSo() {
        Packet packet = tracking.packets().udp(A, B, 1000, 53);
        packet.connection(null, ConnectionState.UNTRACKED, Direction.ORIGINAL);
        assertThat(tracking.pass(packet).state()).isEqualTo(ConnectionState.UNTRACKED);
        assertThat(tracking.conntrack().size()).isZero();
    }

    @Test
    void secondOfTwoFirstPacketsTakesTheConnectionOfTheFirst() {
        Packet one = tracking.packets().udp(A, B, 1000, 53);
        Packet two = tracking.packets().udp(A, B, 1000, 53);
        tracking.conntrack().tracker().track(one, true);
        tracking.conntrack().tracker().track(two, true);
        assertThat(tracking.conntrack().confirmation().confirm(one)).isSameAs(Verdict.ACCEPT);
        assertThat(tracking.conntrack().confirmation().confirm(two)).isSameAs(Verdict.ACCEPT);
        assertThat(two.connection()).isSameAs(one.connection());
        assertThat(tracking.conntrack().statistics().clashResolve()).isOne();
        one.release();
        two.release();
    }

    @Test
    void packetInThePoolHoldsNoConnection() {
        Packet packet = tracking.packets().udp(A, B, 1000, 53);
        tracking.pass(packet);
        assertThat(packet.connection()).isNull();
    }
}
