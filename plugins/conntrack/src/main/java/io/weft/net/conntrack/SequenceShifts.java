package io.weft.net.conntrack;

import io.weft.net.connection.Direction;

/// By how much the sequence numbers of a TCP connection are shifted, in each direction: the kernel's `nf_conn_seqadj`.
///
/// Of several changes the last is remembered exactly; what lies before it has the sum of those before.
final class SequenceShifts {

    private final int[] from = new int[2];
    private final int[] before = new int[2];
    private final int[] after = new int[2];

    void set(Direction direction, int sequence, int by) {
        int at = direction.ordinal();
        if (before[at] == after[at] || TcpFlow.before(from[at], sequence)) {
            from[at] = sequence;
            before[at] = after[at];
            after[at] += by;
        }
    }

    int offset(Direction direction, int sequence) {
        int at = direction.ordinal();
        return TcpFlow.after(sequence, from[at]) ? after[at] : before[at];
    }

    /// By how much a number grows that the other end acknowledges: numbers there are shifted already.
    int offsetOfAcknowledgment(Direction acknowledged, int number) {
        int at = acknowledged.ordinal();
        return TcpFlow.after(number - before[at], from[at]) ? after[at] : before[at];
    }
}
