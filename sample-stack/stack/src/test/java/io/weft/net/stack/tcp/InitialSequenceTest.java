package io.weft.net.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.address.Ipv4;
import io.weft.net.testkit.tcp.TcpConversation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Where connections begin to count (RFC 6528). The secrets are of seeds, so that each number is the same in every run.
class InitialSequenceTest {

    private static final int LOCAL = Ipv4.parse("192.168.1.1");
    private static final int REMOTE = Ipv4.parse("192.168.1.2");
    private static final FourTuple TUPLE = new FourTuple(LOCAL, 8_080, REMOTE, 40_000);
    private static final int MANY = 1_000;
    private static final long NOW_NS = 5_000_000_000L;

    private final InitialSequence numbers = new InitialSequence(new Random(1));

    private static List<FourTuple> neighbors() {
        List<FourTuple> made = new ArrayList<>();
        for (int i = 1; i <= MANY; i++) {
            made.add(new FourTuple(LOCAL + i, 8_080, REMOTE, 40_000));
            made.add(new FourTuple(LOCAL, 8_080 + i, REMOTE, 40_000));
            made.add(new FourTuple(LOCAL, 8_080, REMOTE + i, 40_000));
            made.add(new FourTuple(LOCAL, 8_080, REMOTE, 40_000 + i));
        }
        return made;
    }

    /// What is between two tuples' origins tells nothing of what is between two others.
    @Test
    void eachPairOfEndsHasAnOriginThatItsNeighborsDoNotTell() {
        List<FourTuple> tuples = neighbors();
        int[] origins = tuples.stream().mapToInt(tuple -> numbers.of(tuple, NOW_NS)).toArray();
        assertThat(origins).doesNotHaveDuplicates();
        // from each to the next that differs in the same part
        assertThat(IntStream.range(4, origins.length).map(i -> origins[i] - origins[i - 4]).toArray()).doesNotHaveDuplicates();
    }

    @Test
    void theSamePairCountsOnByOneInFourMicroseconds() {
        int first = numbers.of(TUPLE, NOW_NS);
        assertThat(numbers.of(TUPLE, NOW_NS)).isEqualTo(first);
        assertThat(numbers.of(TUPLE, NOW_NS + 4_000) - first).isOne();
        assertThat(numbers.of(TUPLE, NOW_NS + 1_000_000_000) - first).isEqualTo(250_000);
    }

    /// RFC 9293 §3.4.1: all numbers in about 4.77 hours.
    @Test
    void theClockGoesAllTheWayRound() {
        int first = numbers.of(TUPLE, NOW_NS);
        assertThat(numbers.of(TUPLE, NOW_NS + 4_000 * (1L << 31)) - first).isEqualTo(Integer.MIN_VALUE);
        assertThat(numbers.of(TUPLE, NOW_NS + 4_000 * (1L << 32))).isEqualTo(first);
    }

    @Test
    void anotherSecretHasOriginsThatTheFirstDoesNotTell() {
        InitialSequence others = new InitialSequence(new Random(2));
        int[] between = neighbors().stream().mapToInt(tuple -> others.of(tuple, NOW_NS) - numbers.of(tuple, NOW_NS)).toArray();
        assertThat(between).doesNotContain(0).doesNotHaveDuplicates();
    }

    /// RFC 7323 §5.4, and so that neither gives away the other.
    @Test
    void timestampsBeginElsewhere() {
        int[] between = neighbors().stream().mapToInt(tuple -> numbers.timestampOrigin(tuple) - numbers.of(tuple, 0)).toArray();
        assertThat(between).doesNotContain(0).doesNotHaveDuplicates();
    }

    @Test
    void aConnectionThatIsOpenedAgainBeginsWhereTheClockIs() throws IOException {
        try (TcpConversation tcp = new TcpConversation()) {
            tcp.connect();
            int first = tcp.iss();
            tcp.peer("R. 0:0(0) ack 1").pass(20);
            tcp.connect();
            assertThat(tcp.iss() - first).isEqualTo(5_000);
            tcp.ignoreSent();
        }
    }

    @Test
    void anAnswerToACallBeginsWhereTheClockIs() throws IOException {
        try (TcpConversation tcp = new TcpConversation()) {
            tcp.listen(5);
            tcp.peer("S 0:0(0)");
            int first = tcp.iss();
            tcp.peer("R 1:1(0)").pass(20).peer("S 0:0(0)");
            assertThat(tcp.iss() - first).isEqualTo(5_000);
            tcp.ignoreSent();
        }
    }
}
