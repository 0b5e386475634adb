package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.connection.ConnectionState;
import io.weft.net.connection.ConnectionStatus;
import io.weft.net.connection.Direction;
import io.weft.net.explain.PacketTrail;
import io.weft.net.packet.Packet;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Packets that `weft trace` sends: they are told what they would be, and change nothing.
class MadeUpPacketTest {

    private static final String A = "192.168.1.2";
    private static final String B = "203.0.113.2";

    private final TrackingDouble tracking = new TrackingDouble("nf_conntrack_acct", "1", "nf_conntrack_max", "1");

    @AfterEach
    void close() {
        tracking.close();
    }

    private TrackingDouble.Seen trace(Packet packet) {
        packet.journal(new PacketTrail());
        return tracking.pass(packet);
    }

    @Test
    void firstPacketIsNewAndLeavesNoEntry() {
        assertThat(trace(tracking.packets().udp(A, B, 1000, 53)).state()).isEqualTo(ConnectionState.NEW);
        assertThat(tracking.conntrack().size()).isZero();
        assertThat(tracking.events()).isEmpty();
    }

    @Test
    void packetOfAConnectionBelongsToItAndDoesNotChangeIt() {
        TrackedConnection connection = tracking.pass(tracking.packets().udp(A, B, 1000, 53)).connection();
        tracking.pass(Duration.ofSeconds(10));

        TrackingDouble.Seen reply = trace(tracking.packets().udp(B, A, 53, 1000));

        assertThat(reply.state()).isEqualTo(ConnectionState.ESTABLISHED);
        assertThat(reply.direction()).isEqualTo(Direction.REPLY);
        assertThat(reply.connection()).isSameAs(connection);
        assertThat(connection.has(ConnectionStatus.SEEN_REPLY)).isFalse();
        assertThat(tracking.secondsLeft(connection)).isEqualTo(20);
        assertThat(tracking.events()).containsExactly("created " + ConnectionChange.NEW);
    }

    @Test
    void nobodyMakesRoomForIt() {
        tracking.pass(tracking.packets().udp(A, B, 1000, 53));

        assertThat(trace(tracking.packets().udp(A, B, 1001, 53)).state()).isEqualTo(ConnectionState.NEW);
        assertThat(tracking.conntrack().size()).isOne();
        assertThat(tracking.events()).containsExactly("created " + ConnectionChange.NEW);
    }
}
