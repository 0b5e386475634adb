package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.testkit.packet.PacketBuilder;
import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What no honest peer sends: it costs nothing, and the connection that stands goes on.
class BadSegmentsTest {

    private static final int BACKLOG = 16;

    private final TcpConversation tcp = new TcpConversation();

    @BeforeEach
    void establish() throws IOException {
        tcp.listen(BACKLOG);
        tcp.peer("S 0:0(0) win 65535 <mss 1000>").ignoreSent();
        tcp.peer(". 1:1(0) ack 1 win 65535");
        tcp.accept();
        tcp.heard("acceptable");
    }

    @AfterEach
    void close() {
        tcp.close();
    }

    @Test
    void anythingInAHeaderIsSurvived() throws IOException {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            int[] options = random.ints(random.nextInt(11) * 4, 0, 256).toArray();
            // near the window, so that it gets far; never exactly where a reset would count
            int sequence = 0x7FFF_F000 + 2 + random.nextInt(100_000);
            PacketBuilder segment = PacketBuilder.tcp("192.168.1.2", 40_000, "192.168.1.1", 8_080).sequence(sequence)
                    .acknowledgment(random.nextInt()).flags(random.nextInt(256)).window(random.nextInt(65_536))
                    .payload(new byte[random.nextInt(50)]);
            tcp.arrive(options.length == 0 ? segment : segment.tcpOptions(options));
        }
        tcp.ignoreSent();
        assertThat(tcp.socket().state()).isIn(TcpState.ESTABLISHED, TcpState.CLOSE_WAIT);
    }

    @Test
    void absurdOptionsOfASynAreBounded() throws IOException {
        tcp.abort();
        tcp.ignoreSent();
        tcp.peer("S 0:0(0) win 65535 <mss 0,wscale 255>").stack("S. 0:0(0) ack 1 <mss 1460,wscale 7>");
        tcp.peer(". 1:1(0) ack 1 win 65535");
        tcp.accept();
        tcp.write(1, 100);
        tcp.stack(". 1:49(48) ack 1").stack(". 49:97(48) ack 1").stack("P. 97:101(4) ack 1");
    }
}
