package io.weft.net.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.connection.Direction;
import io.weft.net.packet.Packet;
import io.weft.net.packet.TcpHeader;
import io.weft.net.tables.StackDouble;
import io.weft.net.tables.TestPackets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SequenceAdjusterTest {

    private final StackDouble stack = new StackDouble();
    private final TestPackets packets = new TestPackets(stack);
    private final SequenceShifts shifts = new SequenceShifts();
    private final SequenceAdjuster adjuster = new SequenceAdjuster();

    @AfterEach
    void close() {
        stack.close();
    }

    private Packet segment(int seq, int ack, int... options) {
        Packet packet = packets.tcp(1, 2, TcpHeader.ACK, options);
        packet.tcp().sequence(seq);
        packet.tcp().acknowledgment(ack);
        packet.tcp().computeChecksum();
        return packet;
    }

    @Test
    void whatFollowsTheChangedSegmentIsShiftedAndWhatIsBeforeItIsNot() {
        shifts.set(Direction.ORIGINAL, 1000, 4);
        Packet changed = segment(1000, 0);
        Packet later = segment(1020, 0);
        adjuster.adjust(changed, shifts, Direction.ORIGINAL);
        adjuster.adjust(later, shifts, Direction.ORIGINAL);
        assertThat(changed.tcp().sequence()).isEqualTo(1000);
        assertThat(later.tcp().sequence()).isEqualTo(1024);
        assertThat(later.tcp().checksumIsRight()).isTrue();
        changed.release();
        later.release();
    }

    @Test
    void acknowledgmentAndBlocksAreShiftedBack() {
        shifts.set(Direction.ORIGINAL, 1000, 4);
        // one no-operation only, so that the numbers lie at odd places
        Packet reply = segment(7, 1024, 1, 5, 10, 0, 0, 4, 10, 0, 0, 4, 20, 0);
        adjuster.adjust(reply, shifts, Direction.REPLY);
        assertThat(reply.tcp().sequence()).isEqualTo(7);
        assertThat(reply.tcp().acknowledgment()).isEqualTo(1020);
        assertThat(reply.i32(20 + 20 + 3)).isEqualTo(1030);
        assertThat(reply.i32(20 + 20 + 7)).isEqualTo(1040);
        assertThat(reply.tcp().checksumIsRight()).isTrue();
        reply.release();
    }

    @Test
    void ofSeveralChangesTheSumCounts() {
        shifts.set(Direction.ORIGINAL, 1000, 4);
        shifts.set(Direction.ORIGINAL, 2000, -1);
        assertThat(shifts.offset(Direction.ORIGINAL, 2001)).isEqualTo(3);
        assertThat(shifts.offset(Direction.ORIGINAL, 1500)).isEqualTo(4);
    }
}
