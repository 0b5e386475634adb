package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.Verdict;
import io.weft.net.connection.ConnectionStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TableFullTest {

    private static final String A = "192.168.1.2";
    private static final String B = "203.0.113.2";

    @Test
    void aConnectionThatMattersLessMakesRoom() {
        // so few buckets that all of them are near
        try (var tracking = new TrackingDouble("nf_conntrack_buckets", "4", "nf_conntrack_max", "4")) {
            for (int port = 1; port <= 5; port++) {
                assertThat(tracking.pass(tracking.packets().udp(A, B, port, 53)).verdict()).isEqualTo(Verdict.Kind.ACCEPT);
            }
            assertThat(tracking.conntrack().size()).isLessThanOrEqualTo(4);
            assertThat(tracking.conntrack().statistics().earlyDrop()).isPositive();
        }
    }

    @Test
    void whereAllAreAssuredThePacketIsDroppedAndCounted() {
        try (var tracking = new TrackingDouble("nf_conntrack_max", "2")) {
            assure(tracking, 1);
            assure(tracking, 2);
            assertThat(tracking.pass(tracking.packets().udp(A, B, 3, 53)).verdict()).isEqualTo(Verdict.Kind.DROP);
            assertThat(tracking.conntrack().statistics().drop()).isOne();
            assertThat(tracking.conntrack().size()).isEqualTo(2);
        }
    }

    @Test
    void maxOfZeroSetsNoBound() {
        try (var tracking = new TrackingDouble("nf_conntrack_max", "0")) {
            for (int port = 1; port <= 3000; port++) {
                tracking.pass(tracking.packets().udp(A, B, port, 53));
            }
            assertThat(tracking.conntrack().size()).isEqualTo(3000);
        }
    }

    @Test
    void tableGetsAnotherNumberOfBucketsWhileItIsInUse() {
        try (var tracking = new TrackingDouble()) {
            TrackedConnection connection = tracking.pass(tracking.packets().udp(A, B, 1, 53)).connection();
            tracking.conntrack().settings().set("nf_conntrack_buckets", 5000);
            assertThat(tracking.conntrack().settings().get("nf_conntrack_buckets")).isEqualTo(8192);
            tracking.pass(Duration.ofSeconds(1));
            assertThat(tracking.pass(tracking.packets().udp(B, A, 53, 1)).connection()).isSameAs(connection);
        }
    }

    @Test
    void settingsAreNamedWithWhatTheyAllow() {
        var settings = new ConntrackSettings();
        assertThatThrownBy(() -> settings.set("nf_conntrack_tcp_loose", 2))
                .hasMessage("nf_conntrack_tcp_loose is 2, but must be from 0 to 1");
        assertThatThrownBy(() -> settings.get("nf_conntrack_tcp_lose")).hasMessage("there is no setting nf_conntrack_tcp_lose");
    }

    private static void assure(TrackingDouble tracking, int port) {
        tracking.pass(tracking.packets().udp(A, B, port, 53));
        tracking.pass(tracking.packets().udp(B, A, 53, port));
        tracking.pass(Duration.ofMillis(2100));
        TrackedConnection connection = tracking.pass(tracking.packets().udp(A, B, port, 53)).connection();
        assertThat(connection.has(ConnectionStatus.ASSURED)).isTrue();
    }
}
