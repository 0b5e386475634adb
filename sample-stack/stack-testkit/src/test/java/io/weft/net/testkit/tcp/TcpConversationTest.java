package io.weft.net.testkit.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.stack.tcp.TcpState;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpConversationTest {

    private final TcpConversation tcp = new TcpConversation();

    @AfterEach
    void close() {
        tcp.close();
    }

    @Test
    void aConversationReadsLikeAScript() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0) win 65535 <mss 1000>");
        tcp.stack("S. 0:0(0) ack 1 win 64240 <mss 1460>");
        tcp.peer(". 1:1(0) ack 1 win 65535");
        tcp.heard("acceptable");
        tcp.accept();
        tcp.peer("P. 1:101(100) ack 1").stackIsSilent();
        tcp.pass(40).stack(". 1:1(0) ack 101");
        tcp.read(1, 100);
        tcp.write(1, 10);
        tcp.stack("P. 1:11(10) ack 101");
        assertThat(tcp.socket().state()).isEqualTo(TcpState.ESTABLISHED);
        tcp.heard("readable");
    }

    @Test
    void aSegmentThatDiffersFromItsLineFails() throws IOException {
        tcp.listen(5);
        tcp.peer("S 0:0(0)");
        assertThatThrownBy(() -> tcp.stack("S. 0:0(0) ack 2 <mss 1460>")).isInstanceOf(AssertionError.class)
                .hasMessageContaining("S. 0:0(0) ack 1 <mss 1460>");
    }

    @Test
    void aSegmentThatDoesNotComeFails() {
        assertThatThrownBy(() -> tcp.stack(". 1:1(0) ack 1")).isInstanceOf(AssertionError.class)
                .hasMessageContaining("when . 1:1(0) ack 1 is due");
    }

    @Test
    void aLineThatIsNoSegmentIsRefused() {
        assertThatThrownBy(() -> tcp.peer("hello")).isInstanceOf(IllegalArgumentException.class).hasMessage("'hello' is no segment");
    }

    @Test
    void hoursPassAtOnce() throws IOException {
        tcp.connect();
        tcp.pass(3_600_000);
        tcp.heard("connection timed out");
        tcp.ignoreSent();
    }
}
