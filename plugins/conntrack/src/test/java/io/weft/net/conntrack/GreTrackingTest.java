package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.packet.Packet;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is claimed here was asked of the kernel with raw sockets.
class GreTrackingTest {

    private static final String A = "192.168.1.2";
    private static final String B = "203.0.113.2";
    private static final String VERSION_0 = "0000080045454545";
    private static final String KEYED = "200008000000000745454545";
    private static final String CALL_9 = "2001880b0004000900000001";

    private final TrackingDouble tracking = new TrackingDouble();

    @AfterEach
    void leavesNothingBehind() {
        tracking.pass(Duration.ofDays(6));
        assertThat(tracking.conntrack().size()).isZero();
        tracking.close();
    }

    private TrackingDouble.Seen pass(String source, String destination, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Packet packet = tracking.packets().ip(source, destination, 47, bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            packet.u8(20 + i, bytes[i] & 0xFF);
        }
        return tracking.pass(packet);
    }

    private static void assertKeys(TrackedConnection connection, Direction direction, int source, int destination) {
        assertThat(connection.sourcePort(direction)).isEqualTo(source);
        assertThat(connection.destinationPort(direction)).isEqualTo(destination);
    }

    @ParameterizedTest
    @ValueSource(strings = {VERSION_0, KEYED, "000008", "0007080000040007", "2001880b000400"})
    void allButVersionOneHasNoKeys(String hex) {
        TrackingDouble.Seen seen = pass(A, B, hex);
        assertThat(seen.state()).isEqualTo(ConnectionState.NEW);
        assertKeys(seen.connection(), Direction.ORIGINAL, 0, 0);
        assertThat(pass(B, A, VERSION_0).state()).isEqualTo(ConnectionState.ESTABLISHED);
        assertThat(tracking.conntrack().size()).isOne();
    }

    @Test
    void versionOneGoesByTheReceiversCallId() {
        TrackedConnection connection = pass(A, B, CALL_9).connection();
        assertKeys(connection, Direction.ORIGINAL, 0, 9);
        assertKeys(connection, Direction.REPLY, 9, 0);
        assertThat(pass(B, A, CALL_9).state()).as("nobody told the kernel that these belong together").isEqualTo(ConnectionState.NEW);
        assertThat(tracking.conntrack().size()).isEqualTo(2);
    }

    @Test
    void versionOneOfAnotherProtocolThanPppIsInvalid() {
        assertThat(pass(A, B, "2001080000040009").state()).isEqualTo(ConnectionState.INVALID);
        assertThat(tracking.conntrack().size()).isZero();
    }

    @Test
    void lastsThirtySecondsAndThreeMinutesOnceBothHaveSpoken() {
        TrackedConnection connection = pass(A, B, VERSION_0).connection();
        assertThat(tracking.secondsLeft(connection)).isEqualTo(30);
        pass(B, A, KEYED);
        assertThat(tracking.secondsLeft(connection)).isEqualTo(30);
        assertThat(connection.has(ConnectionStatus.ASSURED)).isFalse();
        pass(A, B, VERSION_0);
        assertThat(tracking.secondsLeft(connection)).isEqualTo(180);
        assertThat(connection.has(ConnectionStatus.ASSURED)).isTrue();
    }
}
