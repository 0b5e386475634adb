package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.tables.extension.Decision;
import io.weft.net.tables.extension.PortRange;
import io.weft.net.tables.extension.Traversal;
import io.weft.net.testkit.packet.PacketBuilder;
import org.junit.jupiter.api.Test;

class RuleWordsTest {

    private static final Traversal FORWARD = new Traversal() {
        @Override
        public String table() {
            return "mangle";
        }

        @Override
        public String hook() {
            return "FORWARD";
        }

        @Override
        public int fragmentOffset() {
            return 0;
        }

        @Override
        public void hotDrop() {
            throw new AssertionError("the packet is well");
        }
    };

    @Test
    void matchLooksAtWhatADatagramCarries() {
        try (PacketPool pool = new PacketPool(1)) {
            Packet packet = PacketBuilder.udp("192.168.1.2", 40_000, "203.0.113.2", 53).payloadOf(100).build(pool);
            assertThat(new PayloadMatch(new PortRange(100, 200), false).matches(packet, FORWARD)).isTrue();
            assertThat(new PayloadMatch(new PortRange(100, 200), true).matches(packet, FORWARD)).isFalse();
            assertThat(new PayloadMatch(new PortRange(0, 99), false).matches(packet, FORWARD)).isFalse();
            packet.release();
        }
    }

    @Test
    void targetLowersTheTimeToLiveAndNeverRaisesIt() {
        try (PacketPool pool = new PacketPool(1)) {
            Packet packet = PacketBuilder.udp("192.168.1.2", 40_000, "203.0.113.2", 53).ttl(64).build(pool);
            assertThat(new TtlCapTarget(5).apply(packet, FORWARD)).isSameAs(Decision.CONTINUE);
            new TtlCapTarget(9).apply(packet, FORWARD);
            assertThat(packet.ip().ttl()).isEqualTo(5);
            assertThat(packet.ip().checksumIsRight()).isTrue();
            packet.release();
        }
    }

    @Test
    void rulesAreSavedAsTheyWereSaid() {
        assertThat(new PayloadMatch(new PortRange(7, 7), true).save()).isEqualTo("! --payload-length 7");
        assertThat(new TtlCapTarget(5).save()).isEqualTo("--ttl-most 5");
    }
}
