package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.hook.Verdict;
import io.weft.net.packet.Packet;
import io.weft.net.packet.PacketPool;
import io.weft.net.testkit.packet.PacketBuilder;
import org.junit.jupiter.api.Test;

class PortGateTest {

    private final PortGate gate = new PortGate();

    @Test
    void dropsWhatGoesToTheClosedPort() {
        assertThat(verdictOn(PacketBuilder.udp("192.168.1.2", 40_000, "203.0.113.2", 1900)).reason()).isEqualTo("port closed");
    }

    @Test
    void letsOtherPacketsPass() {
        assertThat(verdictOn(PacketBuilder.udp("192.168.1.2", 40_000, "203.0.113.2", 53))).isSameAs(Verdict.ACCEPT);
        assertThat(verdictOn(PacketBuilder.tcp("192.168.1.2", 40_000, "203.0.113.2", 1900))).isSameAs(Verdict.ACCEPT);
    }

    private Verdict verdictOn(PacketBuilder made) {
        try (PacketPool pool = new PacketPool(1)) {
            Packet packet = made.build(pool);
            try {
                return gate.check(packet);
            } finally {
                packet.release();
            }
        }
    }
}
